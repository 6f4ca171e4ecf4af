package dev.candor.probe;

import static dev.candor.probe.testing.RawFrames.ACK;
import static dev.candor.probe.testing.RawFrames.CONTINUATION;
import static dev.candor.probe.testing.RawFrames.DATA;
import static dev.candor.probe.testing.RawFrames.END_HEADERS;
import static dev.candor.probe.testing.RawFrames.END_STREAM;
import static dev.candor.probe.testing.RawFrames.GOAWAY;
import static dev.candor.probe.testing.RawFrames.HEADERS;
import static dev.candor.probe.testing.RawFrames.PADDED;
import static dev.candor.probe.testing.RawFrames.PING;
import static dev.candor.probe.testing.RawFrames.PRIORITY;
import static dev.candor.probe.testing.RawFrames.PUSH_PROMISE;
import static dev.candor.probe.testing.RawFrames.RST_STREAM;
import static dev.candor.probe.testing.RawFrames.SETTINGS;
import static dev.candor.probe.testing.RawFrames.WINDOW_UPDATE;
import static dev.candor.probe.testing.RawFrames.number;
import static dev.candor.probe.testing.RawFrames.packed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.probe.http.Auth;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.HttpVersion;
import dev.candor.probe.http.TrustPolicy;
import dev.candor.probe.testing.Certificates;
import dev.candor.probe.testing.Here;
import dev.candor.probe.testing.RawFrames;
import dev.candor.probe.testing.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// HTTP/2 against hand-written frames: whatever a server does, the probe is back by its deadline with a precise
/// reason.
@Timeout(20)
class Http2ProbeTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    static Path folder;

    static Certificates certificates;
    private final Prober prober = Here.prober();

    @BeforeAll
    static void certificate() throws Exception {
        certificates = Certificates.create(folder, "shop", "ip:127.0.0.1");
    }

    @AfterEach
    void close() {
        prober.close();
    }

    private static HttpSpec spec(RawServer server) {
        return HttpSpec.get("https://127.0.0.1:" + server.port() + "/a?b=c")
                .withTrust(new TrustPolicy.Anything())
                .withTimeout(Duration.ofSeconds(5));
    }

    private static RawServer speaking(RawFrames.Script script) throws Exception {
        return RawFrames.server(certificates.listenerSpeaking("h2", "http/1.1"), script);
    }

    private ProbeResult against(RawFrames.Script script, String... expectations) throws Exception {
        return against(script, Duration.ofSeconds(5), expectations);
    }

    private ProbeResult against(RawFrames.Script script, Duration timeout, String... expectations) throws Exception {
        try (var server = speaking(script)) {
            return prober.run(spec(server).withTimeout(timeout).expecting(expectations));
        }
    }

    private static void assertFailed(ProbeResult result, Reason reason, String detail) {
        assertThat(result).isInstanceOfSatisfying(ProbeResult.Failed.class, failed -> {
            assertThat(failed.reason()).as(failed.toString()).isEqualTo(reason);
            assertThat(failed.detail()).contains(detail);
        });
    }

    @Test
    void an_answer_is_judged_and_says_its_protocol() throws Exception {
        var result = against(
                peer -> {
                    peer.read(HEADERS);
                    peer.ok("content-type", "application/json", "content-length", "14")
                            .data("{\"ready\"", 0)
                            .write(PING, 0, 0, new byte[8])
                            .data(":true}", END_STREAM);
                    assertThat(peer.read(PING).flags()).isEqualTo(ACK);
                },
                "protocol == \"h2\"",
                "json(\"$.ready\") == true",
                "header[\"Content-Type\"] contains \"json\"",
                "size == 14");
        assertThat(result).isInstanceOfSatisfying(ProbeResult.Passed.class, passed -> {
            assertThat(passed.measured().protocol()).isEqualTo("h2");
            assertThat(passed.measured().statusCode()).isEqualTo(200);
            assertThat(passed.measured().certificateNotAfter()).isPresent();
            assertThat(passed.measured().phases().tlsMicros()).isPositive();
            assertThat(passed.measured().phases().firstByteMicros()).isPositive();
        });
    }

    @Test
    void the_request_carries_method_place_and_headers_in_lower_case() throws Exception {
        try (var server = speaking(peer -> {
            assertThat(peer.read(SETTINGS).stream()).isZero();
            String request = new String(peer.read(HEADERS).payload(), StandardCharsets.ISO_8859_1);
            assertThat(request)
                    .contains(":method", "POST", ":scheme", "https", ":path", "/a?b=c", ":authority", "127.0.0.1:")
                    .contains("x-key", "user-agent", "authorization", "content-length")
                    .doesNotContain("X-Key", "host", "connection");
            assertThat(new String(peer.read(DATA).payload(), StandardCharsets.UTF_8))
                    .isEqualTo("wanted");
            peer.settings().write(HEADERS, END_HEADERS | END_STREAM, 1, packed(":status", "201"));
        })) {
            var asked = spec(server)
                    .withMethod("POST")
                    .withBody("wanted")
                    .withHeaders(List.of(new Header("X-Key", "v")))
                    .withAuth(new Auth.Basic("ana", "pw"))
                    .expecting("status == 201");
            assertThat(prober.run(asked)).isInstanceOf(ProbeResult.Passed.class);
        }
    }

    @Test
    void the_server_chooses_unless_http_2_is_demanded() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        try (var old = new RawServer(certificates.listenerSpeaking("http/1.1"), says(answer));
                var silent = new RawServer(certificates.listener(), says(answer));
                var both = speaking(peer -> peer.ok().data("ok", END_STREAM))) {
            assertThat(prober.run(spec(old).expecting("protocol == \"http/1.1\"")))
                    .isInstanceOf(ProbeResult.Passed.class);
            assertThat(prober.run(spec(both).expecting("protocol == \"http/1.1\"")))
                    .isInstanceOfSatisfying(
                            ProbeResult.Failed.class,
                            failed -> assertThat(failed.detail())
                                    .isEqualTo("protocol was \"h2\", wanted == \"http/1.1\""));
            assertFailed(
                    prober.run(spec(old).withVersion(HttpVersion.HTTP_2)),
                    Reason.TLS,
                    "HTTP/2 is demanded, and the server chose 'http/1.1' in the TLS handshake");
            assertFailed(
                    prober.run(spec(silent).withVersion(HttpVersion.HTTP_2)),
                    Reason.TLS,
                    "the server chose no protocol at all");
        }
        try (var both = new RawServer(certificates.listenerSpeaking("h2", "http/1.1"), says(answer))) {
            assertThat(prober.run(spec(both).withVersion(HttpVersion.HTTP_1_1).expecting("protocol == \"http/1.1\"")))
                    .isInstanceOf(ProbeResult.Passed.class);
        }
        assertThatThrownBy(() -> HttpSpec.get("http://shop.example/").withVersion(HttpVersion.HTTP_2))
                .hasMessage("http-version 2 needs an https:// url");
    }

    private static RawServer.Answer says(String response) {
        return (_, _, out) -> {
            out.write(response.getBytes(StandardCharsets.ISO_8859_1));
            return false;
        };
    }

    @Test
    void a_demand_for_http_2_is_not_dropped_by_a_redirect() throws Exception {
        try (var plain = RawServer.saying("HTTP/1.1 200 OK\r\n\r\n");
                var server = speaking(peer -> peer.settings()
                        .write(
                                HEADERS,
                                END_HEADERS | END_STREAM,
                                1,
                                packed(
                                        ":status",
                                        "302",
                                        "location",
                                        plain.at("/").toString())))) {
            assertFailed(prober.run(spec(server).withVersion(HttpVersion.HTTP_2)), Reason.REDIRECT, "without TLS");
            assertThat(plain.connections()).isZero();
            assertThat(prober.run(spec(server).expecting("protocol == \"http/1.1\"", "redirects == 1")))
                    .isInstanceOf(ProbeResult.Passed.class);
        }
    }

    @Test
    void a_server_that_wants_http_1_is_asked_again_in_http_1() throws Exception {
        var connections = new AtomicInteger();
        try (var server = new RawServer(certificates.listenerSpeaking("h2", "http/1.1"), (request, socket, out) -> {
            connections.incrementAndGet();
            out.write(
                    request.startsWith("PRI ")
                            ? frames(SETTINGS, 0, new byte[0], RST_STREAM, 1, number(13))
                            : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return request.startsWith("PRI ") && socket.getInputStream().read() < 0;
        })) {
            assertThat(prober.run(spec(server).expecting("protocol == \"http/1.1\"")))
                    .isInstanceOf(ProbeResult.Passed.class);
            assertThat(connections.get()).isEqualTo(2);
            assertFailed(
                    prober.run(spec(server).withVersion(HttpVersion.HTTP_2)),
                    Reason.RESET,
                    "reset the stream (RST_STREAM, HTTP_1_1_REQUIRED)");
        }
    }

    private static byte[] frames(int type1, int stream1, byte[] one, int type2, int stream2, byte[] two) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, (byte) one.length, (byte) type1, 0, 0, 0, 0, (byte) stream1});
        out.writeBytes(one);
        out.writeBytes(new byte[] {0, 0, (byte) two.length, (byte) type2, 0, 0, 0, 0, (byte) stream2});
        out.writeBytes(two);
        return out.toByteArray();
    }

    @Test
    void a_long_request_waits_for_the_servers_window() throws Exception {
        try (var server = speaking(peer -> {
            peer.settings();
            int taken = 0;
            while (taken < 200_000) {
                var frame = peer.read(DATA);
                assertThat(frame.payload().length).isLessThanOrEqualTo(16384);
                taken += frame.payload().length;
                if (taken == 65_535) {
                    peer.write(WINDOW_UPDATE, 0, 0, number(1 << 20)).write(WINDOW_UPDATE, 0, 1, number(1 << 20));
                }
            }
            peer.write(HEADERS, END_HEADERS | END_STREAM, 1, packed(":status", "200"));
        })) {
            assertThat(prober.run(spec(server).withMethod("POST").withBody("b".repeat(200_000))))
                    .isInstanceOf(ProbeResult.Passed.class);
        }
        try (var stalled = speaking(peer -> peer.settings().untilGone())) {
            var asked = spec(stalled)
                    .withMethod("POST")
                    .withBody("b".repeat(200_000))
                    .withTimeout(SHORT);
            assertFailed(prober.run(asked), Reason.TIMEOUT, "the server took 65535 of 200000 bytes of the request");
        }
        try (var early = speaking(
                peer -> peer.settings().write(HEADERS, END_HEADERS | END_STREAM, 1, packed(":status", "413")))) {
            var asked =
                    spec(early).withMethod("POST").withBody("b".repeat(200_000)).expecting("status == 413");
            assertThat(prober.run(asked)).isInstanceOf(ProbeResult.Passed.class);
        }
    }

    @Test
    void headers_have_limits() throws Exception {
        var tooLong = packed("x-a", "y".repeat(16_000));
        assertFailed(
                against(peer -> {
                    peer.settings().write(HEADERS, 0, 1, packed(":status", "200"));
                    while (true) {
                        peer.write(CONTINUATION, 0, 1, tooLong);
                    }
                }),
                Reason.TOO_LARGE,
                "longer than 32 KiB");
        assertFailed(
                against(peer -> {
                    peer.settings().write(HEADERS, 0, 1, packed(":status", "200"));
                    while (true) {
                        peer.write(CONTINUATION, 0, 1);
                    }
                }),
                Reason.TOO_LARGE,
                "more than 100 CONTINUATION frames");
        assertFailed(
                against(peer -> {
                    // one large entry in the table, then a byte for each time it is to be unpacked
                    var bomb = new ByteArrayOutputStream();
                    bomb.writeBytes(packed(":status", "200"));
                    bomb.write(0x40);
                    bomb.writeBytes(java.util.Arrays.copyOfRange(packed("x", "y".repeat(3000)), 1, 3005));
                    bomb.writeBytes("\u00be".repeat(10_000).getBytes(StandardCharsets.ISO_8859_1));
                    peer.settings()
                            .write(HEADERS, END_HEADERS, 1, bomb.toByteArray())
                            .untilGone();
                }),
                Reason.TOO_LARGE,
                "longer than 32 KiB");
        var many = new String[602];
        java.util.Arrays.fill(many, "a");
        assertFailed(against(peer -> peer.ok(many).data("", END_STREAM).untilGone()), Reason.TOO_LARGE, "300 headers");
    }

    @Test
    void broken_headers_are_no_answer() throws Exception {
        assertFailed(against(peer -> peer.ok("Upper", "case").untilGone()), Reason.BAD_RESPONSE, "cannot be read");
        assertFailed(
                against(peer -> peer.ok("transfer-encoding", "chunked").untilGone()),
                Reason.BAD_RESPONSE,
                "'transfer-encoding' does not exist in HTTP/2");
        assertFailed(
                against(peer -> peer.settings()
                        .write(HEADERS, END_HEADERS, 1, (byte) 0xff, (byte) 0xff)
                        .untilGone()),
                Reason.BAD_RESPONSE,
                "cannot be read");
        assertFailed(
                against(peer -> peer.settings()
                        .write(HEADERS, END_HEADERS, 1, packed("a", "b"))
                        .untilGone()),
                Reason.BAD_RESPONSE,
                "the status 0 does not exist");
        assertFailed(
                against(peer -> peer.settings()
                        .write(HEADERS, 0, 1, packed(":status", "200"))
                        .settings()
                        .untilGone()),
                Reason.BAD_RESPONSE,
                "a SETTINGS frame in the middle of the headers");
        assertFailed(
                against(peer -> {
                    peer.settings();
                    while (true) {
                        peer.write(HEADERS, END_HEADERS, 1, packed(":status", "103"));
                    }
                }),
                Reason.BAD_RESPONSE,
                "more than 10 interim answers");
    }

    @Test
    void interim_answers_and_trailers_are_passed_over() throws Exception {
        assertThat(against(
                        peer -> {
                            peer.settings().write(HEADERS, END_HEADERS, 1, packed(":status", "103", "link", "x"));
                            var head = new ByteArrayOutputStream();
                            head.writeBytes(new byte[] {0, 0, 0, 0, 15}); // depends on nothing, weighs 16
                            head.writeBytes(packed(":status", "200"));
                            peer.write(HEADERS, END_HEADERS | PADDED | PRIORITY, 1, padded(head.toByteArray(), 9));
                            peer.write(DATA, PADDED, 1, padded("ok".getBytes(StandardCharsets.US_ASCII), 200));
                            peer.write(HEADERS, END_HEADERS | END_STREAM, 1, packed("x-sum", "1"));
                        },
                        "size == 2",
                        "body == \"ok\""))
                .isInstanceOf(ProbeResult.Passed.class);
    }

    private static byte[] padded(byte[] content, int padding) {
        var all = new byte[1 + content.length + padding];
        all[0] = (byte) padding;
        System.arraycopy(content, 0, all, 1, content.length);
        return all;
    }

    @Test
    void floods_end_at_their_limit() throws Exception {
        assertFailed(flood(peer -> peer.write(PING, 0, 0, new byte[8])), Reason.BAD_RESPONSE, "the last of them PING");
        assertFailed(flood(RawFrames::settings), Reason.BAD_RESPONSE, "the last of them SETTINGS");
        assertFailed(
                flood(peer -> peer.write(WINDOW_UPDATE, 0, 0, number(1))),
                Reason.BAD_RESPONSE,
                "the last of them WINDOW_UPDATE");
        assertFailed(flood(peer -> peer.write(77, 0, 9, new byte[3])), Reason.BAD_RESPONSE, "unknown (77)");
        assertFailed(
                flood(peer -> peer.write(DATA, PADDED, 1, padded(new byte[0], 255))),
                Reason.BAD_RESPONSE,
                "DATA without content");
        assertFailed(
                flood(peer -> peer.write(DATA, PADDED, 1, padded(new byte[1], 255))),
                Reason.BAD_RESPONSE,
                "the body consists of padding");
        assertFailed(flood(peer -> peer.write(DATA, 0, 1, new byte[16384])), Reason.TOO_LARGE, "longer than 10 MiB");
    }

    private ProbeResult flood(RawFrames.Script again) throws Exception {
        return against(peer -> {
            peer.ok();
            while (true) {
                again.play(peer);
            }
        });
    }

    @Test
    void a_compressed_bomb_is_too_large() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[5 << 20]);
        }
        byte[] bomb = packed.toByteArray();
        assertFailed(
                against(peer -> peer.ok("content-encoding", "gzip")
                        .write(DATA, END_STREAM, 1, bomb)
                        .untilGone()),
                Reason.TOO_LARGE,
                "more than 100 times");
    }

    @Test
    void silence_ends_at_the_deadline() throws Exception {
        assertFailed(against(RawFrames::untilGone, SHORT), Reason.TIMEOUT, "no answer in time");
        assertFailed(against(peer -> peer.settings().untilGone(), SHORT), Reason.TIMEOUT, "no answer in time");
        assertFailed(
                against(
                        peer -> {
                            peer.settings().read(SETTINGS);
                            peer.read(SETTINGS); // the acknowledgement
                            peer.write(WINDOW_UPDATE, 0, 0, number(1)).untilGone();
                        },
                        SHORT),
                Reason.TIMEOUT,
                "no answer in time");
        assertFailed(
                against(peer -> peer.ok().data("half", 0).untilGone(), SHORT),
                Reason.TIMEOUT,
                "the answer was not complete in time");
        assertFailed(
                against(
                        peer -> peer.settings()
                                .write(HEADERS, 0, 1, packed(":status", "200"))
                                .untilGone(),
                        SHORT),
                Reason.TIMEOUT,
                "the answer was not complete in time");
    }

    @Test
    void refusals_are_named() throws Exception {
        assertFailed(
                against(peer ->
                        peer.settings().write(RST_STREAM, 0, 1, number(7)).untilGone()),
                Reason.RESET,
                "the server reset the stream (RST_STREAM, REFUSED_STREAM)");
        assertFailed(
                against(peer -> peer.ok().write(RST_STREAM, 0, 1, number(2)).untilGone()),
                Reason.RESET,
                "INTERNAL_ERROR");
        assertFailed(
                against(peer -> peer.settings()
                        .write(GOAWAY, 0, 0, goaway(0, 11, "too\r\nmuch"))
                        .untilGone()),
                Reason.RESET,
                "the server did not take the request (GOAWAY, ENHANCE_YOUR_CALM: 'too??much')");
        assertFailed(
                against(peer -> peer.settings().write(GOAWAY, 0, 0, goaway(1, 0, ""))),
                Reason.RESET,
                "the connection was closed after a goodbye (GOAWAY, NO_ERROR)");
        assertThat(against(
                        peer -> peer.ok().write(GOAWAY, 0, 0, goaway(1, 0, "")).data("ok", END_STREAM)))
                .isInstanceOf(ProbeResult.Passed.class);
        assertFailed(against(RawFrames::settings), Reason.RESET, "closed without an answer");
        assertFailed(
                against(peer -> peer.ok().data("half", 0)),
                Reason.BAD_RESPONSE,
                "the connection was closed in the middle of the answer");
    }

    private static byte[] goaway(int last, int code, String words) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(number(last));
        out.writeBytes(number(code));
        out.writeBytes(words.getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    @Test
    void what_contradicts_itself_is_no_answer() throws Exception {
        assertBad(peer -> peer.ok("content-length", "9").data("half", END_STREAM), "after 4 of 9 announced bytes");
        assertBad(peer -> peer.ok("content-length", "3").data("half", 0), "longer than the announced 3 bytes");
        assertBad(peer -> peer.ok("content-length", "x").data("half", 0), "cannot be read");
        assertBad(
                peer -> peer.ok("content-length", "4", "content-length", "5").data("half", 0),
                "the Content-Length '5' makes no sense");
        assertBad(peer -> peer.settings().data("body", 0), "the body comes before the headers");
        assertBad(peer -> peer.write(PING, 0, 0, new byte[8]), "begins with a PING frame instead of SETTINGS");
        assertBad(peer -> peer.ok().write(DATA, 0, 3, new byte[1]), "a stream that nobody opened");
        assertBad(peer -> peer.settings().write(PUSH_PROMISE, END_HEADERS, 1, new byte[4]), "told not to");
        assertBad(peer -> peer.settings().write(CONTINUATION, END_HEADERS, 1), "continues nothing");
        assertBad(peer -> peer.settings().write(DATA, 0, 1, new byte[20_000]), "of 20000 bytes is longer than");
        assertBad(peer -> peer.ok().write(DATA, PADDED, 1, (byte) 9, (byte) 1), "a DATA frame is malformed");
        assertBad(peer -> peer.settings().write(PING, 0, 0, new byte[7]), "a PING frame is malformed");
        assertBad(peer -> peer.settings().write(SETTINGS, 0, 0, new byte[7]), "a SETTINGS frame is malformed");
        assertBad(peer -> peer.settings().write(WINDOW_UPDATE, 0, 0, number(0)), "opens the window by nothing");
        assertBad(peer -> peer.settings().write(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE)), "beyond 2 GiB");
        assertBad(
                peer -> peer.ok().write(HEADERS, END_HEADERS, 1, packed(":status", "200")),
                "a second answer comes after the first");
        try (var server = new RawServer(
                certificates.listenerSpeaking("h2"), says("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"))) {
            assertFailed(prober.run(spec(server)), Reason.BAD_RESPONSE, "the server answers in HTTP/1");
        }
    }

    private void assertBad(RawFrames.Script script, String detail) throws Exception {
        assertFailed(
                against(peer -> {
                    script.play(peer);
                    try {
                        peer.untilGone();
                    } catch (IOException gone) {
                        // the probe had seen enough
                    }
                }),
                Reason.BAD_RESPONSE,
                detail);
    }
}
