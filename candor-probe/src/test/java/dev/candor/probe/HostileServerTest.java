package dev.candor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.probe.testing.Here;
import dev.candor.probe.testing.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever a server does, a probe is back by its deadline with a precise reason. The time-out of a test is far above
/// the deadlines used, so a probe that hangs fails it.
@Timeout(20)
class HostileServerTest {
    private final Prober prober = Here.prober();

    @AfterEach
    void close() {
        prober.close();
    }

    private ProbeResult against(RawServer.Answer answer, String... expectations) {
        return against(answer, Duration.ofSeconds(5), expectations);
    }

    private ProbeResult against(RawServer.Answer answer, Duration timeout, String... expectations) {
        try (var server = new RawServer(answer)) {
            return prober.run(HttpSpec.get(server.at("/")).withTimeout(timeout).expecting(expectations));
        }
    }

    private static RawServer.Answer says(String response) {
        return (_, _, out) -> {
            out.write(response.getBytes(StandardCharsets.ISO_8859_1));
            return false;
        };
    }

    private static void assertFailed(ProbeResult result, Reason reason, String detail) {
        assertThat(result).isInstanceOfSatisfying(ProbeResult.Failed.class, failed -> {
            assertThat(failed.reason()).as(failed.toString()).isEqualTo(reason);
            assertThat(failed.detail()).contains(detail);
        });
    }

    private static final Duration SHORT = Duration.ofMillis(300);

    private static void for_ever(OutputStream out, String bytes) throws IOException {
        byte[] chunk = bytes.getBytes(StandardCharsets.ISO_8859_1);
        while (true) {
            out.write(chunk);
        }
    }

    /// Writes one byte at a time with pauses until the other side closes.
    private static void drip(Socket socket, OutputStream out, String first, String again) throws IOException {
        out.write(first.getBytes(StandardCharsets.ISO_8859_1));
        socket.setSoTimeout(20);
        while (true) {
            out.write(again.getBytes(StandardCharsets.ISO_8859_1));
            try {
                if (socket.getInputStream().read() < 0) {
                    throw new IOException("closed");
                }
            } catch (java.net.SocketTimeoutException pause) {
                // that was the pause
            }
        }
    }

    @Test
    void an_endless_body_is_too_large() {
        assertFailed(
                against((_, _, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    for_ever(out, "x".repeat(60_000));
                    return false;
                }),
                Reason.TOO_LARGE,
                "longer than 10 MiB");
    }

    @Test
    void an_endless_chunked_body_is_too_large() {
        assertFailed(
                against((_, _, out) -> {
                    out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                    for_ever(out, "EA60\r\n" + "x".repeat(60_000) + "\r\n");
                    return false;
                }),
                Reason.TOO_LARGE,
                "longer than 10 MiB");
    }

    @Test
    void endless_headers_are_too_large() {
        assertFailed(
                against((_, _, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                    for_ever(out, "X-More: of the same\r\n");
                    return false;
                }),
                Reason.TOO_LARGE,
                "32 KiB");
        assertFailed(
                against(says("HTTP/1.1 200 OK\r\nX: " + "y".repeat(300_000) + "\r\n\r\n")), Reason.TOO_LARGE, "32 KiB");
        assertFailed(
                against(says("HTTP/1.1 200 OK\r\n" + "a:\r\n".repeat(400) + "\r\n")), Reason.TOO_LARGE, "300 headers");
    }

    @Test
    void a_slow_drip_ends_at_the_deadline() {
        assertFailed(
                against(
                        (_, socket, out) -> {
                            drip(socket, out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "x");
                            return false;
                        },
                        SHORT),
                Reason.TIMEOUT,
                "not complete in time");
        assertFailed(
                against(
                        (_, socket, out) -> {
                            drip(socket, out, "HTTP/1.1 200 OK\r\n", "a");
                            return false;
                        },
                        SHORT),
                Reason.TIMEOUT,
                "in time");
    }

    @Test
    void silence_ends_at_the_deadline() {
        assertFailed(
                against((_, socket, _) -> socket.getInputStream().read() >= 0, SHORT),
                Reason.TIMEOUT,
                "no answer in time");
    }

