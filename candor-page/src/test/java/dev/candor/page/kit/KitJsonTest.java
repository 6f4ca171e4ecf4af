package dev.candor.page.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.page.SnapshotKey;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is needed to speak without a server, on its way through a file and back.
class KitJsonTest {
    private static final SnapshotKey KEY = SnapshotKey.generate();
    private static final char[] PASSPHRASE = "correct lamp oil staple".toCharArray();

    private static Kit kit(long seed) {
        var models = new RandomModels(seed);
        return new Kit(models.page(), KEY, models.words());
    }

    private static String why(Kit.Read read) {
        assertThat(read).isInstanceOf(Kit.Read.Refused.class);
        return ((Kit.Read.Refused) read).why();
    }

    private static Kit whole(Kit.Read read) {
        assertThat(read).isInstanceOf(Kit.Read.Whole.class);
        return ((Kit.Read.Whole) read).kit();
    }

    @Test
    void whatever_a_page_shows_comes_back_exactly_as_it_was() {
        for (long seed = 0; seed < 300; seed++) {
            Kit kit = kit(seed);
            Kit read = whole(KitJson.read(KitJson.write(kit)));
            assertThat(read.model()).as("seed " + seed).isEqualTo(kit.model());
            assertThat(read.words()).as("seed " + seed).isEqualTo(kit.words());
            assertThat(read.key().privateText()).isEqualTo(KEY.privateText());
        }
    }

    @Test
    void a_field_that_is_missing_or_unknown_or_of_another_kind_is_said_with_its_place() {
        Map<String, Object> json = json(kit(1));
        json.remove("words");
        assertThat(why(KitJson.read(bytes(json)))).isEqualTo("kit.words: expected a list");
        json = json(kit(1));
        json.put("more", 1);
        assertThat(why(KitJson.read(bytes(json)))).isEqualTo("kit.more: unknown");
        json = json(kit(1));
        model(json).put("sequence", "many");
        assertThat(why(KitJson.read(bytes(json)))).isEqualTo("kit.model.sequence: expected a whole number");
        json = json(kit(1));
        model(json).put("updated_at", "yesterday");
        assertThat(why(KitJson.read(bytes(json)))).startsWith("kit.model.updated_at: expected a time");
        json = json(kit(1));
        model(json).put("slug", "../../etc");
        assertThat(why(KitJson.read(bytes(json)))).contains("not a slug");
        json = json(kit(1));
        json.put("private_key", "bm9uZQ==");
        assertThat(why(KitJson.read(bytes(json)))).contains("not a private Ed25519 key");
    }

    @Test
    void a_kit_of_a_later_version_is_refused_by_its_name() {
        Map<String, Object> json = json(kit(2));
        json.put("format", "candor-kit/2");
        assertThat(why(KitJson.read(bytes(json)))).contains("candor-kit/2");
        json = json(kit(2));
        model(json).put("format", "candor-model/9");
        assertThat(why(KitJson.read(bytes(json)))).contains("candor-model/9");
    }

    @Test
    void no_damage_to_a_kit_is_more_than_a_refusal() {
        byte[] kit = KitJson.write(kit(3));
        var random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = kit.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            refused += KitJson.read(damaged) instanceof Kit.Read.Refused ? 1 : 0;
        }
        assertThat(refused).isPositive();
        assertThat(why(KitJson.read(new byte[0]))).isNotEmpty();
        assertThat(why(KitJson.read("[]".getBytes(StandardCharsets.UTF_8)))).isNotEmpty();
    }

    @Test
    void words_somebody_sends_are_looked_at_before_they_are_believed() {
        List<HandWord> words = List.of();
        for (long seed = 0; words.isEmpty(); seed++) {
            words = new RandomModels(seed)
                    .words().stream()
                            .map(word -> with(word, "No light", "Dark.\n\tStill dark.", "ana"))
                            .toList();
        }
        Map<String, Object> sent = new LinkedHashMap<>();
        sent.put("words", KitJson.words(words));
        assertThat(KitJson.read(again(sent))).isEqualTo(new KitJson.Words.Read(words));
        @SuppressWarnings("unchecked")
        var first = (Map<String, Object>)
                ((List<?>) Objects.requireNonNull(again(sent).get("words"))).getFirst();
        first.put("phase", "postmortem");
        assertThat(KitJson.read(Map.of("words", List.of(first)))).isInstanceOf(KitJson.Words.Refused.class);
        first.put("phase", "resolved");
        first.put("title", " ");
        assertThat(KitJson.read(Map.of("words", List.of(first)))).isInstanceOf(KitJson.Words.Refused.class);
        assertThat(KitJson.read(Map.of())).isInstanceOf(KitJson.Words.Refused.class);
        for (String unreadable : List.of("a\0b", "a\u0007b")) {
            for (HandWord word : List.of(
                    with(words.getFirst(), unreadable, "x", "ana"),
                    with(words.getFirst(), "x", unreadable, "ana"),
                    with(words.getFirst(), "x", "y", unreadable))) {
                assertThat(KitJson.read(again(Map.of("words", KitJson.words(List.of(word)))))
                                .toString())
                        .contains("a character nobody can read: U+");
            }
        }
        assertThat(KitJson.read(again(
                                Map.of("words", KitJson.words(List.of(with(words.getFirst(), "a\nb", "x", "ana"))))))
                        .toString())
                .contains("U+000A");
    }

    private static HandWord with(HandWord word, String title, String markdown, String by) {
        return new HandWord(
                word.id(),
                word.code(),
                word.incident(),
                title,
                word.phase(),
                markdown,
                word.components(),
                word.at(),
                by);
    }

    @Test
    void a_sealed_kit_opens_with_its_passphrase_only_and_shows_every_change() {
        Kit kit = kit(4);
        String sealed = SealedKit.seal(kit, PASSPHRASE, Randomness.seeded(4));
        assertThat(whole(SealedKit.open(sealed, PASSPHRASE)).model()).isEqualTo(kit.model());
        assertThat(why(SealedKit.open(sealed, "correct lamp oil stable".toCharArray())))
                .contains("passphrase is wrong");
        assertThat(sealed).doesNotContain(KEY.privateText()).startsWith("candor-kit-sealed/1 600000 ");
        assertThat(why(SealedKit.open(sealed.replace(" 600000 ", " 600001 "), PASSPHRASE)))
                .contains("passphrase is wrong, or the file was changed");
        assertThat(why(SealedKit.open(sealed.replace(" 600000 ", " 99999999 "), PASSPHRASE)))
                .contains("no kit of ours");
        assertThat(why(SealedKit.open(sealed.substring(0, 70), PASSPHRASE))).isEqualTo("it is cut off");
        assertThat(why(SealedKit.open(sealed.substring(0, sealed.length() - 9), PASSPHRASE)))
                .isNotEmpty();
        assertThat(why(SealedKit.open("", PASSPHRASE))).isEqualTo("it is no kit");
        assertThat(why(SealedKit.open("{\"format\":\"candor-kit/1\"}\n", PASSPHRASE)))
                .isEqualTo("it is no kit");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> again(Map<String, ?> json) {
        return (Map<String, Object>) (Map<String, ?>) Json.parseObject(bytes(json));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(Kit kit) {
        return (Map<String, Object>) (Map<String, ?>) Json.parseObject(KitJson.write(kit));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> model(Map<String, Object> json) {
        return (Map<String, Object>) Objects.requireNonNull(json.get("model"));
    }

    private static byte[] bytes(Map<String, ?> json) {
        return Json.write(json).getBytes(StandardCharsets.UTF_8);
    }
}
