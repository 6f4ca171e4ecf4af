package dev.candor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.time.SystemTime;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.page.VisitorCache;
import dev.candor.probe.testing.Here;
import dev.candor.probe.testing.RawServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// New visitors and returning ones see different things.
@Timeout(30)
class VisitorTest {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final GuardedHttp http = new GuardedHttp(() -> now, SystemTime.elapsed(), Here.NO_NAMES, Here.LOOPBACK);
    private final PageProbe probe = new PageProbe(http, () -> now);

    /// Files with headers of their own; who asks with the right tag is told that nothing changed.
    private static final class Site implements RawServer.Answer {
        private record File(int status, String type, String headers, String body) {}

        private final Map<String, File> files = new ConcurrentHashMap<>();
        final List<String> asked = new CopyOnWriteArrayList<>();

        Site with(String path, String headers, String body) {
            String type = path.endsWith(".js") ? "text/javascript" : path.endsWith(".css") ? "text/css" : "text/html";
            files.put(path, new File(200, type, headers, body));
            return this;
        }

        Site broken(String path, int status) {
            files.put(path, new File(status, "text/plain", "", "no"));
            return this;
        }

        @Override
        public boolean to(String request, Socket socket, OutputStream out) throws IOException {
            String path = request.substring(4, request.indexOf(" HTTP/1.1"));
            File file = files.getOrDefault(path, new File(404, "text/plain", "", "no"));
            String tag = "\"" + Integer.toHexString(file.body().hashCode()) + "\"";
            boolean same = file.status() == 200 && request.contains("If-None-Match: " + tag + "\r\n");
            if (file.status() == 0) {
                return socket.getInputStream().read() >= 0;
            }
            asked.add(path + " " + (same ? 304 : file.status()));
            String head = "HTTP/1.1 " + (same ? 304 : file.status()) + " X\r\nContent-Type: " + file.type() + "\r\n"
                    + (file.status() == 200 ? "ETag: " + tag + "\r\n" : "") + file.headers()
                    + (same ? "\r\n" : "Content-Length: " + file.body().length() + "\r\n\r\n" + file.body());
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        }

        List<String> askedSinceLastTime() {
            List<String> copy = asked.stream().sorted().toList();
            asked.clear();
            return copy;
        }
    }

    private static final String MINUTE = "Cache-Control: max-age=60\r\n";
    private static final String LONG = "Cache-Control: max-age=31536000, immutable\r\n";
    private static final String ASK = "Cache-Control: no-cache\r\n";

    private static Site shop() {
        return new Site()
                .with("/", ASK, "<!doctype html><script src=/app.1.js></script><link rel=stylesheet href=/main.css>")
                .with("/app.1.js", LONG, "start()")
                .with("/main.css", MINUTE, "@import 'theme.css';")
                .with("/theme.css", "", "body{}");
    }

    @AfterEach
    void close() {
        http.close();
    }

    private static PageSpec spec(RawServer server, PageCache cache) {
        return PageSpec.of(HttpSpec.get(server.at("/")).withTimeout(Duration.ofSeconds(10)))
                .withCache(cache);
    }

    private static String detail(PageProbe.Looked looked) {
        return looked.result() instanceof ProbeResult.Failed failed
                ? failed.detail()
                : looked.result().toString();
    }

    @Test
    void a_returning_visitor_asks_only_for_what_may_have_changed() {
        var site = shop();
        try (var server = new RawServer(site)) {
            var spec = spec(server, PageCache.WARM);
            var first = probe.run(spec, VisitorCache.EMPTY);
            assertThat(first.result()).isInstanceOf(ProbeResult.Passed.class);
            assertThat(site.askedSinceLastTime())
                    .containsExactly("/ 200", "/app.1.js 200", "/main.css 200", "/theme.css 200");
            var second = probe.run(spec, first.after());
            assertThat(second.result()).isInstanceOf(ProbeResult.Passed.class);
            assertThat(site.askedSinceLastTime()).containsExactly("/ 304", "/theme.css 304");
            now = now.plusSeconds(61);
            var third = probe.run(spec, second.after());
            assertThat(third.result())
                    .isInstanceOfSatisfying(
                            ProbeResult.Passed.class,
                            passed -> assertThat(passed.measured().assets()).isEqualTo(3));
            assertThat(site.askedSinceLastTime()).containsExactly("/ 304", "/main.css 304", "/theme.css 304");
            probe.run(spec, third.after());
            assertThat(site.askedSinceLastTime())
                    .as("the style sheet was confirmed for another minute")
                    .containsExactly("/ 304", "/theme.css 304");
        }
    }

