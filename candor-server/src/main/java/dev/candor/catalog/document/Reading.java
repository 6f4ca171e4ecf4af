package dev.candor.catalog.document;

import dev.candor.base.text.Nearest;
import dev.candor.base.time.Durations;
import dev.candor.platform.secret.SecretAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads one mapping key by key and collects every mistake with its place, instead of stopping at the first.
/// Keys nobody asked for are mistakes too ({@link #finish}), with the nearest key that exists.
public final class Reading {
    /// A name that must exist as a document of `kind` (plural).
    public record Reference(String kind, String name, Place place, String path) {}

    private final Node.Mapping node;
    private final String path;
    private final List<Problem> problems;
    private final List<Reference> references;
    private final Set<String> known = new LinkedHashSet<>();

    private Reading(Node.Mapping node, String path, List<Problem> problems, List<Reference> references) {
        this.node = node;
        this.path = path;
        this.problems = problems;
        this.references = references;
    }

    /// Starts reading a document. `path` names it in messages: `monitors[shop-home]`.
    public static Reading of(Node node, String path, List<Problem> problems, List<Reference> references) {
        if (node instanceof Node.Mapping mapping) {
            return new Reading(mapping, path, problems, references);
        }
        problems.add(new Problem(node.place(), path, "expected a mapping of keys, found " + node.describe()));
        return new Reading(new Node.Mapping(node.place(), Map.of()), path, problems, references);
    }

    public Place place() {
        return node.place();
    }

    public String path() {
        return path;
    }

    /// Reports a mistake at `key`.
    public void problem(String key, String message) {
        Node at = node.entries().get(key);
        problems.add(new Problem(at == null ? node.place() : at.place(), path + "." + key, message));
    }

    /// Reports a mistake at `inner` in the mapping at `key`.
    public void problem(String key, String inner, String message) {
        Node around = node.entries().get(key);
        Node at = around instanceof Node.Mapping mapping ? mapping.entries().get(inner) : around;
        problems.add(new Problem(at == null ? node.place() : at.place(), path + "." + key + "." + inner, message));
    }

    public boolean has(String key) {
        known.add(key);
        Node value = node.entries().get(key);
        return value != null && !(value instanceof Node.Empty);
    }

    /// Whether the value is a list, where one thing or several may be written.
    public boolean isList(String key) {
        return node.entries().get(key) instanceof Node.Sequence;
    }

    /// Whether the value is a plain text, where one may stand in place of a mapping.
    public boolean isText(String key) {
        return node.entries().get(key) instanceof Node.Scalar;
    }

    public String text(String key) {
        Optional<String> text = optionalText(key);
        if (text.isEmpty() && !has(key)) {
            problem(key, "is missing");
        } else if (text.isPresent() && text.get().isBlank()) {
            problem(key, "is empty");
            return "";
        }
        return text.orElse("");
    }

    public String text(String key, String otherwise) {
        return optionalText(key).orElse(otherwise);
    }

    public Optional<String> optionalText(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        Node value = node.entries().get(key);
        if (value instanceof Node.Scalar scalar) {
            if (scalar.text().length() > 100_000) {
                problem(key, "is longer than 100,000 characters");
                return Optional.empty();
            }
            return Optional.of(scalar.text());
        }
        problem(key, "expected a text, found " + (value == null ? "nothing" : value.describe()));
        return Optional.empty();
    }

