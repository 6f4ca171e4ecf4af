package dev.candor.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is answered without Jetty must be answered as Jetty would.
class PlainReadTest {
    private static final String BROWSER = "GET /history?page=2 HTTP/1.1\r\nHost: status.fernwood.example:8081\r\n"
            + "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: text/html,*/*;q=0.8\r\n"
            + "ACCEPT-encoding:  gzip, deflate, br \r\nConnection: Keep-Alive\r\nIf-None-Match: \"abc\"\r\n"
            + "If-Modified-Since: Wed, 12 Aug 2026 14:32:00 GMT\r\n\r\n";

    @Test
    void what_a_browser_sends_is_recognised() {
        PlainRead read = read(BROWSER + "GET / HTTP/1.1\r\n");
        assertThat(read)
                .isEqualTo(new PlainRead(
                        false,
                        "history",
                        "status.fernwood.example",
                        "gzip, deflate, br",
                        "\"abc\"",
                        "Wed, 12 Aug 2026 14:32:00 GMT",
                        BROWSER.length()));
        assertThat(read("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n"))
                .isEqualTo(new PlainRead(true, "", "x", null, null, null, 28));
    }

    @Test
    void a_request_that_has_not_arrived_whole_is_not_recognised() {
        for (int length = 0; length < BROWSER.length(); length++) {
            assertThat(read(BROWSER.substring(0, length)))
                    .as("%d bytes", length)
                    .isNull();
        }
    }

    @Test
    void what_means_more_than_a_plain_read_is_left_to_the_parser() {
        List<String> others = List.of(
                "POST / HTTP/1.1\r\nHost: x\r\n\r\n",
                "get / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET //x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a//b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a/../b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /.well-known/candor-pages.json HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%61 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a;b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x:123456\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x:0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x:65536\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: :80\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                "GET / HTTP/1.1\r\n Host: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\u0000c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: \u00e9\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nNothing\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\ntransfer-ENCODING: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nTE: trailers\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nTrailer: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: a\r\nAccept-Encoding: gzip\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nIf-None-Match: a\r\nIf-None-Match: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nIf-Modified-Since: a\r\nIf-Modified-Since: b\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        assertThat(others).filteredOn(each -> read(each) != null).isEmpty();
    }

    @Test
    void both_ways_give_the_same_answers_also_to_damaged_requests() throws Exception {
        var renderer = new SnapshotRenderer(SnapshotKey.generate());
        try (var server = new PageServer(new InetSocketAddress("127.0.0.1", 0), Optional.empty())) {
            server.publish(renderer.render(DemoPage.busy()), Optional.of("status.fernwood.example"), true);
            server.publish(
                    renderer.render(DemoPage.named(DemoPage.calm(), "second", "Second")), Optional.empty(), false);
            server.start();
            var random = new Random(20_260_812);
            String notPlainAnswered = answers(server, NOT_PLAIN);
            assertThat(notPlainAnswered).startsWith("HTTP/1.1 200 OK");
            int recognised = 0;
            for (int i = 0; i < 1_500; i++) {
                String request = damaged(request(random), random);
                PlainRead read = read(request);
                if (read == null || read.end() != request.length()) {
                    continue; // Jetty's alone
                }
                recognised++;
                String fromJetty = answers(server, NOT_PLAIN + request);
                assertThat(fromJetty).startsWith(notPlainAnswered);
                assertThat(answers(server, request))
                        .as(request)
                        .isEqualTo(fromJetty.substring(notPlainAnswered.length()));
            }
            assertThat(recognised).isBetween(500, 1_400);
        }
    }

    @Test
    void requests_sent_at_once_are_answered_in_their_order_whoever_answers() throws Exception {
        try (var server = new PageServer(new InetSocketAddress("127.0.0.1", 0), Optional.empty())) {
            server.publish(
                    new SnapshotRenderer(SnapshotKey.generate()).render(DemoPage.busy()), Optional.empty(), true);
            server.start();
            String read = "GET /api/v2/status.json HTTP/1.1\r\nHost: x\r\n\r\n";
            String answers = answers(
                    server,
                    (read + "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n").repeat(60)
                            + "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n" + read);
            assertThat(Stream.of(answers.split("(?=HTTP/1.1 )")).map(each -> each.substring(9, 12)))
                    .hasSize(122)
                    .filteredOn(Predicate.not("200"::equals))
                    .containsExactly("404");
            assertThat(answers).endsWith("\"headline\":\"Checkout is partly down\"}}");
        }
    }

    /// Brings a connection to Jetty, where it stays.
    private static final String NOT_PLAIN = "HEAD /%62adge.svg HTTP/1.1\r\nHost: x\r\n\r\n";

    private static String request(Random random) {
        String[] paths = {
            "/",
            "/history",
            "/badge.svg",
            "/second/",
            "/second",
            "/api/v2/status.json",
            "/no",
            "/index.html",
            "/uptime?a=b"
        };
        String[] fields = {
            "Accept-Encoding: gzip\r\n",
            "Accept-Encoding: br, gzip;q=0\r\n",
            "accept-encoding: *\r\n",
            "If-None-Match: *\r\n",
            "If-Modified-Since: Thu, 13 Aug 2026 14:32:00 GMT\r\n",
            "If-Modified-Since: never\r\n",
            "Range: bytes=0-9\r\n",
            "Connection: keep-alive\r\n",
            "X: \r\n"
        };
        var request = new StringBuilder(random.nextInt(4) == 0 ? "HEAD " : "GET ")
                .append(paths[random.nextInt(paths.length)])
                .append(" HTTP/1.1\r\nHost: ")
                .append(random.nextBoolean() ? "status.fernwood.example" : "x:80")
                .append("\r\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            request.append(fields[random.nextInt(fields.length)]);
        }
        return request.append("\r\n").toString();
    }

    private static String damaged(String request, Random random) {
        if (random.nextBoolean()) {
            return request;
        }
        String odd = " \t\r\n:/.;,%?#\"a0\u0000\u007f\u00e9";
        int at = random.nextInt(request.length());
        char replacement = odd.charAt(random.nextInt(odd.length()));
        return switch (random.nextInt(3)) {
            case 0 -> request.substring(0, at) + replacement + request.substring(at + 1);
            case 1 -> request.substring(0, at) + replacement + request.substring(at);
            default -> request.substring(0, at) + request.substring(at + 1);
        };
    }

    /// Everything the server says to these bytes, with the fields of every head sorted and without the time.
    private static String answers(PageServer server, String requests) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.uri().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return sorted(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }

    private static String sorted(String answers) {
        var sorted = new StringBuilder();
        for (String answer : answers.split("(?=HTTP/1.1 )")) {
            int end = answer.indexOf("\r\n\r\n");
            int fields = answer.indexOf("\r\n");
            if (end < 0) {
                return sorted.append(answer).toString();
            }
            sorted.append(answer, 0, fields);
            Stream.of(answer.substring(Math.min(fields + 2, end), end).split("\r\n"))
                    .filter(field -> !field.startsWith("Date: "))
                    .sorted()
                    .forEach(field -> sorted.append('\n').append(field));
            sorted.append("\n\n").append(answer.substring(end + 4));
        }
        return sorted.toString();
    }

    private static @Nullable PlainRead read(String request) {
        byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
        return PlainRead.of(bytes, 0, bytes.length);
    }
}