    @Test
    void a_page_from_the_cache_is_judged_as_it_was_and_asked_about_after_an_hour_at_most() {
        var site = shop();
        site.with("/", LONG, "<!doctype html><p>Welcome</p>");
        try (var server = new RawServer(site)) {
            var document = HttpSpec.get(server.at("/"))
                    .expecting(
                            "status == 200", "body contains \"Welcome\"", "header[\"content-type\"] contains \"html\"");
            var spec = PageSpec.of(document).withCache(PageCache.WARM);
            var first = probe.run(spec, VisitorCache.EMPTY);
            site.broken("/", 503);
            now = now.plusSeconds(3599);
            var second = probe.run(spec, first.after());
            assertThat(second.result()).isInstanceOf(ProbeResult.Passed.class);
            assertThat(site.askedSinceLastTime()).containsExactly("/ 200");
            now = now.plusSeconds(2);
            assertThat(detail(probe.run(spec, second.after())))
                    .isEqualTo("returning visitors: status was 503, wanted == 200; body was \"no\", wanted contains"
                            + " \"Welcome\"; header[\"content-type\"] was \"text/plain\", wanted contains \"html\"");
        }
    }

    @Test
    void an_old_page_that_names_a_deleted_asset_is_seen_by_returning_visitors_only() {
        var site = shop();
        site.with("/", MINUTE, "<!doctype html><script src=/app.1.js></script>").with("/app.1.js", ASK, "start()");
        try (var server = new RawServer(site)) {
            var spec = spec(server, PageCache.BOTH);
            var first = probe.run(spec, VisitorCache.EMPTY);
            assertThat(first.result()).isInstanceOf(ProbeResult.Passed.class);
            assertThat(site.askedSinceLastTime()).containsExactly("/ 200", "/app.1.js 200");
            site.with("/", MINUTE, "<!doctype html><script src=/app.2.js></script>")
                    .with("/app.2.js", ASK, "start(2)")
                    .broken("/app.1.js", 404);
            now = now.plusSeconds(30);
            var second = probe.run(spec, first.after());
            assertThat(detail(second)).isEqualTo("returning visitors only: /app.1.js (from /) answered 404");
            now = now.plusSeconds(31);
            assertThat(probe.run(spec, second.after()).result())
                    .as("the old page is used up")
                    .isInstanceOf(ProbeResult.Passed.class);
        }
    }

    @Test
    void broken_assets_that_returning_visitors_hold_are_seen_by_new_visitors_only() {
        var site = shop();
        try (var server = new RawServer(site)) {
            var spec = spec(server, PageCache.BOTH);
            var first = probe.run(spec, VisitorCache.EMPTY);
            site.broken("/app.1.js", 503);
            assertThat(detail(probe.run(spec, first.after())))
                    .isEqualTo("new visitors only: /app.1.js (from /) answered 503");
            site.broken("/theme.css", 500);
            assertThat(detail(probe.run(spec, first.after())))
                    .startsWith("new and returning visitors: ")
                    .contains("/app.1.js (from /) answered 503")
                    .endsWith("; the returning ones: /theme.css (from /main.css) answered 500");
        }
    }

