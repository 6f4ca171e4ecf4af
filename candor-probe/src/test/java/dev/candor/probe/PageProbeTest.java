package dev.candor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.probe.net.AddressText;
import dev.candor.probe.net.Resolution;
import dev.candor.probe.testing.Here;
import dev.candor.probe.testing.RawServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PageProbeTest {
    private final Prober prober = Here.prober((_, _, _) ->
            new Resolution.Found(List.of(AddressText.v4("127.0.0.1").orElseThrow())));

    /// A site whose files can be changed while it runs; a body that begins with a number is answered with that
    /// status.
    private static final class Site implements RawServer.Answer {
        final Map<String, String> files = new ConcurrentHashMap<>();
        volatile Runnable afterPage = () -> {};

        Site with(String path, String body) {
            files.put(path, body);
            return this;
        }

        @Override
        public boolean to(String request, Socket socket, OutputStream out) throws IOException {
            String path = request.substring(4, request.indexOf(" HTTP/1.1"));
            String body = files.getOrDefault(path, "404");
            if (body.equals("hang")) {
                return socket.getInputStream().read() >= 0;
            }
            int status = body.matches("[0-9]{3}") ? Integer.parseInt(body) : 200;
            String type = path.endsWith(".css")
                    ? "text/css"
                    : path.endsWith(".js")
                            ? "text/javascript"
                            : path.endsWith(".png")
                                    ? "image/png"
                                    : path.endsWith("2") ? "font/woff2" : "text/html; charset=utf-8";
            if (body.startsWith("<!doctype")) {
                type = "text/html";
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head = "HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length
                    + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
            if (path.equals("/")) {
                afterPage.run();
            }
            return true;
        }
    }

    private static Site shop() {
        return new Site()
                .with(
                        "/",
                        "<!doctype html><script src=/app.js></script><link rel=stylesheet href=/main.css><img src=/logo.png>")
                .with("/app.js", "start()")
                .with("/main.css", "@import 'more/theme.css'; body{background:url(bg.png)}")
                .with("/more/theme.css", "@font-face{src:url(../f.woff2)}")
                .with("/bg.png", "png")
                .with("/logo.png", "png")
                .with("/f.woff2", "font");
    }

    @AfterEach
    void close() {
        prober.close();
    }

    private ProbeResult run(RawServer server) {
        return prober.run(PageSpec.of(HttpSpec.get(server.at("/")).withTimeout(Duration.ofSeconds(10))));
    }

    private static void assertBroken(ProbeResult result, String detail) {
        assertThat(result).isInstanceOfSatisfying(ProbeResult.Failed.class, failed -> {
            assertThat(failed.detail()).contains(detail);
            assertThat(failed.reason()).isEqualTo(Reason.ASSET);
            assertThat(failed.measured().assetsFailed()).isPositive();
        });
    }

    @Test
    void a_whole_page_passes_over_few_connections() {
        try (var server = new RawServer(shop())) {
            assertThat(run(server)).isInstanceOfSatisfying(ProbeResult.Passed.class, passed -> {
                assertThat(passed.measured().assets()).isEqualTo(6);
                assertThat(passed.measured().assetsFailed()).isZero();
                assertThat(passed.measured().notes()).isEmpty();
            });
            assertThat(server.requests()).hasSize(7);
            assertThat(server.connections()).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void a_broken_asset_is_named_with_who_asks_for_it() {
        try (var server = new RawServer(shop().with("/app.js", "503"))) {
            assertBroken(run(server), "/app.js (from /) answered 503");
        }
        try (var server = new RawServer(shop().with("/f.woff2", "404"))) {
            assertBroken(run(server), "/f.woff2 (from /more/theme.css) answered 404");
        }
    }

    @Test
    void a_start_page_instead_of_a_script_is_broken() {
        try (var server = new RawServer(shop().with("/app.js", "<!doctype html><title>Shop</title>"))) {
            assertBroken(run(server), "/app.js (from /) is an HTML page instead of a script");
        }
        try (var server = new RawServer(shop().with("/main.css", ""))) {
            assertBroken(run(server), "/main.css (from /) is empty");
        }
    }

    @Test
    void integrity_is_checked_as_browsers_do() throws Exception {
        String digest = Base64.getEncoder()
                .encodeToString(
                        MessageDigest.getInstance("SHA-384").digest("start()".getBytes(StandardCharsets.UTF_8)));
        String page = "<!doctype html><script src=/app.js integrity='sha256-AAAA sha384-" + digest + "'></script>";
        try (var server = new RawServer(shop().with("/", page))) {
            assertThat(run(server)).isInstanceOf(ProbeResult.Passed.class);
        }
        try (var server = new RawServer(shop().with("/", page).with("/app.js", "evil()"))) {
            assertBroken(run(server), "/app.js (from /) does not fit its integrity attribute");
        }
    }

    @Test
    void a_hanging_asset_ends_at_the_deadline_and_is_named() {
        try (var server = new RawServer(shop().with("/app.js", "hang"))) {
            var spec = PageSpec.of(HttpSpec.get(server.at("/")).withTimeout(Duration.ofMillis(700)));
            assertBroken(prober.run(spec), "/app.js (from /) failed: no answer in time");
        }
    }

    @Test
    void third_parties_are_reported_and_extra_hosts_must_work() {
        try (var cdn = new RawServer(new Site())) {
            Site site =
                    shop().with("/", "<!doctype html><script src=//cdn.example:" + cdn.port() + "/ads.js></script>");
            try (var server = new RawServer(site)) {
                assertThat(run(server)).isInstanceOfSatisfying(ProbeResult.Passed.class, passed -> {
                    assertThat(passed.measured().assetsFailed()).isEqualTo(1);
                    assertThat(passed.measured().notes())
                            .containsExactly("http://cdn.example:" + cdn.port() + "/ads.js (from /) answered 404");
                });
                var strict = new PageSpec(
                        HttpSpec.get(server.at("/")), List.of("CDN.example"), 200, 50_000_000, PageCache.COLD);
                assertBroken(prober.run(strict), "/ads.js (from /) answered 404");
            }
        }
    }

    @Test
    void a_deployment_in_the_middle_of_a_load_is_no_outage() {
        Site site = shop();
        site.afterPage = () -> {
            site.files.remove("/app.js");
            site.with("/app2.js", "start()").with("/", "<!doctype html><script src=/app2.js></script>");
        };
        try (var server = new RawServer(site)) {
            assertThat(run(server)).isInstanceOf(ProbeResult.Passed.class);
        }
    }

    @Test
    void ten_thousand_assets_are_capped_and_the_cap_is_said() {
        String page = "<!doctype html>"
                + IntStream.range(0, 10_000)
                        .mapToObj(i -> "<img src=/" + i + ".png>")
                        .collect(Collectors.joining());
        Site site = new Site().with("/", page);
        for (int i = 0; i < 300; i++) {
            site.with("/" + i + ".png", "png");
        }
        try (var server = new RawServer(site)) {
            assertThat(run(server)).isInstanceOfSatisfying(ProbeResult.Passed.class, passed -> {
                assertThat(passed.measured().assets()).isEqualTo(200);
                assertThat(passed.measured().notes()).singleElement().asString().contains("left out 9800 more");
            });
            assertThat(server.requests()).hasSize(201);
            assertThat(server.connections()).isLessThanOrEqualTo(7);
        }
    }

    @Test
    void the_cap_on_bytes_is_kept_and_said() {
        String page = "<!doctype html>"
                + IntStream.range(0, 60)
                        .mapToObj(i -> "<img src=/" + i + ".png>")
                        .collect(Collectors.joining());
        Site site = new Site().with("/", page);
        for (int i = 0; i < 60; i++) {
            site.with("/" + i + ".png", "x".repeat(10_000));
        }
        try (var server = new RawServer(site)) {
            var result =
                    prober.run(new PageSpec(HttpSpec.get(server.at("/")), List.of(), 200, 100_000, PageCache.COLD));
            assertThat(result).isInstanceOfSatisfying(ProbeResult.Passed.class, passed -> {
                assertThat(passed.measured().assets()).isBetween(10, 16);
                assertThat(passed.measured().notes()).singleElement().asString().contains("100000 bytes");
            });
        }
    }

    @Test
    void what_we_could_not_look_at_says_nothing_about_the_page() {
        var page = "<!doctype html><script src=http://static.example/app.js></script>";
        try (var server = new RawServer(new Site().with("/", page));
                var lame = Here.prober((_, _, _) -> new Resolution.Unavailable("no name server answers"))) {
            var spec = new PageSpec(
                    HttpSpec.get(server.at("/")), List.of("static.example"), 200, 1_000_000, PageCache.COLD);
            assertThat(lame.run(spec))
                    .isInstanceOfSatisfying(
                            ProbeResult.NotRun.class,
                            notRun -> assertThat(notRun.why()).contains("no name server answers"));
        }
    }

    @Test
    void style_sheets_that_import_each_other_end() {
        Site site = shop().with("/main.css", "@import 'main.css'; @import 'b.css'; a{}")
                .with("/b.css", "@import 'main.css'; a{}");
        try (var server = new RawServer(site)) {
            assertThat(run(server))
                    .isInstanceOfSatisfying(
                            ProbeResult.Passed.class,
                            passed -> assertThat(passed.measured().assets()).isEqualTo(4));
        }
        Site chain = new Site().with("/", "<!doctype html><link rel=stylesheet href=/0.css>");
        for (int i = 0; i < 50; i++) {
            chain.with("/" + i + ".css", "@import '/" + (i + 1) + ".css';");
        }
        try (var server = new RawServer(chain)) {
            assertThat(run(server))
                    .isInstanceOfSatisfying(
                            ProbeResult.Passed.class,
                            passed -> assertThat(passed.measured().assets()).isEqualTo(4));
        }
    }

    @Test
    void an_asset_inside_the_network_is_not_fetched() {
        try (var canary = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                var server = new RawServer(shop())) {
            var site = "<!doctype html><img src=http://127.0.0.1:" + canary.port() + "/x><img src=http://127.1:"
                    + canary.port() + "/x><img src=//localhost:" + canary.port() + "/x><img src=http://[::1]:"
                    + canary.port() + "/x>";
            try (var door = new RawServer(new Site().with("/", site));
                    var guarded = Here.prober(
                            Here.NO_NAMES,
                            dev.candor.probe.net.AddressGuard.allowing(List.of("127.0.0.1:" + door.port())))) {
                assertBroken(guarded.run(PageSpec.of(HttpSpec.get(door.at("/")))), "127.0.0.1 port " + canary.port());
            }
            assertThat(canary.connections()).isZero();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void what_is_no_page_is_said() {
        try (var server =
                RawServer.saying("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 1\r\n\r\nx")) {
            assertThat(run(server))
                    .isInstanceOfSatisfying(
                            ProbeResult.Failed.class,
                            failed -> assertThat(failed.detail()).contains("not HTML but 'image/png'"));
        }
        try (var server = RawServer.saying("HTTP/1.1 500 Oh\r\nContent-Length: 1\r\n\r\nx")) {
            assertThat(run(server))
                    .isInstanceOfSatisfying(
                            ProbeResult.Failed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(Reason.BAD_STATUS));
        }
    }
}