    /// A name: letters, digits and `.`, `_`, `-`, space inside; 1 to 100 characters.
    public String name(String key) {
        String name = text(key);
        if (!name.isEmpty() && !name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,98}[\\p{L}\\p{N}]|[\\p{L}\\p{N}]")) {
            problem(key, "a name has 1 to 100 letters, digits, `.`, `_`, `-` or spaces inside, found `" + name + "`");
        }
        return name;
    }

    public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        Optional<String> text = optionalText(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Optional<Duration> duration = Durations.parse(text.get());
        if (duration.isEmpty()) {
            problem(key, "expected a duration like `30s`, `5m` or `1 week`, found `" + text.get() + "`");
            return otherwise;
        }
        if (duration.get().compareTo(least) < 0 || duration.get().compareTo(most) > 0) {
            problem(
                    key,
                    "must be from " + Durations.format(least) + " to " + Durations.format(most) + ", was "
                            + text.get());
            return otherwise;
        }
        return duration.get();
    }

    public int number(String key, int otherwise, int least, int most) {
        Optional<String> text = optionalText(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get().strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            problem(key, "expected a whole number, found `" + text.get() + "`");
            return otherwise;
        }
        problem(key, "must be from " + least + " to " + most + ", was " + text.get());
        return otherwise;
    }

    public boolean flag(String key, boolean otherwise) {
        Optional<String> text = optionalText(key);
        if (text.isEmpty() || text.get().equals("true") || text.get().equals("false")) {
            return text.map(Boolean::parseBoolean).orElse(otherwise);
        }
        problem(key, "expected true or false, found `" + text.get() + "`");
        return otherwise;
    }

    /// One of an enum's words: `automatic` for `AUTOMATIC`, `sev-1` for `SEV_1`.
    public <E extends Enum<E>> E word(String key, Class<E> words, E otherwise) {
        Optional<String> text = optionalText(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        var byWord = new LinkedHashMap<String, E>();
        for (E word : words.getEnumConstants()) {
            byWord.put(word.name().toLowerCase(Locale.ROOT).replace('_', '-'), word);
        }
        E found = byWord.get(text.get().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (found != null) {
            return found;
        }
        problem(
                key,
                "expected one of " + String.join(", ", byWord.keySet()) + ", found `" + text.get() + "`"
                        + suggestion(text.get(), byWord.keySet()));
        return otherwise;
    }

    /// Only these exact words; an empty `otherwise` means that one must be there.
    public String oneOf(String key, String otherwise, String... words) {
        if (otherwise.isEmpty() && !has(key)) {
            problem(key, "is missing; one of " + String.join(", ", words));
            return otherwise;
        }
        String text = text(key, otherwise);
        if (Arrays.asList(words).contains(text)) {
            return text;
        }
        problem(
                key,
                "expected one of " + String.join(", ", words) + ", found `" + text + "`"
                        + suggestion(text, Arrays.asList(words)));
        return otherwise;
    }

    public ZoneId zone(String key, ZoneId otherwise) {
        Optional<String> text = optionalText(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return ZoneId.of(text.get());
        } catch (DateTimeException unknown) {
            problem(
                    key,
                    "expected a time zone like `Europe/Berlin`, found `" + text.get() + "`"
                            + suggestion(text.get(), ZoneId.getAvailableZoneIds()));
            return otherwise;
        }
    }

    /// An absolute http or https address without user info.
    public Optional<URI> url(String key) {
        Optional<String> text = optionalText(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text.get().strip());
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                problem(
                        key,
                        "expected an address that starts with http:// or https://, found `"
                                + SecretAddress.echoed(text.get()) + "`");
            } else if (url.getHost() == null || url.getHost().isEmpty()) {
                problem(key, "the address `" + SecretAddress.echoed(text.get()) + "` has no host");
            } else if (url.getRawUserInfo() != null) {
                problem(key, "user and password do not belong into an address; use `auth`");
            } else if (url.getPort() > 65535 || url.getPort() == 0) {
                problem(key, "a port is from 1 to 65535, was " + url.getPort());
            } else {
                return Optional.of(url);
            }
        } catch (URISyntaxException broken) {
            problem(
                    key,
                    "not an address: " + broken.getReason()
                            + (broken.getIndex() < 0 ? "" : " after " + broken.getIndex() + " characters") + " in `"
                            + SecretAddress.echoed(text.get()) + "`");
        }
        return Optional.empty();
    }

    public String email(String key) {
        String text = text(key);
        if (!text.isEmpty() && !isEmail(text)) {
            problem(key, "expected an e-mail address, found `" + text + "`");
        }
        return text;
    }

    public static boolean isEmail(String text) {
        return text.length() <= 254 && text.matches("[^@\\s\\p{Cntrl}<>,;\"]{1,64}@[A-Za-z0-9.-]{1,190}");
    }

    /// The name of another document that must exist.
    public String reference(String key, Kind<?> kind) {
        return reference(key, kind.plural());
    }

    public String reference(String key, String kind) {
        String name = text(key);
        refer(key, kind, name);
        return name;
    }

    public Optional<String> optionalReference(String key, String kind) {
        Optional<String> name = optionalText(key);
        name.ifPresent(found -> refer(key, kind, found));
        return name;
    }

    private void refer(String key, String kind, String name) {
        Node at = node.entries().get(key);
        if (!name.isEmpty() && at != null) {
            references.add(new Reference(kind, name, at.place(), path + "." + key));
        }
    }

    public List<String> references(String key, String kind) {
        List<String> names = texts(key);
        if (node.entries().get(key) instanceof Node.Sequence sequence) {
            for (Node item : sequence.items()) {
                if (item instanceof Node.Scalar name) {
                    references.add(new Reference(kind, name.text(), name.place(), path + "." + key));
                }
            }
        } else {
            names.forEach(name -> refer(key, kind, name));
        }
        return names;
    }

    /// The same where one name needs no document.
    public List<String> referencesBut(String builtIn, String key, String kind) {
        List<String> names = texts(key);
        Node at = node.entries().get(key);
        List<Node> items =
                at instanceof Node.Sequence sequence ? sequence.items() : at == null ? List.of() : List.of(at);
        for (Node item : items) {
            if (item instanceof Node.Scalar name && !name.text().equals(builtIn)) {
                references.add(new Reference(kind, name.text(), name.place(), path + "." + key));
            }
        }
        return names;
    }

    /// A list of texts; a single text counts as a list of one.
    public List<String> texts(String key) {
        if (!has(key)) {
            return List.of();
        }
        return switch (java.util.Objects.requireNonNull(node.entries().get(key))) {
            case Node.Scalar scalar -> List.of(scalar.text());
            case Node.Sequence sequence -> {
                var texts = new ArrayList<String>();
                for (Node item : sequence.items()) {
                    if (item instanceof Node.Scalar scalar) {
                        texts.add(scalar.text());
                    } else {
                        problems.add(new Problem(
                                item.place(), path + "." + key, "expected a text, found " + item.describe()));
                    }
                }
                yield List.copyOf(texts);
            }
            case Node other -> {
                problem(key, "expected a list of texts, found " + other.describe());
                yield List.of();
            }
        };
    }

    /// A mapping of texts to texts, in order.
    public Map<String, String> textMap(String key) {
        if (!has(key)) {
            return Map.of();
        }
        var texts = new LinkedHashMap<String, String>();
        if (node.entries().get(key) instanceof Node.Mapping mapping) {
            mapping.entries().forEach((name, value) -> {
                if (value instanceof Node.Scalar scalar) {
                    texts.put(name, scalar.text());
                } else {
                    problems.add(new Problem(
                            value.place(),
                            path + "." + key + "." + name,
                            "expected a text, found " + value.describe()));
                }
            });
        } else {
            problem(key, "expected a mapping of texts");
        }
        return texts;
    }

    /// A list of mappings, each read by `reader`; at most 1,000.
    public <T> List<T> list(String key, Function<Reading, T> reader) {
        if (!has(key)) {
            return List.of();
        }
        if (!(node.entries().get(key) instanceof Node.Sequence sequence)) {
            problem(key, "expected a list");
            return List.of();
        }
        if (sequence.items().size() > 1_000) {
            problem(key, "has " + sequence.items().size() + " items, at most 1,000 are allowed");
            return List.of();
        }
        var items = new ArrayList<T>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Reading item = of(sequence.items().get(i), path + "." + key + "[" + i + "]", problems, references);
            items.add(reader.apply(item));
            item.finish();
        }
        return List.copyOf(items);
    }

    /// A mapping inside this one.
    public <T> Optional<T> inner(String key, Function<Reading, T> reader) {
        if (!has(key)) {
            return Optional.empty();
        }
        Node value = node.entries().get(key);
        if (value == null) {
            return Optional.empty();
        }
        Reading inner = of(value, path + "." + key, problems, references);
        T result = reader.apply(inner);
        inner.finish();
        return Optional.of(result);
    }

    /// The only key of a mapping such as `{person: ben}`, among `words`; empty and reported otherwise.
    public Optional<String> onlyKeyAmong(List<String> words) {
        List<String> present = words.stream().filter(this::has).toList();
        if (present.size() == 1) {
            return Optional.of(present.getFirst());
        }
        String found = node.entries().isEmpty()
                ? "nothing"
                : String.join(", ", node.entries().keySet());
        problems.add(new Problem(
                node.place(), path, "expected exactly one of " + String.join(", ", words) + ", found " + found));
        known.addAll(node.entries().keySet());
        return Optional.empty();
    }

    /// Reports every key that nobody asked for.
    public void finish() {
        node.entries().forEach((key, value) -> {
            if (!known.contains(key)) {
                String among = known.stream()
                        .sorted()
                        .limit(40)
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("none");
                problems.add(new Problem(
                        value.place(),
                        path,
                        "unknown key `" + key + "`" + suggestion(key, known) + "; known keys: " + among));
            }
        });
    }

    private static String suggestion(String word, java.util.Collection<String> words) {
        return Nearest.of(word, words)
                .map(nearest -> " (did you mean `" + nearest + "`?)")
                .orElse("");
    }
}
