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
import dev.candor.probe.http.Auth;
import dev.candor.probe.http.HttpVersion;
import dev.candor.probe.http.ProxyServer;
import dev.candor.probe.http.Transport;
import dev.candor.probe.http.TrustPolicy;
import dev.candor.testing.PemFiles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(String.valueOf(CatalogStore.hidden(Json.object("proxy", url))))
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

    private ProbeSpec nested(String key, Object value) {
        problems.clear();
        var document = Json.object("url", "https://shop.example/", key, value);
        var reading = Reading.of(Nodes.json("test", document), "monitors[shop]", problems, new ArrayList<>());
        ProbeSpec spec = ProbeReading.spec(reading, "http");
        reading.finish();
        return spec;
    }

    @Test
    void every_way_to_say_who_we_are_is_read() {
        assertThat(auth(nested("auth", Json.object("bearer", Json.object("token", "t0ken")))))
                .isEqualTo(new Auth.Bearer("t0ken"));
        assertThat(auth(nested("auth", Json.object("basic", Json.object("user", "ana", "password", "w0rd")))))
                .isEqualTo(new Auth.Basic("ana", "w0rd"));
        Object oauth2 = Json.object(
                "token-url",
                "https://login.example/token",
                "client-id",
                "candor",
                "client-secret",
                "hush",
                "scope",
                "read");
        assertThat(auth(nested("auth", Json.object("oauth2", oauth2))))
                .isEqualTo(new Auth.ClientCredentials(
                        URI.create("https://login.example/token"), "candor", "hush", "read"));
        assertThat(problems).isEmpty();
    }

    private static Auth auth(ProbeSpec spec) {
        return ((HttpSpec) spec).asked().auth();
    }

    @Test
    void a_mistake_in_a_secret_is_said_at_its_key_without_the_secret() {
        nested("auth", Json.object("bearer", Json.object("token", "two words")));
        assertProblem("monitors[shop].auth.bearer.token", "must not contain spaces");
        nested("auth", Json.object("basic", Json.object("user", "a:b", "password", "w0rd")));
        assertProblem("monitors[shop].auth.basic.user", "must not contain a colon");
        nested("auth", Json.object("oauth2", Json.object("client-id", "candor", "client-secret", "hush")));
        assertProblem("monitors[shop].auth.oauth2.token-url", "is missing");
        nested("tls", Json.object("client-certificate", "x"));
        assertProblem("monitors[shop].tls.client-certificate", "belong together");
        nested("tls", Json.object("client-certificate", "x", "client-key", "hush"));
        assertProblem("monitors[shop].tls.client-certificate", "cannot be read");
        nested("tls", Json.object("ca", "no certificate"));
        assertProblem("monitors[shop].tls.ca", "trusted certificates (PEM)");
        nested("tls", Json.object("ca", "x", "verify", "false"));
        assertProblem("monitors[shop].tls.verify", "one of them is too much");
    }

    @Test
    void the_certificates_of_a_monitor_are_read(@TempDir Path folder) throws Exception {
        PemFiles files = PemFiles.create(folder, "probe", "probe.example");
        ProbeSpec spec = nested(
                "tls",
                Json.object(
                        "ca",
                        Files.readString(files.certificate),
                        "client-certificate",
                        Files.readString(files.certificate),
                        "client-key",
                        Files.readString(files.key)));
        assertThat(problems).isEmpty();
        Transport transport = ((HttpSpec) spec).asked().transport();
        assertThat(transport.identity()).isPresent();
        assertThat(transport.trust()).isInstanceOf(TrustPolicy.Anchors.class);
        assertThat(((HttpSpec) nested("tls", Json.object("verify", "false")))
                        .asked()
                        .transport()
                        .trust())
                .isInstanceOf(TrustPolicy.Anything.class);
    }

    @Test
    void certificates_are_not_configured_where_nothing_would_look_at_them(@TempDir Path folder) throws Exception {
        tlsOver("http://shop.example/", Json.object("verify", "false"));
        assertProblem("monitors[shop].tls", "of no use with an http:// url");
        tlsOver("http://shop.example/", Json.object("verify", "false"), "redirects", "1");
        assertThat(problems).isEmpty();
        PemFiles files = PemFiles.create(folder, "probe", "probe.example");
        Object identity = Json.object(
                "client-certificate", Files.readString(files.certificate), "client-key", Files.readString(files.key));
        tlsOver("http://shop.example/", identity, "redirects", "1");
        assertProblem("monitors[shop].tls.client-certificate", "only shown to an https:// url");
        tlsOver("https://shop.example/", identity);
        assertThat(problems).isEmpty();
        tlsOver("nonsense", Json.object("verify", "false"));
        assertProblem("monitors[shop].url", "expected an address");
    }

    private void tlsOver(String url, Object tls, String... more) {
        problems.clear();
        var document = Json.object("url", url, "tls", tls);
        for (int i = 0; i < more.length; i += 2) {
            document.put(more[i], more[i + 1]);
        }
        var reading = Reading.of(Nodes.json("test", document), "monitors[shop]", problems, new ArrayList<>());
        ProbeReading.spec(reading, "http");
        reading.finish();
    }

    /// A run that lasts longer than its turn leaves turns out; it is no mistake.
    @Test
    void a_look_may_last_longer_than_its_turn_and_a_wrong_method_is_said_at_its_key() {
        assertThat(read("http").timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(read("http", "timeout", "31s").timeout()).isEqualTo(Duration.ofSeconds(31));
        assertThat(problems).isEmpty();
        read("http", "method", "FETCH IT");
        assertProblem("monitors[shop].method", "");
    }
}
