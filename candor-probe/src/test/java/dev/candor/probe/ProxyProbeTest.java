package dev.candor.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.probe.http.HttpRequestSpec;
import dev.candor.probe.http.ProxyServer;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.AddressText;
import dev.candor.probe.net.Resolution;
import dev.candor.probe.net.Resolver;
import dev.candor.probe.testing.Here;
import dev.candor.probe.testing.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Proxies that say what a test wants. Trouble with a proxy is ours, not the target's.
@Timeout(20)
class ProxyProbeTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private final Prober prober = Here.prober();

    @AfterEach
    void close() {
        prober.close();
    }

    private static ProxyServer at(RawServer server) {
        return ProxyServer.parse("http://ana:s%40cret@127.0.0.1:" + server.port());
    }

    private void assertNotRun(ProbeResult result, String... words) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        ProbeResult.NotRun.class,
                        unknown ->
                                assertThat(unknown.why()).contains("the proxy ").contains(words));
        assertThat(result.toString()).doesNotContain("s@cret", "s%40cret", "ana");
    }

    private static void assertForbidden(ProbeResult result, String part) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        ProbeResult.NotRun.class,
                        run -> assertThat(run.why())
                                .startsWith("we must not look there: ")
                                .contains(part));
    }

    private void assertFailed(ProbeResult result, Reason reason, String detail) {
        assertThat(result).isInstanceOfSatisfying(ProbeResult.Failed.class, failed -> {
            assertThat(failed.reason()).as(failed.toString()).isEqualTo(reason);
            assertThat(failed.detail()).contains(detail);
        });
    }

    private ProbeResult connecting(String answer) {
        try (var proxy = RawServer.saying(answer)) {
            return prober.run(HttpSpec.get("https://shop.example/").withProxy(at(proxy)));
        }
    }

    @Test
    void a_proxy_url_is_read_and_never_printed_with_its_secret() {
        var proxy = ProxyServer.parse("http://ana:s%40c:r+et@Proxy.Example:3128/");
        assertThat(proxy).hasToString("http://proxy.example:3128");
        assertThat(proxy.login()).hasValue(new ProxyServer.Login("ana", "s@c:r+et"));
        assertThat(proxy.login().toString()).doesNotContain("s@c");
        assertThat(ProxyServer.parse("socks5h://[fd00::1]:1080")).hasToString("socks5://[fd00::1]:1080");
        for (String wrong : List.of(
                "https://s3cret:s3cret@proxy.example:1",
                "proxy.example:3128",
                "http://s3cret:s3cret@proxy.example",
                "http://s3cret@proxy.example:1",
                "http://s3cret:%zz@proxy.example:1",
                "socks5://s3cret:@proxy.example:1",
                "http://s3cret:s3cret@0177.0.0.1:1",
                "http://s3cret:s3cret@proxy.example:0",
                "http://s3cret:s3cret@proxy.example:1/s3cret",
                "http://s3cret:s3cret@pro xy:1",
                "ftp://s3cret:s3cret@proxy.example:1")) {
            assertThatThrownBy(() -> ProxyServer.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void plain_requests_go_to_the_proxy_in_absolute_form() {
        try (var proxy = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            var spec = HttpSpec.get("http://shop.example:8080/a?b").withProxy(at(proxy));
            assertThat(prober.run(spec.expecting("body == \"ok\""))).isInstanceOf(ProbeResult.Passed.class);
            assertThat(proxy.requests().getFirst())
                    .startsWith("GET http://shop.example:8080/a?b HTTP/1.1\r\nHost: shop.example:8080\r\n")
                    .contains("\r\nProxy-Authorization: Basic YW5hOnNAY3JldA==\r\n");
        }
    }

    @Test
    void the_password_goes_to_the_proxy_only() {
        try (var target = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(prober.run(HttpSpec.get(target.at("/")))).isInstanceOf(ProbeResult.Passed.class);
            assertThat(target.requests().getFirst()).doesNotContain("Proxy-Authorization");
        }
        try (var proxy = RawServer.saying("HTTP/1.1 502 Bad Gateway\r\n\r\n")) {
            var spec = HttpSpec.get("https://shop.example/").withProxy(at(proxy));
            assertNotRun(prober.run(spec), "no way to shop.example:443: it answered 502");
            assertThat(proxy.requests().getFirst())
                    .startsWith("CONNECT shop.example:443 HTTP/1.1\r\nHost: shop.example:443\r\n")
                    .contains("\r\nProxy-Authorization: Basic YW5hOnNAY3JldA==\r\n");
        }
    }

    @Test
    void trouble_with_the_proxy_is_not_the_targets() {
        assertNotRun(connecting("HTTP/1.1 407 No\r\n\r\n"), "it does not take our password (407)");
        assertNotRun(connecting("HTTP/1.1 503 Busy\r\n\r\n"), "no way to shop.example:443: it answered 503");
        assertNotRun(connecting("SSH-2.0-x\r\n"), "what came is not HTTP/1: 'SSH-2.0-x");
        assertNotRun(connecting(""), "the connection was closed without an answer");
        assertNotRun(connecting("HTTP/1.1 200 OK\r\n\r\nmore"), "it sends more than its answer");
        assertNotRun(connecting("HTTP/1.1 200 OK\r\nX: " + "y".repeat(40_000) + "\r\n\r\n"), "32 KiB");
        try (var proxy = RawServer.saying("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")) {
            assertNotRun(prober.run(HttpSpec.get("http://shop.example/").withProxy(at(proxy))), "(407)");
        }
        try (var proxy = RawServer.saying("")) {
            assertNotRun(
                    prober.run(HttpSpec.get("http://shop.example/").withProxy(at(proxy))), "closed without an answer");
        }
        try (var silent =
                new RawServer((_, socket, _) -> socket.getInputStream().read() >= 0)) {
            var spec =
                    HttpSpec.get("https://shop.example/").withProxy(at(silent)).withTimeout(SHORT);
            assertNotRun(prober.run(spec), "no way to shop.example:443: no answer in time");
        }
        // A port of the system's own, where nothing listens: one that was free a moment ago may be somebody's by now.
        var away = ProxyServer.parse("http://127.0.0.1:1");
        assertNotRun(prober.run(HttpSpec.get("https://shop.example/").withProxy(away)), "refused the connection");
        var unknown = ProxyServer.parse("http://proxy.example:3128");
        assertNotRun(
                prober.run(HttpSpec.get("https://shop.example/").withProxy(unknown)),
                "the proxy http://proxy.example:3128: there is no such name");
    }

    @Test
    void what_a_proxy_saw_of_the_target_counts() {
        assertFailed(
                connecting("HTTP/1.1 503 X\r\nX-Squid-Error: ERR_CONNECT_FAIL 111\r\n\r\n"),
                Reason.CONNECT_REFUSED,
                "shop.example:443 refused the connection, says the proxy http://127.0.0.1:");
        assertFailed(
                connecting("HTTP/1.1 504 X\r\nProxy-Status: edge.example; error=connection_timeout\r\n\r\n"),
                Reason.CONNECT_TIMEOUT,
                "shop.example:443 did not accept the connection in time, says the proxy");
        assertNotRun(connecting("HTTP/1.1 503 X\r\nX-Squid-Error: ERR_DNS_FAIL 0\r\n\r\n"), "it answered 503");
    }

    /// Answers each message of the client with the next bytes, then waits for it to go.
    private static final class Script implements AutoCloseable {
        private final ServerSocket listener;
        private final BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();

        Script(byte[]... answers) throws IOException {
            listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> play(answers));
        }

        private void play(byte[]... answers) {
            try (var socket = listener.accept()) {
                var buffer = new byte[4096];
                for (byte[] answer : answers) {
                    int count = socket.getInputStream().read(buffer);
                    heard.add(java.util.Arrays.copyOf(buffer, Math.max(0, count)));
                    socket.getOutputStream().write(answer);
                }
                heard.add(socket.getInputStream().readNBytes(10));
            } catch (IOException gone) {
                // the client had enough
            }
        }

        byte[] heard() throws InterruptedException {
            byte[] next = heard.poll(10, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next == null ? new byte[0] : next;
        }

        ProxyServer proxy(String login) {
            return ProxyServer.parse("socks5://" + login + "127.0.0.1:" + listener.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private ProbeResult overSocks(String login, byte[]... answers) throws IOException {
        try (var script = new Script(answers)) {
            return prober.run(HttpSpec.get("http://shop.example:8080/")
                    .withProxy(script.proxy(login))
                    .withTimeout(Duration.ofSeconds(3)));
        }
    }

    @Test
    void socks_proxies_look_names_up_themselves() throws Exception {
        byte[] answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] opened = bytes(5, 0, 0, 3, 2, 'a', 'b', 0, 0);
        try (var script = new Script(bytes(5, 2), bytes(1, 0), opened, answer)) {
            var spec = HttpSpec.get("http://shop.example:8080/").withProxy(script.proxy("ana:pw@"));
            assertThat(prober.run(spec)).isInstanceOf(ProbeResult.Passed.class);
            assertThat(script.heard()).isEqualTo(bytes(5, 2, 0, 2));
            assertThat(script.heard()).isEqualTo(bytes(1, 3, 'a', 'n', 'a', 2, 'p', 'w'));
            assertThat(new String(script.heard(), StandardCharsets.ISO_8859_1))
                    .isEqualTo("\5\1\0\3\14shop.example\u001f\u0090");
            assertThat(new String(script.heard(), StandardCharsets.ISO_8859_1)).startsWith("GET / HTTP/1.1\r\n");
        }
    }

    @Test
    void socks_refusals_are_told_apart() throws Exception {
        byte[] welcome = bytes(5, 0);
        assertFailed(
                overSocks("", welcome, bytes(5, 5, 0, 1, 0, 0, 0, 0, 0, 0)),
                Reason.CONNECT_REFUSED,
                "shop.example:8080 refused the connection, says the proxy socks5://127.0.0.1:");
        assertNotRun(overSocks("", welcome, bytes(5, 2, 0, 1)), "its rules do not allow it (2)");
        assertNotRun(overSocks("", welcome, bytes(5, 4, 0, 1)), "the host cannot be reached (4)");
        assertNotRun(overSocks("", welcome, bytes(5, 99, 0, 1)), "code 99");
        assertNotRun(overSocks("", bytes(5, 255)), "it wants a password");
        assertNotRun(overSocks("", bytes(5, 2)), "it wants a password");
        assertNotRun(overSocks("ana:s%40cret@", bytes(5, 255)), "it takes no password");
        assertNotRun(overSocks("ana:s%40cret@", bytes(5, 2), bytes(1, 1)), "it does not take our password");
        assertNotRun(overSocks("", bytes('H', 'T')), "what it answers is not SOCKS 5");
        assertNotRun(overSocks("", welcome, bytes(5, 0, 0, 7)), "what it answers is not SOCKS 5");
    }

    private static Resolver names(String known, String address) {
        return (name, _, _) -> name.equals(known)
                ? new Resolution.Found(List.of(AddressText.parse(address).orElseThrow()))
                : new Resolution.Unavailable("no name server answers");
    }

    @Test
    void a_proxy_is_no_way_around_the_guard() {
        try (var proxy = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            var guard = AddressGuard.allowing(List.of("127.0.0.1:" + proxy.port()));
            try (var guarded = Here.prober(names("inside.example", "10.1.2.3"), guard)) {
                for (String inside : List.of(
                        "http://127.0.0.1:9/",
                        "http://[::1]:9/",
                        "http://10.0.0.1/",
                        "http://169.254.169.254/latest/",
                        "https://169.254.169.254/",
                        "http://localhost:9/",
                        "http://metadata.google.internal/",
                        "http://inside.example/",
                        "http://intranet/",
                        "http://wiki.internal/",
                        "https://db.corp/",
                        "https://printer.local/")) {
                    assertForbidden(guarded.run(HttpSpec.get(inside).withProxy(at(proxy))), "");
                }
                assertThat(proxy.connections()).isZero();
                assertThat(guarded.run(HttpSpec.get("http://shop.example/").withProxy(at(proxy))))
                        .isInstanceOf(ProbeResult.Passed.class);
                assertNotRun(
                        guarded.run(HttpSpec.get("http://shop.example/")
                                .withProxy(ProxyServer.parse("http://127.0.0.1:9"))),
                        "127.0.0.1 port 9 is this machine");
            }
        }
    }

    @Test
    void a_redirect_behind_a_proxy_is_guarded_too() {
        try (var proxy = RawServer.saying(
                "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\n\r\n")) {
            assertFailed(
                    prober.run(HttpSpec.get("http://shop.example/").withProxy(at(proxy))),
                    Reason.FORBIDDEN_ADDRESS,
                    "hands out machine credentials");
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void specs_with_a_proxy_show_no_secret() {
        var spec = HttpSpec.get("http://shop.example/").withProxy(ProxyServer.parse("http://ana:s3cret@127.0.0.1:1"));
        assertThat(spec.toString() + spec.asked().transport() + PageSpec.of(spec))
                .doesNotContain("s3cret");
        assertThat(HttpRequestSpec.get(URI.create("http://shop.example/"))
                        .transport()
                        .proxy())
                .isEmpty();
    }
}
