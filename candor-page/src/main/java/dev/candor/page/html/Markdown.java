package dev.candor.page.html;

import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;

/// Foreign Markdown to safe HTML: raw HTML is shown as text, links lead only to http, https and mailto, pictures
/// become links (a page loads nothing from elsewhere), headings fit into the outline of the page around them.
public final class Markdown {
    /// Longer text is cut: nobody reads it and the page must stay small. Statuspage takes 25,000 characters.
    private static final int MAX_LENGTH = 100_000;

    private static final Parser PARSER =
            Parser.builder().maxOpenBlockParsers(50).build();
    private static final HtmlRenderer FLOWING = renderer("\n");
    private static final HtmlRenderer LINE_BY_LINE = renderer("<br>\n");
    private static final TextContentRenderer TEXT = TextContentRenderer.builder()
            .lineBreakRendering(LineBreakRendering.STRIP)
            .build();

    private Markdown() {}

    private static HtmlRenderer renderer(String softbreak) {
        return HtmlRenderer.builder()
                .escapeHtml(true)
                .sanitizeUrls(true)
                // The library's own list lets `data:` through.
                .urlSanitizer(new DefaultUrlSanitizer(List.of("http", "https", "mailto")))
                .percentEncodeUrls(true)
                .softbreak(softbreak)
                .attributeProviderFactory(_ -> (_, tag, attributes) -> {
                    if (tag.equals("a")) {
                        attributes.put("rel", "nofollow noopener noreferrer");
                    }
                    if (tag.equals("pre")) {
                        attributes.put("tabindex", "0"); // it may scroll, so the keyboard must reach it
                    }
                })
                .build();
    }

    /// An update: written line by line, so a line end stays one.
    ///
    /// @param topHeading the level the highest heading of the text gets, 2 to 6
    public static String html(String markdown, int topHeading) {
        return html(markdown, topHeading, LINE_BY_LINE);
    }

    /// A long text: line ends are only where the writer's editor broke.
    public static String article(String markdown, int topHeading) {
        return html(markdown, topHeading, FLOWING);
    }

    private static String html(String markdown, int topHeading, HtmlRenderer renderer) {
        Node document = parse(markdown);
        document.accept(new Outline(topHeading));
        document.accept(new PicturesToLinks());
        return renderer.render(document);
    }

    /// The text for a place that is itself a paragraph: only the marks around the first and last paragraph are gone.
    public static String inline(String markdown) {
        String html = html(markdown, 3).strip();
        if (html.startsWith("<p>") && html.endsWith("</p>")) {
            html = html.substring("<p>".length(), html.length() - "</p>".length());
        }
        return html;
    }

    /// One line without any marks.
    public static String plain(String markdown) {
        return TEXT.render(parse(markdown)).strip();
    }

    private static Node parse(String markdown) {
        return PARSER.parse(markdown.length() > MAX_LENGTH ? markdown.substring(0, MAX_LENGTH) + " …" : markdown);
    }

    /// Moves headings to where they belong and closes gaps: an `h3` is never followed by an `h5`.
    private static final class Outline extends AbstractVisitor {
        private final int top;
        private int lowest = 7;
        private int before;

        Outline(int top) {
            this.top = top;
            this.before = top - 1;
        }

        @Override
        public void visit(Heading heading) {
            lowest = Math.min(lowest, heading.getLevel());
            int wanted = top + heading.getLevel() - lowest;
            before = Math.min(6, Math.min(wanted, before + 1));
            heading.setLevel(Math.max(top, before));
        }
    }

    private static final class PicturesToLinks extends AbstractVisitor {
        @Override
        public void visit(Image image) {
            var link = new Link(image.getDestination(), image.getTitle());
            Node child = image.getFirstChild();
            if (child == null) {
                link.appendChild(new Text("picture"));
            }
            while (child != null) {
                Node next = child.getNext();
                link.appendChild(child);
                child = next;
            }
            image.insertAfter(link);
            image.unlink();
        }
    }
}
