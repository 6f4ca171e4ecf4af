package dev.candor.telemetry.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the format of one stream and follows it when it changes. Every line is tried with the format that read
/// the
/// last one; only when that fails are the others asked, so a change in mid-stream loses nothing and two formats
/// on
/// one stream are both read. Counts what could not be read by reason, with one example each.
public final class Recognition {
    /// How many first lines are looked at before `verdict` says "none fits".
    public static final int FIRST_LINES = 50;

    /// What is known about the stream's format.
    public sealed interface Verdict {
        /// Fewer than `FIRST_LINES` lines and none of them a request.
        record Undecided() implements Verdict {}

        record Recognised(String format) implements Verdict {}

        /// @param example the first such line, shortened and without addresses and query strings
        record NoneFits(Parsed reason, String example) implements Verdict {}
    }

    /// @param lines how many
    /// @param example one of them, shortened and without addresses and query strings
    public record Unread(long lines, String example) {}

    private final List<LineFormat> formats = new ArrayList<>();
    private final Map<Parsed, Unread> unread = new EnumMap<>(Parsed.class);
    private LineFormat current;
    private boolean found;
    private long lines;
    private long hits;
    private long cut;
    private long changes;

    /// @param templates the operator's own formats, tried first
    public Recognition(FieldMap fields, List<FormatTemplate> templates) {
        for (FormatTemplate template : templates) {
            formats.add(template.format(fields));
        }
        var bindings = new Bindings(fields);
        formats.add(new JsonFormat(bindings, new Times(fields.zone())));
        formats.add(new HAProxyFormat(bindings, new Times(fields.zone())));
        formats.add(new CombinedFormat(bindings, new Times(fields.zone())));
        current = formats.getFirst();
    }

    /// What these first lines are, for a preview before anything is stored.
    public static Verdict of(List<byte[]> firstLines, FieldMap fields, List<FormatTemplate> templates) {
        var recognition = new Recognition(fields, templates);
        var hit = new Hit();
        for (byte[] line : firstLines.subList(0, Math.min(FIRST_LINES, firstLines.size()))) {
            recognition.read(line, 0, line.length, false, hit);
        }
        return recognition.verdict(!firstLines.isEmpty());
    }

    /// Reads one line; `hit` is filled when the answer is `HIT`.
    public Parsed read(byte[] bytes, int from, int to, boolean lineCut, Hit hit) {
        lines++;
        Parsed parsed = current.parse(bytes, from, to, lineCut, hit);
        if (parsed != Parsed.HIT) {
            parsed = others(bytes, from, to, lineCut, hit, parsed);
        }
        if (parsed == Parsed.HIT) {
            hits++;
            found = true;
            cut += hit.cut() ? 1 : 0;
        } else {
            var before = unread.get(parsed);
            unread.put(
                    parsed,
                    before == null
                            ? new Unread(1, Example.of(bytes, from, to))
                            : new Unread(before.lines() + 1, before.example()));
        }
        return parsed;
    }

    private Parsed others(byte[] bytes, int from, int to, boolean lineCut, Hit hit, Parsed first) {
        Parsed best = first;
        for (int i = 0; i < formats.size(); i++) {
            LineFormat format = formats.get(i);
            if (format == current) {
                continue;
            }
            Parsed parsed = format.parse(bytes, from, to, lineCut, hit);
            if (parsed == Parsed.HIT) {
                changes += found ? 1 : 0;
                current = format;
                return parsed;
            }
            // The most telling reason: the earliest in the list of reasons.
            best = parsed.ordinal() < best.ordinal() ? parsed : best;
        }
        return best;
    }

    public Verdict verdict() {
        return verdict(lines >= FIRST_LINES);
    }

    private Verdict verdict(boolean enough) {
        if (found) {
            return new Verdict.Recognised(current.name());
        }
        Map.Entry<Parsed, Unread> most = null;
        for (var entry : unread.entrySet()) {
            most = most == null || entry.getValue().lines() > most.getValue().lines() ? entry : most;
        }
        return !enough || most == null
                ? new Verdict.Undecided()
                : new Verdict.NoneFits(most.getKey(), most.getValue().example());
    }

    /// The format that read the last request, null before the first.
    public @Nullable String format() {
        return found ? current.name() : null;
    }

    public long lines() {
        return lines;
    }

    public long hits() {
        return hits;
    }

    /// Requests whose line had lost its tail; they are counted among the hits.
    public long cut() {
        return cut;
    }

    /// How often the format changed in mid-stream.
    public long changes() {
        return changes;
    }

    /// Lines that are not requests, by reason.
    public Map<Parsed, Unread> unread() {
        return Map.copyOf(unread);
    }

    /// A line for operators' eyes.
    static final class Example {
        private static final int LONGEST = 200;

        private Example() {}

        /// Shortened, control characters and invalid UTF-8 made visible, e-mail addresses and query values
        /// blotted out.
        static String of(byte[] bytes, int from, int to) {
            String text = new String(bytes, from, Math.min(to - from, LONGEST), StandardCharsets.UTF_8);
            var clean = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                clean.append(c < ' ' || c == 0x7f ? '\uFFFD' : c);
            }
            String shown = clean.toString()
                    .replaceAll("[^\\s\"=/<>]+(@|%40)[^\\s\"&/<>]+", "…@…")
                    .replaceAll("\\?[^\\s\"]+", "?…");
            return to - from > LONGEST ? shown + " …" : shown;
        }
    }
}
