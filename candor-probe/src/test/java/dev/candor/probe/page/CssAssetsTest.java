package dev.candor.probe.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CssAssetsTest {
    private static String found(String css) {
        return String.join(
                " ",
                CssAssets.find(css).stream()
                        .map(r -> r.kind().name().charAt(0) + ":" + r.url())
                        .toList());
    }

    @Test
    void imports_and_urls_are_found_in_every_spelling() {
        assertThat(found("@import 'a.css';@import url(b.css) screen;@IMPORT url( \"c.css\" );"))
                .isEqualTo("S:a.css S:b.css S:c.css");
        assertThat(found("a{background:url(x.png)}b{background:URL('y.png') , url( z.png )}"))
                .isEqualTo("I:x.png I:y.png I:z.png");
        assertThat(found("@media print{a{background:url(p.png)}}")).isEqualTo("I:p.png");
    }

    @Test
    void comments_strings_and_other_rules_hide_what_only_looks_like_an_address() {
        assertThat(found("/* url(no.png) @import 'no.css'; */a{content:'url(no.png)'}"))
                .isEmpty();
        assertThat(found("a{content:\"it\\\"s url(no.png)\"} b{background:url(yes.png)}"))
                .isEqualTo("I:yes.png");
        assertThat(found("@namespace svg url(http://www.w3.org/2000/svg); @charset \"utf-8\";"))
                .isEmpty();
        assertThat(found("a{background:curl(no.png)}")).isEmpty();
    }

    @Test
    void escapes_are_undone() {
        assertThat(found("a{background:u\\72l(a\\ b\\28 1\\29.png)}")).isEqualTo("I:a b(1).png");
        assertThat(found("a{background:url(\"\\0041.png\")}")).isEqualTo("I:A.png");
    }

    @Test
    void of_a_font_only_the_file_a_browser_takes_is_found() {
        assertThat(found("@font-face{font-family:x;src:url(x.eot);src:url(x.eot?#iefix) format('embedded-opentype'),"
                        + "url(x.woff2?v=1) format('woff2'),url(x.woff)}a{background:url(i.png)}"))
                .isEqualTo("F:x.woff2?v=1 I:i.png");
        assertThat(found("@font-face{src:url(only.svg)}")).isEqualTo("F:only.svg");
    }

    @Test
    void broken_sheets_are_read_to_their_end() {
        for (String broken : new String[] {
            "a{background:url(", "@import '", "/*", "a{b:url('x", "\\", "a{b:url(x\\", "@", "@font-face{src:url(x"
        }) {
            assertThat(CssAssets.find(broken)).as(broken).hasSizeLessThan(2);
        }
        String alphabet = "url(\"'\\)@import;{}/* a.css\n";
        for (int seed = 0; seed < 5000; seed++) {
            var random = new SplittableRandom(seed);
            var css = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                css.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(CssAssets.find(css.toString())).as("seed " + seed).hasSizeLessThan(30);
        }
    }
}