    @Test
    void endless_interim_answers_are_refused() {
        assertFailed(
                against((_, _, out) -> {
                    for_ever(out, "HTTP/1.1 103 Early Hints\r\n\r\n");
                    return false;
                }),
                Reason.BAD_RESPONSE,
                "interim");
        assertThat(against(says(
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 Fine\r\n\r\n")))
                .isInstanceOf(ProbeResult.Passed.class);
    }

    @Test
    void an_unasked_protocol_switch_is_refused() {
        assertFailed(against(says("HTTP/1.1 101 Switching\r\n\r\n")), Reason.BAD_RESPONSE, "switched");
    }

    @Test
    void a_gzip_bomb_is_defused() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            var zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
        }
        assertFailed(against(encoded("gzip", packed.toByteArray())), Reason.TOO_LARGE, "100 times");
    }

    private static RawServer.Answer encoded(String coding, byte[] body) {
        return (_, _, out) -> {
            String head = "HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + "\r\nContent-Length: " + body.length
                    + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            return false;
        };
    }

    @Test
    void compressed_bodies_are_read_and_counted_unpacked() throws IOException {
        byte[] text = "{\"ready\":true}".repeat(1).getBytes(StandardCharsets.UTF_8);
        var gzip = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(gzip)) {
            out.write(text);
        }
        var zlib = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(zlib)) {
            out.write(text);
        }
        var raw = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(raw, new java.util.zip.Deflater(9, true))) {
            out.write(text);
        }
        for (var answer : java.util.List.of(
                encoded("gzip", gzip.toByteArray()),
                encoded("deflate", zlib.toByteArray()),
                encoded("deflate", raw.toByteArray()))) {
            assertThat(against(answer, "json(\"$.ready\") == true", "size == " + text.length))
                    .isInstanceOf(ProbeResult.Passed.class);
        }
        assertFailed(
                against(encoded("gzip", "not gzip at all".getBytes(StandardCharsets.US_ASCII))),
                Reason.BAD_RESPONSE,
                "not gzip");
        byte[] cut = java.util.Arrays.copyOf(gzip.toByteArray(), gzip.size() - 6);
        assertFailed(against(encoded("gzip", cut)), Reason.BAD_RESPONSE, "not gzip");
        assertFailed(against(encoded("br", text), "body contains \"ready\""), Reason.ASSERTION, "compressed as 'br'");
    }

    @Test
    void a_redirect_loop_is_named() {
        assertFailed(
                against((request, _, out) -> {
                    String next = request.startsWith("GET / ") ? "/a" : "/";
                    out.write(("HTTP/1.1 302 Found\r\nLocation: " + next + "\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                    return false;
                }),
                Reason.REDIRECT,
                "circle");
    }

    @Test
    void a_redirect_to_nowhere_is_named() {
        assertFailed(against(says("HTTP/1.1 302 Found\r\n\r\n")), Reason.REDIRECT, "answered 302 without saying where");
        assertFailed(
                against(says("HTTP/1.1 302 Found\r\nLocation: ftp://files.example/\r\n\r\n")),
                Reason.REDIRECT,
                "must begin with");
    }

    @Test
    void a_cut_body_is_not_an_answer() {
        assertFailed(
                against(says("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789")),
                Reason.BAD_RESPONSE,
                "ended after 10 of 100");
        assertFailed(
                against((_, socket, out) -> {
                    out.write(
                            "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    socket.setSoLinger(true, 0);
                    return false;
                }),
                Reason.RESET,
                "the connection broke");
        assertFailed(
                against(says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc")),
                Reason.BAD_RESPONSE,
                "middle of a chunked body");
    }

    @Test
    void a_connection_closed_without_a_word_is_a_reset() {
        assertFailed(against((_, _, _) -> false), Reason.RESET, "closed without an answer");
    }

    @Test
    void what_is_not_http_is_shown() {
        assertFailed(against(says("SSH-2.0-OpenSSH_9.2\r\n")), Reason.BAD_RESPONSE, "'SSH-2.0-OpenSSH_9.2");
        assertFailed(
                against((_, _, out) -> {
                    for_ever(out, "\0\1\2\3garbage");
                    return false;
                }),
                Reason.BAD_RESPONSE,
                "not HTTP/1");
        for (String broken : new String[] {
            "HTTP/2 200\r\n\r\n",
            "HTTP/1.1 20\r\n\r\n",
            "HTTP/1.1 200OK\r\n\r\n",
            "HTTP/1.1 099 Low\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\na b: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
            "HTTP/1.1 200 OK\r\nX: y"
        }) {
            assertThat(against(says(broken)))
                    .as(broken)
                    .isInstanceOfSatisfying(
                            ProbeResult.Failed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(Reason.BAD_RESPONSE));
        }
    }

    @Test
    void old_and_sloppy_but_honest_servers_pass() {
        for (String fine : new String[] {
            "HTTP/1.0 200 OK\r\n\r\nhello",
            "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
            "HTTP/1.1 200 \r\nCONTENT-LENGTH:5\r\nContent-length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2;x=y\r\nhe\r\n003\r\nllo\r\n0\r\nTrailer: t\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n"
        }) {
            assertThat(against(says(fine), "body == \"hello\"", "size == 5", "status == 200"))
                    .as(fine)
                    .isInstanceOf(ProbeResult.Passed.class);
        }
    }

    @Test
    void random_garbage_never_throws_and_never_passes() {
        for (int seed = 0; seed < 150; seed++) {
            var random = new java.util.SplittableRandom(seed);
            var bytes = new byte[random.nextInt(1, 400)];
            random.nextBytes(bytes);
            String start = random.nextBoolean() ? "HTTP/1.1 200 OK\r\n" : "";
            String body = start + "\0" + new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(against(says(body))).as("seed " + seed).isInstanceOf(ProbeResult.Failed.class);
        }
    }

    @Test
    void nobody_listening_is_a_refusal() throws IOException {
        try (var reserved = new Socket()) {
            reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // no other program gets the port
            assertFailed(
                    prober.run(HttpSpec.get("http://127.0.0.1:" + reserved.getLocalPort() + "/")),
                    Reason.CONNECT_REFUSED,
                    "refused the connection");
        }
    }

    @Test
    void a_server_that_answers_before_reading_everything_is_heard() {
        try (var server =
                RawServer.saying("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")) {
            var result = prober.run(HttpSpec.get(server.at("/"))
                    .withMethod("POST")
                    .withBody("x".repeat(100))
                    .expecting("status == 413"));
            assertThat(result).isInstanceOf(ProbeResult.Passed.class);
        }
    }

    @Test
    void hundreds_of_hanging_targets_hold_up_nobody_and_leave_nothing_open() throws InterruptedException {
        try (var silent =
                        new RawServer((_, socket, _) -> socket.getInputStream().read() >= 0);
                var good = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            var results = new ConcurrentLinkedQueue<ProbeResult>();
            var threads = IntStream.range(0, 400)
                    .mapToObj(_ -> Thread.ofVirtual()
                            .start(() -> results.add(
                                    prober.run(HttpSpec.get(silent.at("/")).withTimeout(Duration.ofSeconds(2))))))
                    .toList();
            for (int i = 0; i < 50; i++) {
                assertThat(prober.run(HttpSpec.get(good.at("/")))).isInstanceOf(ProbeResult.Passed.class);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(results)
                    .hasSize(400)
                    .allSatisfy(result -> assertFailed(result, Reason.TIMEOUT, "no answer in time"));
            while (silent.open() > 0 || good.open() > 0) {
                Thread.onSpinWait(); // the test's own time-out ends it
            }
            assertThat(silent.open()).isZero();
        }
    }

    @Test
    void head_has_no_body_whatever_its_length_says() {
        try (var server = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")) {
            assertThat(prober.run(
                            HttpSpec.get(server.at("/")).withMethod("HEAD").expecting("size == 0")))
                    .isInstanceOf(ProbeResult.Passed.class);
            assertThat(server.requests().getFirst().toLowerCase(Locale.ROOT))
                    .startsWith("head / http/1.1\r\nhost: 127.0.0.1:");
        }
    }

    @Test
    void compressed_blocks_without_content_are_too_large() {
        assertFailed(
                against((_, _, out) -> {
                    out.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.write(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0});
                    for_ever(out, "\0\0\0\u00ff\u00ff".repeat(12_000)); // stored blocks of length 0
                    return false;
                }),
                Reason.TOO_LARGE,
                "longer than 10 MiB");
    }
}
