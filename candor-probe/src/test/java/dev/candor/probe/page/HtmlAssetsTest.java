package dev.candor.probe.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlAssetsTest {
    private static List<String> found(String html) {
        return HtmlAssets.find(
                        html.getBytes(StandardCharsets.UTF_8), "utf-8", URI.create("https://shop.example/a/index.html"))
                .stream()
                .map(asset -> asset.kind() + " " + asset.url())
                .toList();
    }

    @Test
    void everything_a_browser_loads_is_found() {
        assertThat(found("""
                        <!doctype html><head>
                        <script src=app.js></script><script type=module src=/m.js></script><script nomodule src=old.js></script>
                        <script type="application/ld+json" src=no.json></script>
                        <link rel=stylesheet href=main.css><link rel="alternate stylesheet" href=no.css>
                        <link rel=preload as=font href=f.woff2><link rel=modulepreload href=chunk.js><link rel=icon href=/i.ico>
                        <link rel=manifest href=site.webmanifest><link rel=canonical href=no.html><link rel=preload as=fetch href=d.json>
                        <style>body{background:url(bg.png)}</style></head>
                        <body style="background:url('inline.png')"><img src=a.png srcset="a.png 1x, b.png 2x,c,d.png 3x">
                        <picture><source srcset="p.avif" type=image/avif><img src=p.jpg></picture>
                        <video src=v.mp4 poster=v.jpg></video><audio><source src=s.mp3></audio>
                        <noscript><img src=no.png></noscript><template><img src=no2.png></template>
                        <img src="data:image/png;base64,xx"><img src=""><script>var x = "<img src=no3.png>"</script>
                        """))
                .containsExactly(
                        "SCRIPT https://shop.example/a/app.js",
                        "SCRIPT https://shop.example/m.js",
                        "STYLE https://shop.example/a/main.css",
                        "FONT https://shop.example/a/f.woff2",
                        "SCRIPT https://shop.example/a/chunk.js",
                        "IMAGE https://shop.example/i.ico",
                        "MANIFEST https://shop.example/a/site.webmanifest",
                        "OTHER https://shop.example/a/d.json",
                        "IMAGE https://shop.example/a/bg.png",
                        "IMAGE https://shop.example/a/inline.png",
                        "IMAGE https://shop.example/a/a.png",
                        "IMAGE https://shop.example/a/a.png",
                        "IMAGE https://shop.example/a/b.png",
                        "IMAGE https://shop.example/a/c,d.png",
                        "IMAGE https://shop.example/a/p.avif",
                        "IMAGE https://shop.example/a/p.jpg",
                        "MEDIA https://shop.example/a/v.mp4",
                        "IMAGE https://shop.example/a/v.jpg",
                        "MEDIA https://shop.example/a/s.mp3");
    }

    @Test
    void addresses_are_read_as_browsers_read_them() {
        assertThat(found(
                        "<base href=/b/><img src=x.png><img src='?q'><img src=' //cdn.example/y.png '><img src='a b|ü.png#x'>"
                                + "<img src='\\\\back\\slash.png'><img src=../../../up.png><img src='/100%.png'>"))
                .containsExactly(
                        "IMAGE https://shop.example/b/x.png",
                        "IMAGE https://shop.example/b/?q",
                        "IMAGE https://cdn.example/y.png",
                        "IMAGE https://shop.example/b/a%20b%7C%C3%BC.png",
                        "IMAGE https://back/slash.png",
                        "IMAGE https://shop.example/up.png",
                        "IMAGE https://shop.example/100%25.png");
    }

    @Test
    void hostile_nesting_is_survived() {
        assertThat(found("<b>".repeat(200_000) + "<img src=deep.png>")).hasSizeLessThanOrEqualTo(1);
        assertThat(found("<template>".repeat(20_000) + "<img src=deep.png>")).isEmpty();
    }
}
