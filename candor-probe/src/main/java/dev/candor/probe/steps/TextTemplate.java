package dev.candor.probe.steps;

import dev.candor.base.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// A text with places for values: `/carts/{{cart}}/items`. A name has letters, digits, `-` and `_`. Everything that is
/// no such place stands for itself.
public final class TextTemplate {
    private static final int LONGEST = 1 << 20;

    private final String source;
    /// Texts and names, taking turns; the first is a text.
    private final List<String> parts;

    private TextTemplate(String source, List<String> parts) {
        this.source = source;
        this.parts = parts;
    }

    /// @throws IllegalArgumentException saying which place is wrong
    public static TextTemplate of(String source) {
        var parts = new ArrayList<String>();
        int at = 0;
        for (int open = source.indexOf("{{"); open >= 0; open = source.indexOf("{{", at)) {
            int close = source.indexOf("}}", open);
            String name = close < 0 ? "" : source.substring(open + 2, close).strip();
            if (!name.matches("[A-Za-z0-9_-]{1,60}")) {
                throw new IllegalArgumentException(
                        "`" + shorten(source.substring(open)) + "` must be a name in double braces such as {{cart}}");
            }
            parts.add(source.substring(at, open));
            parts.add(name);
            at = close + 2;
        }
        parts.add(source.substring(at));
        return new TextTemplate(source, List.copyOf(parts));
    }

    private static String shorten(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    /// The names it has places for.
    public Set<String> names() {
        var names = new TreeSet<String>();
        for (int i = 1; i < parts.size(); i += 2) {
            names.add(parts.get(i));
        }
        return names;
    }

    /// Each value as it is.
    public String fill(Map<String, String> values) {
        return fill(values, UnaryOperator.identity());
    }

    /// As part of an address: what is no letter or digit is escaped, unless the address begins with the value and so
    /// is one.
    ///
    /// @throws IllegalArgumentException when a value would walk up the path, or take a part of it away
    public String fillUrl(Map<String, String> values) {
        boolean whole = parts.size() > 1 && parts.getFirst().isEmpty();
        var first = new boolean[] {whole};
        String filled = fill(values, value -> {
            boolean asIs = first[0];
            first[0] = false;
            return asIs ? value : escaped(value);
        });
        checkPath(filled, values, whole);
        return filled;
    }

    private static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Every part of the path that holds a value must be a part afterwards.
    private void checkPath(String filled, Map<String, String> values, boolean whole) {
        int at = 0;
        for (int i = 0; i < parts.size(); i++) {
            String value = i % 2 == 0 ? parts.get(i) : values.getOrDefault(parts.get(i), "");
            boolean judged = i % 2 == 1 && !(whole && i == 1);
            String written = judged ? escaped(value) : value;
            if (judged && !isInQuery(filled, at) && leadsAway(segment(filled, at, at + written.length()))) {
                throw new IllegalArgumentException("the value of `" + parts.get(i)
                        + "` would lead elsewhere: no part of a path can be empty, `.` or `..`");
            }
            at += written.length();
        }
    }

    private static boolean isInQuery(String address, int at) {
        return address.substring(0, at).matches("(?s).*[?#].*");
    }

    private static String segment(String address, int from, int to) {
        int begin = address.lastIndexOf('/', from - 1) + 1;
        int end = to;
        while (end < address.length() && "/?#".indexOf(address.charAt(end)) < 0) {
            end++;
        }
        return address.substring(begin, end);
    }

    /// Also as servers read it that unescape a path before they walk it.
    private static boolean leadsAway(String segment) {
        String plain = segment.replaceAll("(?i)%2e", ".").replaceAll("(?i)%2f|%5c", "/");
        return plain.isEmpty()
                || List.of(plain.split("/", -1)).stream().anyMatch(part -> part.equals(".") || part.equals(".."));
    }

    /// Inside the quotes of a JSON text.
    public String fillJson(Map<String, String> values) {
        return fill(values, value -> {
            String quoted = Json.write(value);
            return quoted.substring(1, quoted.length() - 1);
        });
    }

    private String fill(Map<String, String> values, UnaryOperator<String> written) {
        var filled = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            filled.append(i % 2 == 0 ? parts.get(i) : written.apply(values.getOrDefault(parts.get(i), "")));
            if (filled.length() > LONGEST) {
                throw new IllegalArgumentException("grows beyond 1 MiB with the values carried into it");
            }
        }
        return filled.toString();
    }

    /// The source it was read from.
    @Override
    public String toString() {
        return source;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof TextTemplate that && that.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }
}
