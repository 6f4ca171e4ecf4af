package dev.candor.telemetry.format;

import dev.candor.telemetry.line.Scan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A format compiled from nginx's `log_format` text, as the operator pastes it:
/// `$remote_addr [$time_local] "$request" $status $request_time`. Unknown variables are skipped over; a text
/// that
/// begins with `{` is JSON with the variables' meanings under the keys it is written with.
public final class FormatTemplate {
    /// What came of compiling.
    public sealed interface Compiled {
        record Ready(FormatTemplate template) implements Compiled {}

        /// @param position in the text, from 0
        record Wrong(int position, String problem) implements Compiled {}
    }

    /// One variable and the literal text behind it (empty only at the end).
    record Part(String variable, byte[] literal) {}

    private static final int LONGEST = 8 * 1024;

    private final byte[] front;
    private final List<Part> parts;
    private final Map<String, String> jsonKeys;

    private FormatTemplate(byte[] front, List<Part> parts, Map<String, String> jsonKeys) {
        this.front = front;
        this.parts = parts;
        this.jsonKeys = jsonKeys;
    }

    /// @param text the format itself, without `log_format name` and the quotes around it
    public static Compiled compile(String text) {
        if (text.length() > LONGEST) {
            return new Compiled.Wrong(LONGEST, "the format is longer than " + LONGEST + " characters");
        }
        var literals = new ArrayList<String>();
        var variables = new ArrayList<String>();
        var literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) != '$') {
                literal.append(text.charAt(at++));
                continue;
            }
            boolean braces = at + 1 < text.length() && text.charAt(at + 1) == '{';
            int start = braces ? at + 2 : at + 1;
            int end = start;
            while (end < text.length() && isNamePart(text.charAt(end))) {
                end++;
            }
            if (end == start) {
                return new Compiled.Wrong(at, "a variable's name must follow $");
            }
            if (braces && (end >= text.length() || text.charAt(end) != '}')) {
                return new Compiled.Wrong(at, "${ without }");
            }
            if (!variables.isEmpty() && literal.isEmpty()) {
                return new Compiled.Wrong(
                        at,
                        "$" + text.substring(start, end)
                                + " follows another variable with nothing between: where one ends could not be told");
            }
            literals.add(literal.toString());
            literal.setLength(0);
            variables.add(text.substring(start, end));
            at = braces ? end + 1 : end;
        }
        literals.add(literal.toString());
        if (variables.isEmpty()) {
            return new Compiled.Wrong(0, "there is no variable in it");
        }
        if (!variables.contains("status")) {
            return new Compiled.Wrong(text.length(), "$status is missing: without it no failure can be counted");
        }
        return new Compiled.Ready(assemble(literals, variables));
    }

    private static FormatTemplate assemble(List<String> literals, List<String> variables) {
        var parts = new ArrayList<Part>();
        for (int i = 0; i < variables.size(); i++) {
            parts.add(new Part(variables.get(i), literals.get(i + 1).getBytes(StandardCharsets.UTF_8)));
        }
        boolean json = literals.getFirst().stripLeading().startsWith("{");
        byte[] front = literals.getFirst().getBytes(StandardCharsets.UTF_8);
        return new FormatTemplate(front, List.copyOf(parts), json ? keys(literals, variables) : Map.of());
    }

    /// `"key":"$variable"` or `"key":$variable`: key to variable.
    private static Map<String, String> keys(List<String> literals, List<String> variables) {
        var keys = new LinkedHashMap<String, String>();
        for (int i = 0; i < variables.size(); i++) {
            String before = literals.get(i).stripTrailing();
            before = before.endsWith("\"")
                            && before.length() > 1
                            && !before.stripTrailing().endsWith("\":\"\"")
                    ? before.substring(0, before.length() - 1).stripTrailing()
                    : before;
            if (before.endsWith(":")) {
                before = before.substring(0, before.length() - 1).stripTrailing();
                int close = before.length() - 1;
                int open = before.lastIndexOf('"', close - 1);
                if (close > 0 && before.charAt(close) == '"' && open >= 0) {
                    keys.put(before.substring(open + 1, close), variables.get(i));
                }
            }
        }
        return keys;
    }

    private static boolean isNamePart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    /// A parser for one stream.
    public LineFormat format(FieldMap fields) {
        var times = new Times(fields.zone());
        if (!jsonKeys.isEmpty()) {
            var named = new LinkedHashMap<String, Meaning>();
            var variables = new Bindings(fields).keys();
            jsonKeys.forEach((key, variable) -> named.put(key, variables.getOrDefault(variable, Meaning.IGNORED)));
            named.putAll(fields.keys());
            return new JsonFormat(new Bindings(fields.withKeys(named)), times);
        }
        var bindings = new Bindings(fields);
        var meanings = new ArrayList<Meaning>();
        for (Part part : parts) {
            meanings.add(bindings.keys().getOrDefault(part.variable(), Meaning.IGNORED));
        }
        return new Reader(front, parts, meanings.toArray(new Meaning[0]), bindings, times);
    }

    /// Reads lines by walking the parts: a value ends where the literal behind it begins.
    private static final class Reader implements LineFormat {
        private final byte[] front;
        private final Part[] parts;
        private final Meaning[] meanings;
        private final Bindings bindings;
        private final Times times;

        Reader(byte[] front, List<Part> parts, Meaning[] meanings, Bindings bindings, Times times) {
            this.front = front;
            this.parts = parts.toArray(new Part[0]);
            this.meanings = meanings;
            this.bindings = bindings;
            this.times = times;
        }

        @Override
        public String name() {
            return "your log_format";
        }

        @Override
        public Parsed parse(byte[] b, int from, int to, boolean cut, Hit hit) {
            hit.reset();
            if (to - from < front.length || !Scan.same(b, from, from + front.length, front)) {
                return Parsed.UNKNOWN_FORMAT;
            }
            int at = from + front.length;
            boolean short_ = false;
            for (int i = 0; i < parts.length && !short_; i++) {
                byte[] literal = parts[i].literal();
                int end = literal.length == 0 ? to : end(b, at, to, literal, meanings[i]);
                short_ = end == to && literal.length > 0;
                boolean half = short_ && meanings[i] == Meaning.STATUS && to - at != 3;
                if (!half) {
                    Values.put(hit, meanings[i], b, at, end, times);
                }
                at = Math.min(to, end + literal.length);
            }
            if (short_ || cut) {
                if (hit.status() == 0) {
                    return cut ? Parsed.NO_STATUS : Parsed.UNKNOWN_FORMAT;
                }
                hit.markCut();
            }
            if (hit.status() == 0 && hit.timeMillis() == Hit.NO_TIME && !hit.has(Field.PATH)) {
                return Parsed.UNKNOWN_FORMAT;
            }
            bindings.finish(hit);
            return Parsed.HIT;
        }

        private static int end(byte[] b, int from, int to, byte[] literal, @Nullable Meaning meaning) {
            char first = (char) (literal[0] & 0xff);
            int at = first == '"' ? Quoted.end(b, from, to) : Scan.find(b, from, to, first);
            while (at < to) {
                boolean whole = at + literal.length <= to && Scan.same(b, at, at + literal.length, literal);
                boolean list = first == ' '
                        && isList(meaning)
                        && at > from
                        && (b[at - 1] == ',' || b[at - 1] == ':' || Scan.startsWith(b, at, to, " : "));
                if (whole && !list) {
                    return at;
                }
                at = first == '"' ? Quoted.end(b, at + 1, to) : Scan.find(b, at + 1, to, first);
            }
            return to;
        }

        private static boolean isList(@Nullable Meaning meaning) {
            return meaning == Meaning.UPSTREAM
                    || meaning == Meaning.UPSTREAM_STATUS
                    || meaning == Meaning.UPSTREAM_LATENCY_SECONDS;
        }
    }
}
