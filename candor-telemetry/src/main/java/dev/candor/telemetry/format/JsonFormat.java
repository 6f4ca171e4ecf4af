package dev.candor.telemetry.format;

import dev.candor.telemetry.format.NameTable.Entry;
import dev.candor.telemetry.line.Scan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One JSON object per line with any keys: nginx `escape=json`, HAProxy with `json(utf8s)` (which writes `\/`),
/// Caddy
/// (nested below `request`), Traefik, Envoy, an application's own. A scanner, not a JSON reader: it follows
/// strings
/// and brackets, looks known keys up, and skips the rest. A line that lost its tail counts when its status was
/// there.
final class JsonFormat implements LineFormat {
    private static final int DEEPEST = 4;
    private static final int USUAL_MEMBERS = 32;
    private static final int LONGEST_KEY = 64;

    /// `"status":"` as the last line had it: lines of one log are written alike, so one comparison tells what comes.
    private record Opening(
            byte[] bytes, boolean quoted, @Nullable Entry entry) {
        boolean opens(byte[] b, int at, int to) {
            int value = at + bytes.length;
            return value < to && Scan.same(b, at, value, bytes) && (quoted || b[value] >= '0' && b[value] <= '9');
        }
    }

    private final NameTable names;
    private final Bindings bindings;
    private final Times times;
    private final @Nullable Entry[] lastEntries = new Entry[USUAL_MEMBERS];
    private final @Nullable Opening[] openings = new Opening[USUAL_MEMBERS];
    private int likeLast;
    private int keyEnd;
    private boolean escaped;
    private boolean broken;

    JsonFormat(Bindings bindings, Times times) {
        this.bindings = bindings;
        this.times = times;
        names = NameTable.of(bindings.keys());
    }

    @Override
    public String name() {
        return "JSON lines";
    }

    @Override
    public Parsed parse(byte[] b, int from, int to, boolean cut, Hit hit) {
        hit.reset();
        int start = blank(b, from, to);
        if (start >= to || b[start] != '{') {
            return Parsed.UNKNOWN_FORMAT;
        }
        broken = false;
        int end = object(b, start + 1, to, names, 1, hit);
        if (broken || end > to) {
            if (hit.status() == 0) {
                return cut || end > to ? Parsed.NO_STATUS : Parsed.BROKEN_JSON;
            }
            hit.markCut();
        }
        if (cut) {
            hit.markCut();
        }
        if (hit.status() == 0 && !hit.has(Field.PATH)) {
            return Parsed.NOT_A_REQUEST;
        }
        if (hit.status() == 0 && hit.latencyMicros() < 0) {
            return Parsed.NO_STATUS;
        }
        bindings.finish(hit);
        return Parsed.HIT;
    }

    /// Reads first members for as long as they are written as in the last line; gives the place behind them.
    private int likeLast(byte[] b, int from, int to, Hit hit) {
        int at = from;
        int place = 0;
        while (place < USUAL_MEMBERS) {
            Opening opening = openings[place];
            if (opening == null || !opening.opens(b, at, to)) {
                break;
            }
            int value = at + opening.bytes().length;
            at = opening.quoted()
                    ? quoted(b, value, to, opening.entry(), hit)
                    : bare(b, value, to, opening.entry(), hit);
            if (at >= to || broken) {
                break;
            }
            place++;
            at += b[at] == ',' ? 1 : 0;
        }
        likeLast = place;
        return at;
    }

    /// Reads members until the closing brace; gives the place behind it, or `to + 1` when the line ends before.
    private int object(byte[] b, int from, int to, NameTable table, int depth, Hit hit) {
        int at = depth == 1 ? likeLast(b, from, to, hit) : from;
        int place = depth == 1 ? likeLast : 0;
        while (true) {
            int start = at;
            at = blank(b, at, to);
            if (at >= to) {
                return to + 1;
            }
            if (b[at] == '}') {
                return at + 1;
            }
            if (b[at] == ',') {
                at++;
                continue;
            }
            if (b[at] != '"') {
                broken = true;
                return to;
            }
            Entry entry = key(b, at + 1, to, table, depth == 1 ? place++ : USUAL_MEMBERS);
            int colon = blank(b, keyEnd + 1, to);
            if (colon >= to) {
                return to + 1;
            }
            if (b[colon] != ':') {
                broken = true;
                return to;
            }
            at = blank(b, colon + 1, to);
            if (depth == 1 && place <= USUAL_MEMBERS && at < to) {
                learn(b, start, at, entry, place - 1);
            }
            at = value(b, at, to, entry, depth, hit);
            if (broken || at > to) {
                return at;
            }
        }
    }

