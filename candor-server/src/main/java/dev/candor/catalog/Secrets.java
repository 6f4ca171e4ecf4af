package dev.candor.catalog;

import dev.candor.platform.secret.SecretAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which values of a document are secret: what stands under a key that says so (`password`, `client-secret`,
/// `intake-keys`, a header `X-Api-Key`), addresses that carry one in their query (`?token=…`) or before their host, and
/// the path of where messages are sent.
final class Secrets {
    static final String DOTS = SecretAddress.DOTS;

    private static final Pattern KEY = Pattern.compile(
            "(?i)(.*[-_])?(secret|password|passwd|passphrase|token|credentials?|authorization|cookie|signature|(api|app|access|auth|private|intake|routing|integration|shared)[-_]?keys?|key|proxy-url)");
    /// Addresses, even where the last word of their key is one of the above.
    private static final Pattern ADDRESS_KEY = Pattern.compile("(?i).*[-_](url|uri|endpoint)");

    /// A person's contacts, and kinds of channels.
    private static final Set<String> CONTACTS = Set.of("webhook", "ntfy");

    private static final Set<String> CHANNELS = Set.of("webhook", "ntfy", "email");

    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://");
    /// Only what every reader of addresses understands alike: at most one `@`, before the host, and a host of plain
    /// letters. Anything odder is compared letter by letter.
    private static final Pattern PLAIN_PLACE = Pattern.compile(
            "(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://(?:[^@/?#\\\\\\s\\p{Cntrl}]*@)?(?<host>[a-zA-Z0-9._-]+|\\[[0-9a-fA-F:.]+])(?<port>:[0-9]{1,5})?(?:[/?#][^@\\\\\\s\\p{Cntrl}]*)?");

    /// Below it stands where a value is found, not the value: `take: {token: json("$.token")}`.
    private static final String FOUND = "take";

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Secrets() {}

    static boolean isKey(String key) {
        return KEY.matcher(key).matches() && !ADDRESS_KEY.matcher(key).matches();
    }

    /// Whether every address in `edited` leads where the address at its own key led before, whoever reads it: what
    /// readers could understand differently must be the same text. New addresses lead elsewhere.
    static boolean samePlaces(@Nullable Object edited, @Nullable Object before) {
        return switch (edited) {
            case String text -> samePlace(text.strip(), before instanceof String old ? old.strip() : "");
            case Map<?, ?> map when believesMore(map, before) -> false;
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .allMatch(entry -> samePlaces(
                                entry.getValue(), before instanceof Map<?, ?> old ? old.get(entry.getKey()) : null));
            case List<?> list ->
                list.stream()
                        .allMatch(item ->
                                before instanceof List<?> old && old.stream().anyMatch(one -> samePlaces(item, one))
                                        || samePlaces(item, null));
            case null, default -> true;
        };
    }

    /// Whether certificates are no longer looked at: then any place may answer for the one that is named.
    private static boolean believesMore(Map<?, ?> edited, @Nullable Object before) {
        Object was = before instanceof Map<?, ?> old ? old.get("verify") : null;
        return "false".equals(String.valueOf(edited.get("verify"))) && !"false".equals(String.valueOf(was));
    }

    private static boolean samePlace(String edited, String before) {
        if (!edited.contains("://")
                || edited.equals(before)
                || edited.equals(SecretAddress.hidden(before))
                || edited.equals(SecretAddress.withoutPath(before))) {
            return true;
        }
        if (SPACE.matcher(edited).find()) {
            // Prose, which nobody takes for an address: it may name those it named before.
            List<String> known = List.of(SPACE.split(before));
            return SPACE.splitAsStream(edited).allMatch(word -> !word.contains("://") || known.contains(word));
        }
        return place(edited).isPresent() && place(edited).equals(place(before));
    }

    /// Scheme, host and port of an address; who signs in there does not matter. Empty when it is not plain enough.
    private static Optional<String> place(String text) {
        Matcher plain = PLAIN_PLACE.matcher(text);
        if (!plain.matches() || SCHEME.matcher(text).results().count() != 1) {
            return Optional.empty();
        }
        String port = plain.group("port");
        return Optional.of((plain.group("scheme") + "://" + plain.group("host") + (port == null ? "" : port))
                .toLowerCase(Locale.ROOT));
    }

    /// What stands under `take` are expressions, whatever the names are called.
    private static Map<String, @Nullable Object> plainly(Map<?, ?> found, BiFunction<Part, String, String> change) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        found.forEach((key, value) -> copy.put(String.valueOf(key), walk(value, Part.OTHER, change)));
        return copy;
    }

    /// What a text of a document is.
    enum Part {
        /// Secret as a whole: it stands under a key that says so.
        SECRET,
        /// Where messages are sent: secret but for scheme and host.
        RECEIVER,
        /// Secret is what an address carries in its query or before its host, if it is one.
        OTHER
    }

    /// What the text at `key` of this mapping is.
    static Part part(Map<?, ?> map, String key) {
        if (isKey(key)) {
            return Part.SECRET;
        }
        boolean receiver =
                CONTACTS.contains(key) || key.equals("url") && CHANNELS.contains(String.valueOf(map.get("kind")));
        return receiver ? Part.RECEIVER : Part.OTHER;
    }

    /// The text as it may be seen.
    static String hidden(Part part, String text) {
        return switch (part) {
            case SECRET -> DOTS;
            case RECEIVER -> SecretAddress.withoutPath(text);
            case OTHER -> SecretAddress.hidden(text);
        };
    }

    /// A copy of `tree` with `change` done to every text; what is secret becomes a text.
    ///
    /// @param part what `tree` is, when it is a text
    static @Nullable Object walk(@Nullable Object tree, Part part, BiFunction<Part, String, String> change) {
        return switch (tree) {
            case String text -> change.apply(part, text);
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, value) -> copy.put(
                        String.valueOf(key),
                        FOUND.equals(key) && value instanceof Map<?, ?> found
                                ? plainly(found, change)
                                : walk(value, part(map, String.valueOf(key)), change)));
                yield copy;
            }
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                list.forEach(item -> copy.add(walk(item, part, change)));
                yield copy;
            }
            case null -> null;
            default -> part == Part.SECRET ? change.apply(part, tree.toString()) : tree;
        };
    }
}
