package dev.candor.detect.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import dev.candor.probe.HttpSpec;
import dev.candor.probe.PageCache;
import dev.candor.probe.PageSpec;
import dev.candor.probe.ProbeSpec;
import dev.candor.probe.http.HttpVersion;
import dev.candor.probe.http.ProxyServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProbeReadingTest {
    private final List<Problem> problems = new ArrayList<>();

    private ProbeSpec read(String kind, String... keysAndValues) {
        problems.clear();
        var document = new LinkedHashMap<String, @Nullable Object>(Map.of("url", "https://shop.example/"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            document.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        var reading = Reading.of(Nodes.json("test", document), "monitors[shop]", problems, new ArrayList<>());
        ProbeSpec spec = ProbeReading.spec(reading, kind);
        reading.finish();
        return spec;
    }

    private void assertProblem(String path, String message) {
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    private static HttpVersion version(ProbeSpec spec) {
        return spec instanceof HttpSpec http ? http.asked().transport().version() : HttpVersion.HTTP_1_1;
    }

    @Test
    void the_protocol_is_the_servers_choice_unless_one_is_demanded() {
        assertThat(version(read("http"))).isEqualTo(HttpVersion.AUTO);
        assertThat(version(read("http", "http-version", "auto"))).isEqualTo(HttpVersion.AUTO);
        assertThat(version(read("http", "http-version", "1.1"))).isEqualTo(HttpVersion.HTTP_1_1);
        assertThat(version(read("http", "http-version", "2"))).isEqualTo(HttpVersion.HTTP_2);
        assertThat(problems).isEmpty();
        read("http", "http-version", "3");
        assertProblem("monitors[shop].http-version", "expected one of auto, 1.1, 2, found `3`");
        read("http", "http-version", "2", "url", "http://shop.example/");
        assertProblem("monitors[shop].http-version", "2 needs an https:// url");
        read("http", "http-version", "2", "url", "nonsense");
        assertProblem("monitors[shop].url", "expected an address");
        read("page", "http-version", "2");
        assertProblem("monitors[shop].http-version", "a page is loaded over HTTP/1.1");
    }

    @Test
    void a_number_in_yaml_is_a_protocol_too() {
        var node = Nodes.json("test", Json.object("url", "https://shop.example/", "http-version", 2));
        var reading = Reading.of(node, "monitors[shop]", problems, new ArrayList<>());
        assertThat(version(ProbeReading.spec(reading, "http"))).isEqualTo(HttpVersion.HTTP_2);
        assertThat(problems).isEmpty();
    }

    @Test
    void a_proxy_is_read_for_both_kinds_and_its_password_is_never_repeated() {
        String url = "http://ana:s3cret@proxy.example:3128";
        assertThat(read("http", "proxy", url))
                .isInstanceOfSatisfying(
                        HttpSpec.class,
                        http -> assertThat(http.asked().transport().proxy()).hasValue(ProxyServer.parse(url)));
        assertThat(read("page", "proxy", "socks5://proxy.example:1080"))
                .isInstanceOfSatisfying(
                        PageSpec.class,
                        page -> assertThat(page.document().asked().transport().proxy())
                                .hasValue(ProxyServer.parse("socks5://proxy.example:1080")));
        assertThat(problems).isEmpty();
        for (String wrong : List.of("http://ana:s3cret@proxy.example", "ana:s3cret@proxy.example:1", "s3cret")) {
            read("http", "proxy", wrong);
            assertProblem("monitors[shop].proxy", "a proxy ");
            assertThat(problems.toString()).doesNotContain("s3cret");
        }
        assertThat(String.valueOf(CatalogStore.masked(Json.object("proxy", url))))
                .doesNotContain("s3cret");
    }

    @Test
    void a_page_says_whose_eyes_look() {
        assertThat(read("page"))
                .isInstanceOfSatisfying(
                        PageSpec.class, page -> assertThat(page.cache()).isEqualTo(PageCache.COLD));
        assertThat(read("page", "cache", "both"))
                .isInstanceOfSatisfying(
                        PageSpec.class, page -> assertThat(page.cache()).isEqualTo(PageCache.BOTH));
        assertThat(problems).isEmpty();
        read("page", "cache", "worm");
        assertProblem("monitors[shop].cache", "did you mean `warm`?");
        read("http", "cache", "warm");
        assertProblem("monitors[shop]", "unknown key `cache`");
    }
}
