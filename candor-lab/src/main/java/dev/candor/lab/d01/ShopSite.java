package dev.candor.lab.d01;

import dev.candor.base.ids.Randomness;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/// The invented shop "Tidewater Teapots": a page that needs scripts, style sheets that import others and load fonts,
/// and pictures in two sizes.
///
/// @param page the path of the page
/// @param assets the paths of everything a browser loads for it, in the order found
public record ShopSite(Path folder, String page, List<String> assets) {
    /// Writes the site into `folder`.
    public static ShopSite write(Path folder) throws IOException {
        var random = Randomness.seeded(20); // the same pictures in every run
        var assets = new ArrayList<String>();
        write(folder, "/index.html", bytes(html()));
        write(folder, "/health.json", bytes("{\"ok\":true}\n"));
        asset(folder, assets, "/css/shop.css", bytes("""
                @import url("base.css");
                @import "colours.css" screen;
                h1 { font-family: Kettle, serif; }
                .hero { background-image: url(../img/shore.png); }
                """));
        asset(folder, assets, "/css/base.css", bytes("""
                @font-face { font-family: Kettle; src: url("/fonts/kettle.woff2") format("woff2"); }
                @font-face { font-family: Spout; src: url("/fonts/spout.woff2") format("woff2"); }
                body { font-family: Spout, sans-serif; margin: 2rem; }
                """));
        asset(folder, assets, "/css/colours.css", bytes(":root { --glaze: #2f6f73; }\nh1 { color: var(--glaze); }\n"));
        asset(folder, assets, "/js/basket.js", script("basket", random));
        asset(folder, assets, "/js/search.js", script("search", random));
        asset(folder, assets, "/js/glaze.js", script("glaze", random));
        asset(folder, assets, "/fonts/kettle.woff2", font(random));
        asset(folder, assets, "/fonts/spout.woff2", font(random));
        asset(folder, assets, "/img/shore.png", png(64, random));
        asset(folder, assets, "/img/teapot.png", png(32, random));
        asset(folder, assets, "/img/teapot-2x.png", png(64, random));
        asset(folder, assets, "/img/cup.png", png(24, random));
        asset(folder, assets, "/img/logo.svg", bytes("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="9" fill="#2f6f73"/></svg>
                """));
        return new ShopSite(folder, "/", List.copyOf(assets));
    }

    private static String html() {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <title>Tidewater Teapots</title>
                  <link rel="icon" href="/img/logo.svg" type="image/svg+xml">
                  <link rel="stylesheet" href="/css/shop.css">
                  <link rel="preload" href="/fonts/kettle.woff2" as="font" type="font/woff2" crossorigin>
                  <script src="/js/basket.js" defer></script>
                  <script src="js/search.js" defer></script>
                  <script type="module" src="/js/glaze.js"></script>
                </head>
                <body>
                  <h1>Tidewater Teapots</h1>
                  <div class="hero"></div>
                  <img src="/img/teapot.png" srcset="/img/teapot.png 1x, /img/teapot-2x.png 2x" alt="A round teapot">
                  <img src="img/cup.png" alt="A small cup" loading="lazy">
                  <p>Every pot is thrown while the tide is out.</p>
                </body>
                </html>
                """;
    }

    private static void asset(Path folder, List<String> assets, String path, byte[] content) throws IOException {
        write(folder, path, content);
        assets.add(path);
    }

    private static void write(Path folder, String path, byte[] content) throws IOException {
        Path file = folder.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] script(String name, Randomness random) {
        return bytes("globalThis.%s = { batch: \"%s\" };\n".formatted(name, random.token(400)));
    }

    /// The signature of a WOFF2 file and noise: it is served and weighed, never drawn.
    private static byte[] font(Randomness random) {
        var font = random.bytes(12_000);
        System.arraycopy(bytes("wOF2"), 0, font, 0, 4);
        return font;
    }

    /// A square grey PNG with noise (PNG specification, third edition: signature, IHDR, IDAT, IEND).
    private static byte[] png(int side, Randomness random) throws IOException {
        var pixels = new ByteArrayOutputStream();
        try (var deflated = new DeflaterOutputStream(pixels)) {
            for (int row = 0; row < side; row++) {
                deflated.write(0); // filter: none
                deflated.write(random.bytes(side));
            }
        }
        var header = new ByteArrayOutputStream();
        var fields = new DataOutputStream(header);
        fields.writeInt(side);
        fields.writeInt(side);
        fields.write(new byte[] {8, 0, 0, 0, 0}); // 8 bits, grey, deflate, filters, not interlaced
        var out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(out, "IHDR", header.toByteArray());
        chunk(out, "IDAT", pixels.toByteArray());
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] content) throws IOException {
        var data = new DataOutputStream(out);
        var sum = new CRC32();
        sum.update(bytes(type));
        sum.update(content);
        data.writeInt(content.length);
        data.write(bytes(type));
        data.write(content);
        data.writeInt((int) sum.getValue());
    }
}
