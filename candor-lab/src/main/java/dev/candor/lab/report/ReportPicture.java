package dev.candor.lab.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The comparison as a picture (SVG): for each incident when it was known and over then, and when it was known in this
/// run, on a scale from one second to ten days on which each step is ten times the one before.
public final class ReportPicture {
    private static final int WIDTH = 1_000;
    private static final int LEFT = 430;
    private static final int RIGHT = 970;
    private static final int TOP = 96;
    private static final int ROW = 26;
    private static final double LONGEST = Math.log10(Duration.ofDays(10).toSeconds());

    private record Mark(String label, Duration at) {}

    private static final List<Mark> SCALE = List.of(
            new Mark("1 s", Duration.ofSeconds(1)),
            new Mark("10 s", Duration.ofSeconds(10)),
            new Mark("1 min", Duration.ofMinutes(1)),
            new Mark("10 min", Duration.ofMinutes(10)),
            new Mark("1 h", Duration.ofHours(1)),
            new Mark("10 h", Duration.ofHours(10)),
            new Mark("1 d", Duration.ofDays(1)),
            new Mark("10 d", Duration.ofDays(10)));

    private ReportPicture() {}

    public static String of(List<Comparison> comparisons) {
        int height = TOP + ROW * comparisons.size() + 24;
        var out = new StringBuilder();
        line(
                out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Times until each incident was known, then and with Candor\" font-family=\"system-ui, sans-serif\" font-size=\"13\">",
                WIDTH,
                height);
        line(out, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
        line(
                out,
                "<text x=\"16\" y=\"30\" font-size=\"19\" font-weight=\"600\" fill=\"#16202c\">Until it was known, and over</text>");
        legend(out);
        for (Mark mark : SCALE) {
            double x = x(mark.at());
            line(
                    out,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#e4e8ee\"/>",
                    x,
                    TOP - 8,
                    x,
                    height - 20);
            line(
                    out,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#5b6878\">%s</text>",
                    x,
                    TOP - 14,
                    mark.label());
        }
        int y = TOP + 14;
        for (Comparison comparison : comparisons) {
            row(out, comparison, y);
            y += ROW;
        }
        return out.append("</svg>\n").toString();
    }

    private static void legend(StringBuilder out) {
        dot(out, 440, 26, "#c2410c");
        line(out, "<text x=\"452\" y=\"30\" fill=\"#16202c\">known then</text>");
        line(out, "<rect x=\"551\" y=\"20\" width=\"3\" height=\"12\" fill=\"#8a94a3\"/>");
        line(out, "<text x=\"562\" y=\"30\" fill=\"#16202c\">over then</text>");
        dot(out, 660, 26, "#0f766e");
        line(out, "<text x=\"672\" y=\"30\" fill=\"#16202c\">alert in the miniature</text>");
    }

    private static void row(StringBuilder out, Comparison comparison, int y) {
        Incident then = comparison.then();
        line(
                out,
                "<text x=\"16\" y=\"%d\" fill=\"#16202c\"><tspan fill=\"#5b6878\">%s</tspan> %s</text>",
                y + 4,
                then.id(),
                escaped(cut(then.what())));
        Optional<Duration> now = comparison.noticedNow();
        Optional<Duration> last = then.ended().or(then::noticed);
        if (now.isPresent() && last.isPresent()) {
            line(
                    out,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#d3dae3\" stroke-width=\"3\"/>",
                    x(now.get()),
                    y,
                    x(last.get()),
                    y);
        }
        then.ended()
                .ifPresent(at -> line(
                        out,
                        "<rect x=\"%.1f\" y=\"%d\" width=\"3\" height=\"12\" fill=\"#8a94a3\"/>",
                        x(at) - 1.5,
                        y - 6));
        then.noticed().ifPresent(at -> dot(out, x(at), y, "#c2410c"));
        now.ifPresentOrElse(
                at -> dot(out, x(at), y, "#0f766e"),
                () -> line(
                        out,
                        "<text x=\"%d\" y=\"%d\" fill=\"#8a94a3\" font-size=\"12\">%s</text>",
                        LEFT + 14,
                        y + 4,
                        then.drill().isEmpty() ? "no miniature yet" : "not run"));
    }

    private static void dot(StringBuilder out, double x, int y, String colour) {
        line(out, "<circle cx=\"%.1f\" cy=\"%d\" r=\"5\" fill=\"%s\"/>", x, y, colour);
    }

    private static double x(Duration span) {
        double seconds = Math.max(1, span.toMillis() / 1000.0);
        return LEFT + (RIGHT - LEFT) * Math.min(1, Math.log10(seconds) / LONGEST);
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 59).strip() + "…";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static void line(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
