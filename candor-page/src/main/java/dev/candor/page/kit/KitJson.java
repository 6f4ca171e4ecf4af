package dev.candor.page.kit;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentPhase;
import dev.candor.page.SnapshotKey;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A kit as JSON in clear, `candor-kit/1`: only ever stored sealed.
public final class KitJson {
    /// Longest text of one word, in characters.
    public static final int LONGEST_WORD = 25_000;

    /// Longest title of an incident.
    public static final int LONGEST_TITLE = 255;

    private static final String FORMAT = "candor-kit/1";
    private static final Pattern CODE = Pattern.compile("[a-z0-9]{12}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final int MOST_WORDS = 1_000;
    static final int LONGEST_NAME = 200;

    private KitJson() {}

    public static byte[] write(Kit kit) {
        return Json.write(Json.object(
                        "format", FORMAT,
                        "private_key", kit.key().privateText(),
                        "public_key", kit.key().publicText(),
                        "words", words(kit.words()),
                        "model", ModelJson.of(kit.model())))
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Reads what `write` gave, of this version or an older one.
    ///
    /// @param json UTF-8
    /// @return never `Absent`
    public static Kit.Read read(byte[] json) {
        try {
            return new Kit.Read.Whole(Fields.<Kit>read(Json.parseObject(json), "kit", in -> {
                if (!in.text("format").equals(FORMAT)) {
                    throw new Fields.Wrong("it is in another form than " + FORMAT + ": " + in.text("format"));
                }
                return new Kit(
                        in.object("model", ModelReading::page),
                        SnapshotKey.of(in.text("private_key"), in.text("public_key")),
                        words(in));
            }));
        } catch (JsonException | Fields.Wrong malformed) {
            return new Kit.Read.Refused(String.valueOf(malformed.getMessage()));
        }
    }

    /// Words as they are sent to a server.
    public static List<@Nullable Object> words(List<HandWord> words) {
        return words.stream().<@Nullable Object>map(KitJson::word).toList();
    }

    /// What reading words from elsewhere came to.
    public sealed interface Words {
        record Read(List<HandWord> words) implements Words {}

        /// @param why in plain words
        record Refused(String why) implements Words {}
    }

    /// Reads the `words` of an object somebody sent.
    ///
    /// @param object with `words` and nothing else that matters
    public static Words read(Map<String, @Nullable Object> object) {
        try {
            var only = new LinkedHashMap<String, @Nullable Object>();
            only.put("words", object.get("words"));
            List<HandWord> words = Fields.<List<HandWord>>read(only, "body", KitJson::words);
            words.forEach(KitJson::readable);
            return new Words.Read(words);
        } catch (Fields.Wrong malformed) {
            return new Words.Refused(String.valueOf(malformed.getMessage()));
        }
    }

    private static Map<String, @Nullable Object> word(HandWord word) {
        var components = new LinkedHashMap<String, @Nullable Object>();
        word.components().forEach((id, status) -> components.put(id, status.wireName()));
        return Json.object(
                "id", word.id(),
                "code", word.code(),
                "incident", word.incident(),
                "title", word.title(),
                "phase", word.phase().wireName(),
                "markdown", word.markdown(),
                "components", components,
                "at", word.at(),
                "by", word.by());
    }

    private static List<HandWord> words(Fields in) {
        List<HandWord> words = in.list("words", KitJson::word);
        if (words.size() > MOST_WORDS) {
            throw new Fields.Wrong("there are more than " + MOST_WORDS + " words");
        }
        return words;
    }

    private static HandWord word(Fields in) {
        IncidentPhase phase = ModelReading.incidentPhase(in);
        if (phase == IncidentPhase.POSTMORTEM) {
            throw new Fields.Wrong("a postmortem is not said by hand");
        }
        return new HandWord(
                id(in),
                code(in, "code"),
                code(in, "incident"),
                limited(in, "title", LONGEST_TITLE),
                phase,
                limited(in, "markdown", LONGEST_WORD),
                in.object("components", KitJson::components),
                in.instant("at"),
                limited(in, "by", LONGEST_NAME));
    }

    private static void readable(HandWord word) {
        for (String text : List.of(word.title(), word.by(), word.markdown())) {
            WishReading.unreadable(text, text.equals(word.markdown())).ifPresent(each -> {
                throw new Fields.Wrong(
                        "the word %s holds a character nobody can read: U+%04X".formatted(word.code(), each));
            });
        }
    }

    /// As it is written always: what is lenient about it would be another word's.
    private static UUID id(Fields in) {
        String text = in.text("id");
        if (!ID.matcher(text).matches()) {
            throw new Fields.Wrong("id: expected a UUID in lower case");
        }
        return UUID.fromString(text);
    }

    private static Map<String, ComponentStatus> components(Fields in) {
        var components = new LinkedHashMap<String, ComponentStatus>();
        in.names().forEach(id -> components.put(id, ModelReading.status(in, id)));
        return components;
    }

    private static String code(Fields in, String name) {
        String code = in.text(name);
        if (!CODE.matcher(code).matches()) {
            throw new Fields.Wrong(name + ": expected 12 lower-case letters and digits");
        }
        return code;
    }

    private static String limited(Fields in, String name, int longest) {
        String text = in.text(name);
        if (text.isBlank() || text.length() > longest) {
            throw new Fields.Wrong(name + ": expected 1 to " + longest + " characters");
        }
        return text;
    }
}
