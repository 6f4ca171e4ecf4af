package dev.candor.app.demo;

import dev.candor.base.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// The words and looks of the demo's shop.
final class DemoShopPages {
    static final String STYLE = """
            :root { color-scheme: light dark; }
            body { font: 17px/1.55 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
            nav a { margin-right: 1rem; } article { border-top: 1px solid #8886; padding: .8rem 0; } img { width: 4rem; }
            """;
    static final String LEAF =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><path fill=\"#2f9e75\" d=\"M4 28C4 12 14 4 28 4c0 14-8 24-24 24z\"/></svg>";
    private static final Map<String, String> TEAS = new LinkedHashMap<>();

    static {
        TEAS.put("silver-needle", "Silver Needle: a white tea, pale and sweet as hay.");
        TEAS.put("jade-oolong", "Jade Oolong: rolled leaves, lilac and cream.");
        TEAS.put("smoke-house", "Smoke House: black leaves dried over pine.");
        TEAS.put("garden-mint", "Garden Mint: picked behind the shop.");
        TEAS.put("midnight-rooibos", "Midnight Rooibos: cocoa husk and orange peel, no caffeine.");
    }

    private DemoShopPages() {}

    static boolean isTea(String name) {
        return TEAS.containsKey(name);
    }

    static String head(String title) {
        return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>"
                + title
                + " - Larkspur Tea</title><link rel=\"stylesheet\" href=\"/shop.css\"><link rel=\"icon\" href=\"/leaf.svg\"><script src=\"/shop.js\" defer></script></head><body>"
                + "<nav><a href=\"/\">Larkspur Tea</a><a href=\"/phones\">Demo phones</a></nav>";
    }

    static String home() {
        var html = new StringBuilder(head("Teas"))
                .append(
                        "<h1><img src=\"/leaf.svg\" alt=\"\"> Larkspur Tea</h1><p>Leaves from gardens that do not exist.</p>");
        TEAS.forEach((name, words) -> html.append("<article><a href=\"/teas/")
                .append(name)
                .append("\">")
                .append(words)
                .append("</a></article>"));
        return html.append("</body></html>").toString();
    }

    static String tea(String name) {
        return head("A tea") + "<h1><img src=\"/leaf.svg\" alt=\"\"> " + TEAS.getOrDefault(name, "")
                + "</h1><p>7.50 for 100 g.</p></body></html>";
    }

    static String catalogue() {
        return Json.write(Json.object("teas", TEAS.keySet().stream().toList()));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