    @Test
    void a_held_copy_that_does_not_fit_the_new_page_is_refused_by_browsers() throws Exception {
        String integrity = "sha384-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-384")
                                .digest("start()".getBytes(StandardCharsets.US_ASCII)));
        String newer = "sha256-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest("start(2)".getBytes(StandardCharsets.US_ASCII)));
        var site = new Site()
                .with("/", ASK, "<!doctype html><script src=/app.js integrity=" + integrity + "></script>")
                .with("/app.js", LONG, "start()");
        try (var server = new RawServer(site)) {
            var spec = spec(server, PageCache.BOTH);
            var first = probe.run(spec, VisitorCache.EMPTY);
            assertThat(probe.run(spec, first.after()).result()).isInstanceOf(ProbeResult.Passed.class);
            site.with("/", ASK, "<!doctype html><script src=/app.js integrity=" + newer + "></script>")
                    .with("/app.js", LONG, "start(2)");
            assertThat(detail(probe.run(spec, first.after())))
                    .startsWith("returning visitors only: /app.js (from /) is held in the visitor's cache");
        }
    }

    @Test
    void a_slow_look_as_a_new_visitor_takes_no_time_from_the_returning_one() {
        var site = shop();
        try (var server = new RawServer(site)) {
            var spec = PageSpec.of(HttpSpec.get(server.at("/")).withTimeout(Duration.ofSeconds(1)))
                    .withCache(PageCache.BOTH);
            var first = probe.run(spec, VisitorCache.EMPTY);
            site.broken("/app.1.js", 0); // never answered; the returning visitor holds it
            assertThat(detail(probe.run(spec, first.after())))
                    .isEqualTo("new visitors only: /app.1.js (from /) failed: no answer in time");
            assertThat(spec.timeout()).isEqualTo(Duration.ofSeconds(2));
        }
    }

    @Test
    void what_must_not_be_kept_is_not_kept() {
        for (String headers : List.of(
                "Cache-Control: private, no-store\r\n", "Vary: *\r\n", "Cache-Control: max-age=60\r\nVary: *\r\n")) {
            var site = new Site().with("/", headers, "<!doctype html><p>Welcome</p>");
            try (var server = new RawServer(site)) {
                var looked = probe.run(spec(server, PageCache.WARM), VisitorCache.EMPTY);
                assertThat(looked.after().isEmpty()).as(headers).isTrue();
            }
        }
        var site = shop();
        try (var server = new RawServer(site)) {
            var cold = probe.run(spec(server, PageCache.COLD), VisitorCache.EMPTY);
            assertThat(cold.after().isEmpty()).isTrue();
        }
    }

    @Test
    void how_long_an_answer_is_fresh_follows_its_headers() {
        Map<String, Integer> seconds = Map.of(
                "Cache-Control: max-age=60\r\nAge: 20\r\n", 40,
                "Cache-Control: public, MAX-AGE=\"60\"\r\nExpires: 0\r\n", 60,
                "Date: Sun, 1 Mar 2026 12:00:00 GMT\r\nExpires: Sun, 1 Mar 2026 12:02:00 GMT\r\n", 120,
                "Date: Sun, 1 Mar 2026 12:00:00 GMT\r\nLast-Modified: Sun, 1 Mar 2026 11:50:00 GMT\r\n", 60,
                "Cache-Control: s-maxage=60\r\n", 0,
                "Expires: 0\r\n", 0,
                "Cache-Control: no-cache, max-age=60\r\n", 0);
        seconds.forEach((headers, fresh) -> {
            now = Instant.parse("2026-03-01T12:00:00Z");
            var site = new Site().with("/", headers, "<!doctype html><p>Welcome</p>");
            try (var server = new RawServer(site)) {
                var spec = spec(server, PageCache.WARM);
                var first = probe.run(spec, VisitorCache.EMPTY);
                site.askedSinceLastTime();
                if (fresh > 0) {
                    now = now.plusSeconds(fresh - 1);
                    probe.run(spec, first.after());
                    assertThat(site.askedSinceLastTime()).as(headers).isEmpty();
                    now = now.plusSeconds(1);
                }
                probe.run(spec, first.after());
                assertThat(site.askedSinceLastTime()).as(headers).containsExactly("/ 304");
            }
        });
    }

    @Test
    void the_memory_is_bounded() {
        String page = "<!doctype html>"
                + IntStream.range(0, 40)
                        .mapToObj(i -> "<link rel=stylesheet href=/" + i + ".css>")
                        .collect(Collectors.joining());
        var site = new Site().with("/", ASK, page);
        for (int i = 0; i < 40; i++) {
            site.with("/" + i + ".css", LONG, "a{}".repeat(30_000) + i);
        }
        try (var server = new RawServer(site)) {
            var spec = spec(server, PageCache.WARM);
            var first = probe.run(spec, VisitorCache.EMPTY);
            assertThat(first.after().size()).isBetween(15, 30);
            assertThat(first.after().bytes()).isBetween(1L << 20, 2L << 20);
            var second = probe.run(spec, first.after());
            assertThat(second.result()).isInstanceOf(ProbeResult.Passed.class);
            assertThat(second.after().bytes()).isLessThanOrEqualTo(2L << 20);
        }
    }

    @Test
    void the_memory_of_all_pages_is_bounded_and_the_oldest_is_forgotten_first() {
        var site = shop();
        try (var server = new RawServer(site)) {
            var looked = probe.run(spec(server, PageCache.WARM), VisitorCache.EMPTY);
            long each = looked.after().bytes();
            var memory = new VisitorMemory(each * 3);
            var pages = IntStream.range(0, 4)
                    .mapToObj(i -> PageSpec.of(HttpSpec.get("http://shop.example/" + i))
                            .withCache(PageCache.BOTH))
                    .toList();
            pages.subList(0, 3).forEach(page -> memory.keep(page, looked.after()));
            assertThat(memory.of(pages.getFirst()).isEmpty()).isFalse(); // seen just now
            memory.keep(pages.get(3), looked.after());
            assertThat(memory.bytes()).isEqualTo(each * 3);
            assertThat(pages.stream().map(page -> memory.of(page).isEmpty()).toList())
                    .containsExactly(false, true, false, false);
            memory.keep(pages.getFirst(), VisitorCache.EMPTY);
            assertThat(memory.bytes()).isEqualTo(each * 2);
            memory.keep(pages.getFirst().withCache(PageCache.COLD), looked.after());
            assertThat(memory.bytes()).isEqualTo(each * 2);
        }
    }

    @Test
    void a_prober_remembers_between_runs() {
        var site = shop();
        try (var server = new RawServer(site);
                var prober = Here.prober()) {
            var spec = spec(server, PageCache.BOTH);
            assertThat(prober.run(spec)).isInstanceOf(ProbeResult.Passed.class);
            assertThat(site.askedSinceLastTime()).hasSize(4);
            site.broken("/app.1.js", 503);
            assertThat(prober.run(spec).toString()).contains("new visitors only: /app.1.js");
        }
    }
}
