package dev.candor.page.feed;

import dev.candor.page.Headline;
import dev.candor.page.PageModel;
import dev.candor.page.SnapshotFile;

/// A small picture of the headline for somebody else's site. Attributes only: it needs no style sheet.
public final class Badge {
    private Badge() {}

    public static SnapshotFile file(PageModel page) {
        Headline headline = Headline.of(page);
        String name = shortened(page.name(), 30);
        String state = shortened(headline.title(), 40);
        int left = width(name);
        int right = width(state);
        var xml = new Xml();
        xml.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "width",
                Integer.toString(left + right),
                "height",
                "22",
                "role",
                "img",
                "aria-label",
                name + ": " + state);
        xml.text("title", page.name() + ": " + headline.title());
        xml.open("clipPath", "id", "round")
                .empty("rect", "width", Integer.toString(left + right), "height", "22", "rx", "5")
                .close();
        xml.open("g", "clip-path", "url(#round)")
                .empty("rect", "width", Integer.toString(left), "height", "22", "fill", "#2b2f36")
                .empty(
                        "rect",
                        "x",
                        Integer.toString(left),
                        "width",
                        Integer.toString(right),
                        "height",
                        "22",
                        "fill",
                        colour(headline.tone()))
                .close();
        xml.open(
                        "g",
                        "fill",
                        "#ffffff",
                        "font-family",
                        "system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif",
                        "font-size",
                        "12")
                .text("text", name, "x", "9", "y", "15", "textLength", Integer.toString(left - 18))
                .text(
                        "text",
                        state,
                        "x",
                        Integer.toString(left + 9),
                        "y",
                        "15",
                        "textLength",
                        Integer.toString(right - 18))
                .close();
        return SnapshotFile.of(
                "badge.svg", "image/svg+xml; charset=utf-8", xml.close().bytes());
    }

    /// White text on each of these has a contrast of at least 4.5.
    private static String colour(Headline.Tone tone) {
        return switch (tone) {
            case GOOD -> "#15744a";
            case MAINTENANCE -> "#2459b8";
            case UNKNOWN -> "#5b6472";
            case MINOR -> "#8a5a00";
            case MAJOR -> "#b0460b";
            case CRITICAL -> "#b3202e";
        };
    }

    private static int width(String text) {
        return 18 + (int) Math.round(text.length() * 6.6);
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
