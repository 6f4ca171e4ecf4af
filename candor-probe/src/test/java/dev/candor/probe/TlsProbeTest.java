package dev.candor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.probe.http.ClientIdentity;
import dev.candor.probe.http.TrustPolicy;
import dev.candor.probe.net.AddressText;
import dev.candor.probe.net.Resolution;
import dev.candor.probe.testing.Certificates;
import dev.candor.probe.testing.HelloTap;
import dev.candor.probe.testing.Here;
import dev.candor.probe.testing.RawServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TlsProbeTest {
    private static final RawServer.Answer HELLO = (_, _, out) -> {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
        return false;
    };
    private static final Prober PROBER = Here.prober((_, _, _) ->
            new Resolution.Found(List.of(AddressText.v4("127.0.0.1").orElseThrow())));

    @TempDir
    static Path folder;

    private static Certificates shop;
    private static Certificates expired;

    @BeforeAll
    static void certificates() throws Exception {
        shop = Certificates.create(
                folder, "shop", "dns:shop.example,dns:*.pages.example,ip:127.0.0.1", "-validity", "30");
        expired = Certificates.create(folder, "old", "dns:shop.example", "-startdate", "-20d", "-validity", "10");
    }

    @AfterAll
    static void close() {
        PROBER.close();
    }

    private static TrustPolicy trusting(Certificates certificates) throws Exception {
        return new TrustPolicy.Anchors(List.of(certificates.certificate()));
    }

    private static ProbeResult run(RawServer server, String host, TrustPolicy trust, String... expectations) {
        return PROBER.run(HttpSpec.get("https://" + host + ":" + server.port() + "/")
                .withTrust(trust)
                .withTimeout(Duration.ofSeconds(10))
                .expecting(expectations));
    }

    private static void assertTls(ProbeResult result, String detail) {
        assertThat(result).isInstanceOfSatisfying(ProbeResult.Failed.class, failed -> {
            assertThat(failed.reason()).as(failed.toString()).isEqualTo(Reason.TLS);
            assertThat(failed.detail()).contains(detail);
        });
    }

    @Test
    void a_trusted_certificate_passes_and_its_days_are_seen() throws Exception {
        try (var server = new RawServer(shop.listener(), HELLO)) {
            for (String host : List.of("shop.example", "any.pages.example", "127.0.0.1")) {
                ProbeResult result = run(
                        server, host, trusting(shop), "certificate-days in 28..30", "body == \"hello\"", "tls > 0ms");
                assertThat(result).as(host).isInstanceOf(ProbeResult.Passed.class);
            }
        }
    }

    @Test
    void an_expired_certificate_is_named_with_its_day() throws Exception {
        try (var server = new RawServer(expired.listener(), HELLO)) {
            String day =
                    expired.certificate().getNotAfter().toInstant().toString().substring(0, 10);
            ProbeResult result = run(server, "shop.example", trusting(expired));
            assertTls(result, "the certificate of shop.example expired on " + day);
            assertThat(((ProbeResult.Failed) result).measured().certificateNotAfter())
                    .contains(expired.certificate().getNotAfter().toInstant());
            assertThat(server.requests())
                    .as("nothing is sent to whom we do not trust")
                    .isEmpty();
            assertThat(run(server, "shop.example", new TrustPolicy.Anything())).isInstanceOf(ProbeResult.Passed.class);
        }
    }

    @Test
    void a_certificate_for_another_name_is_named() throws Exception {
        try (var server = new RawServer(shop.listener(), HELLO)) {
            assertTls(
                    run(server, "bank.example", trusting(shop)),
                    "the certificate is for shop.example, *.pages.example, 127.0.0.1, not for bank.example");
            assertTls(run(server, "a.b.pages.example", trusting(shop)), "not for a.b.pages.example");
            assertTls(run(server, "pages.example", trusting(shop)), "not for pages.example");
        }
    }

    @Test
    void an_unknown_issuer_is_named() throws Exception {
        try (var server = new RawServer(shop.listener(), HELLO)) {
            assertTls(
                    run(server, "shop.example", new TrustPolicy.System()), "issued by 'CN=shop', which is not trusted");
            assertTls(run(server, "shop.example", trusting(expired)), "which is not trusted");
        }
    }

    /// The JDK's own class for server names refuses these; a redirect may lead there.
    @Test
    void names_that_are_unusual_but_exist_are_asked_for() throws Exception {
        for (String host : List.of("under_score.pages.example", "-x.pages.example", "_srv.pages.example")) {
            try (var listener =
                    new ServerSocket(0, 1, AddressText.v4("127.0.0.1").orElseThrow())) {
                var hello = new CompletableFuture<String>();
                Thread.ofVirtual().start(() -> {
                    try (Socket socket = listener.accept()) {
                        var bytes = new byte[2000];
                        int count = socket.getInputStream().read(bytes);
                        hello.complete(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
                    } catch (IOException broken) {
                        hello.completeExceptionally(broken);
                    }
                });
                ProbeResult result = PROBER.run(HttpSpec.get("https://" + host + ":" + listener.getLocalPort() + "/"));
                assertTls(result, "cut during the TLS handshake");
                assertThat(hello.get()).contains(host);
            }
        }
    }

    @Test
    void a_client_certificate_is_shown_where_it_is_configured() throws Exception {
        Certificates client = Certificates.create(folder, "probe", "dns:probe.example", "-ext", "eku=clientAuth");
        try (var server = new RawServer(shop.listenerFor(client.certificate()), HELLO)) {
            var spec =
                    HttpSpec.get("https://shop.example:" + server.port() + "/").withTrust(trusting(shop));
            assertThat(PROBER.run(spec.withIdentity(client.identity()))).isInstanceOf(ProbeResult.Passed.class);
            assertThat(PROBER.run(spec)).isInstanceOf(ProbeResult.Failed.class);
        }
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(client.identity().key().getEncoded())
                + "\n-----END PRIVATE KEY-----";
        String certificate = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(client.certificate().getEncoded())
                + "\n-----END CERTIFICATE-----";
        assertThat(ClientIdentity.pem(certificate, pem)).isEqualTo(client.identity());
    }

    @Test
    void no_session_is_ever_offered_again() throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            var listener = (SSLServerSocket) shop.listener();
            listener.setEnabledProtocols(new String[] {protocol});
            try (var server = new RawServer(listener, HELLO);
                    var tap = new HelloTap(server.port())) {
                for (int i = 0; i < 5; i++) {
                    var spec = HttpSpec.get("https://shop.example:" + tap.port() + "/")
                            .withTrust(trusting(shop));
                    assertThat(PROBER.run(spec)).isInstanceOf(ProbeResult.Passed.class);
                }
                assertThat(tap.resumptions()).as(protocol).hasSize(5).doesNotContain(true);
            }
        }
    }

    @Test
    void a_port_without_tls_is_named() throws Exception {
        try (var listener = new ServerSocket(0, 1, AddressText.v4("127.0.0.1").orElseThrow())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = listener.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().readAllBytes();
                } catch (IOException closed) {
                    // the test is over
                }
            });
            ProbeResult result = PROBER.run(HttpSpec.get("https://shop.example:" + listener.getLocalPort() + "/"));
            assertTls(result, "does not speak TLS on this port");
        }
    }

    @Test
    void a_handshake_that_never_comes_ends_at_the_deadline() {
        try (var server = new RawServer((_, _, _) -> false)) {
            // it waits for the end of a request head, which our hello is not
            ProbeResult result = PROBER.run(
                    HttpSpec.get("https://shop.example:" + server.port() + "/").withTimeout(Duration.ofMillis(300)));
            assertThat(result)
                    .isInstanceOfSatisfying(
                            ProbeResult.Failed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(Reason.TIMEOUT));
        }
    }
}
