package dev.candor.probe.page;

import dev.candor.probe.http.Links;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/// What a browser with scripts on loads for a page: scripts, style sheets, preloads, icons, manifest, images in every
/// density, audio, video, posters and what inline styles ask for. Not what stands in `noscript` or `template`.
public final class HtmlAssets implements NodeVisitor {
    private static final Set<String> SCRIPT_TYPES = Set.of(
            "", "module", "text/javascript", "application/javascript", "text/ecmascript", "application/ecmascript");

    private final URI page;
    private final URI base;
    private final List<Asset> found = new ArrayList<>();
    private int inert;

    private HtmlAssets(URI page, URI base) {
        this.page = page;
        this.base = base;
    }

    /// @param charset from the answer's header, empty when it names none
    /// @param page where the document came from, after redirects
    public static List<Asset> find(byte[] html, String charset, URI page) {
        Document document;
        try {
            document = Jsoup.parse(new ByteArrayInputStream(html), known(charset), page.toString());
        } catch (IOException impossible) {
            throw new IllegalStateException("memory does not fail", impossible);
        }
        Element baseElement = document.selectFirst("base[href]");
        URI base = baseElement == null
                ? page
                : Links.resolve(page, baseElement.attr("href"))
                        .filter(HtmlAssets::isWeb)
                        .orElse(page);
        var finder = new HtmlAssets(page, base);
        document.traverse(finder);
        return finder.found;
    }

    private static @Nullable String known(String charset) {
        try {
            return !charset.isEmpty() && Charset.isSupported(charset) ? charset : null;
        } catch (IllegalArgumentException noName) {
            return null;
        }
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof Element element) {
            if (isInert(element)) {
                inert++;
            } else if (inert == 0) {
                look(element);
            }
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element element && isInert(element)) {
            inert--;
        }
    }

    private static boolean isInert(Element element) {
        return element.normalName().equals("noscript") || element.normalName().equals("template");
    }

    private void look(Element element) {
        switch (element.normalName()) {
            case "script" -> {
                boolean runs =
                        SCRIPT_TYPES.contains(element.attr("type").strip().toLowerCase(Locale.ROOT));
                if (runs && !element.hasAttr("nomodule")) {
                    add(element, "src", AssetKind.SCRIPT);
                }
            }
            case "link" -> link(element);
            case "img" -> {
                add(element, "src", AssetKind.IMAGE);
                srcset(element);
            }
            case "source" -> {
                boolean picture = element.parent() != null
                        && element.parent().normalName().equals("picture");
                add(element, "src", picture ? AssetKind.IMAGE : AssetKind.MEDIA);
                srcset(element);
            }
            case "video" -> {
                add(element, "src", AssetKind.MEDIA);
                add(element, "poster", AssetKind.IMAGE);
            }
            case "audio" -> add(element, "src", AssetKind.MEDIA);
            case "image" -> {
                add(element, "href", AssetKind.IMAGE);
                add(element, "xlink:href", AssetKind.IMAGE);
            }
            case "input" -> {
                if (element.attr("type").equalsIgnoreCase("image")) {
                    add(element, "src", AssetKind.IMAGE);
                }
            }
            case "style" -> css(element.data());
            default -> {}
        }
        if (element.hasAttr("style")) {
            css(element.attr("style"));
        }
    }

    private void link(Element element) {
        Set<String> rel = Set.copyOf(
                List.of(element.attr("rel").toLowerCase(Locale.ROOT).strip().split("\\s+")));
        if (rel.contains("stylesheet")) {
            if (!rel.contains("alternate") && !element.hasAttr("disabled")) {
                add(element, "href", AssetKind.STYLE);
            }
        } else if (rel.contains("modulepreload")) {
            add(element, "href", AssetKind.SCRIPT);
        } else if (rel.contains("preload")) {
            add(
                    element,
                    "href",
                    switch (element.attr("as").toLowerCase(Locale.ROOT)) {
                        case "script", "worker" -> AssetKind.SCRIPT;
                        case "style" -> AssetKind.STYLE;
                        case "image" -> AssetKind.IMAGE;
                        case "font" -> AssetKind.FONT;
                        case "audio", "video" -> AssetKind.MEDIA;
                        default -> AssetKind.OTHER;
                    });
        } else if (rel.contains("icon") || rel.contains("apple-touch-icon")) {
            add(element, "href", AssetKind.IMAGE);
        } else if (rel.contains("manifest")) {
            add(element, "href", AssetKind.MANIFEST);
        }
    }

    private void srcset(Element element) {
        if (element.hasAttr("srcset")) {
            Srcset.urls(element.attr("srcset")).forEach(url -> add(url, AssetKind.IMAGE, ""));
        }
    }

    private void css(String text) {
        for (CssAssets.Reference reference : CssAssets.find(text)) {
            add(reference.url(), reference.kind(), "");
        }
    }

    private void add(Element element, String attribute, AssetKind kind) {
        if (element.hasAttr(attribute)) {
            add(element.attr(attribute), kind, element.attr("integrity"));
        }
    }

    private void add(String url, AssetKind kind, String integrity) {
        if (!url.isBlank()) {
            Links.resolve(base, url)
                    .filter(HtmlAssets::isWeb)
                    .ifPresent(absolute -> found.add(new Asset(absolute, kind, page, integrity, 0)));
        }
    }

    static boolean isWeb(URI uri) {
        return !uri.isOpaque()
                && uri.getRawAuthority() != null
                && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
    }
}