    private int value(byte[] b, int at, int to, @Nullable Entry entry, int depth, Hit hit) {
        if (at >= to) {
            return to + 1;
        }
        switch (b[at]) {
            case '"' -> {
                return quoted(b, at + 1, to, entry, hit);
            }
            case '{' -> {
                NameTable below = entry == null ? null : entry.below();
                return below != null && depth < DEEPEST
                        ? object(b, at + 1, to, below, depth + 1, hit)
                        : skip(b, at, to);
            }
            case '[' -> {
                int first = blank(b, at + 1, to);
                if (entry != null && entry.meaning() != Meaning.IGNORED && first < to && b[first] == '"') {
                    text(b, first + 1, stringEnd(b, first + 1, to), entry.meaning(), hit); // a header's first value
                }
                return skip(b, at, to);
            }
            default -> {
                return bare(b, at, to, entry, hit);
            }
        }
    }

    /// A number, `true`, `false` or `null`; gives the place behind it.
    private int bare(byte[] b, int at, int to, @Nullable Entry entry, Hit hit) {
        int end = at;
        while (end < to && b[end] != ',' && b[end] != '}' && b[end] != ']' && b[end] > ' ') {
            end++;
        }
        if (end == at) {
            broken = true;
            return to;
        }
        boolean nothing = b[at] == 'n' || b[at] == 't' || b[at] == 'f';
        if (entry != null && !nothing && !(end == to && entry.meaning() == Meaning.STATUS)) {
            Values.put(hit, entry.meaning(), b, at, end, times); // a number at the very end may be half of one
        }
        return end;
    }

    /// A string that begins at `from`, behind its quote; gives the place behind the closing one, or `to + 1`.
    private int quoted(byte[] b, int from, int to, @Nullable Entry entry, Hit hit) {
        int end = stringEnd(b, from, to);
        if (entry != null && entry.meaning() != Meaning.IGNORED) {
            text(b, from, end, entry.meaning(), hit);
        }
        return end + 1;
    }

    /// Remembers how the member at this place is written up to its value, for the next line: strings and numbers only.
    private void learn(byte[] b, int from, int value, @Nullable Entry entry, int place) {
        boolean quoted = b[value] == '"';
        if (!escaped && value - from < LONGEST_KEY && (quoted || b[value] >= '0' && b[value] <= '9')) {
            openings[place] = new Opening(Arrays.copyOfRange(b, from, quoted ? value + 1 : value), quoted, entry);
        }
    }

    private void text(byte[] b, int from, int to, Meaning meaning, Hit hit) {
        if (!escaped) {
            Values.put(hit, meaning, b, from, to, times);
            return;
        }
        int start = hit.reserve(to - from);
        if (start < 0) {
            Values.put(hit, meaning, b, from, to, times); // too long to undo: as it stands
        } else {
            int end = JsonText.plain(b, from, to, hit.scratch(), start);
            Values.put(hit, meaning, hit.scratch(), start, end, times);
        }
    }

    /// The closing quote, or `to`. Notes whether there was a backslash on the way.
    private int stringEnd(byte[] b, int from, int to) {
        int at = Scan.find(b, from, to, '"', '\\');
        escaped = at < to && b[at] == '\\';
        while (at < to && b[at] == '\\') {
            at = Scan.find(b, Math.min(to, at + 2), to, '"', '\\');
        }
        return at;
    }

    /// What the key that begins at `from` says. Lines of one log have their keys in one order: the entry found at this
    /// place last time is tried before the table is asked.
    private @Nullable Entry key(byte[] b, int from, int to, NameTable table, int place) {
        Entry guess = place < USUAL_MEMBERS ? lastEntries[place] : null;
        if (guess != null) {
            int end = from + guess.name().length;
            if (end < to && b[end] == '"' && Scan.same(b, from, end, guess.name())) {
                keyEnd = end;
                return guess;
            }
        }
        keyEnd = stringEnd(b, from, to);
        Entry entry = table.find(b, from, keyEnd);
        if (place < USUAL_MEMBERS && !escaped && keyEnd - from <= LONGEST_KEY) {
            lastEntries[place] =
                    entry != null ? entry : new Entry(Arrays.copyOfRange(b, from, keyEnd), Meaning.IGNORED, null);
        }
        return entry;
    }

    /// Behind the value that begins with a bracket; the depth of hostile nesting costs nothing.
    private int skip(byte[] b, int from, int to) {
        int depth = 0;
        int at = from;
        while (at < to) {
            byte c = b[at];
            if (c == '"') {
                at = Quoted.end(b, at + 1, to);
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
                if (depth == 0) {
                    return at + 1;
                }
            }
            at++;
        }
        return to + 1;
    }

    private static int blank(byte[] b, int from, int to) {
        int at = from;
        while (at < to && b[at] <= ' ' && b[at] >= 0) {
            at++;
        }
        return at;
    }
}
