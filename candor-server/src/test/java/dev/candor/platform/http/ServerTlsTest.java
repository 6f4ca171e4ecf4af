package dev.candor.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.platform.auth.AccessStore;
import dev.candor.platform.auth.Gate;
import dev.candor.platform.auth.People;
import dev.candor.platform.auth.Role;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.testing.MutableClock;
import dev.candor.testing.PemFiles;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Console and API over our own certificates, with real handshakes.
class ServerTlsTest {
    private final MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private PemFiles console;

    @SuppressWarnings("NullAway.Init")
    private ServerTls tls;

    @SuppressWarnings("NullAway.Init")
    private Database ledger;

    @SuppressWarnings("NullAway.Init")
    private WebServer server;

    @BeforeEach
    void start() throws Exception {
        console = PemFiles.create(folder, "console", "console.example");
        PemFiles status = PemFiles.create(folder, "status", "status.example");
        tls = new ServerTls(List.of(pair(console), pair(status)));
        ledger = TestDatabases.sqlite(Schema.LEDGER, folder);
        var nobody = new People() {
            @Override
            public Optional<Role> role(String person) {
                return Optional.empty();
            }

            @Override
            public Optional<String> named(String nameOrEmail) {
                return Optional.empty();
            }
        };
        var gate = new Gate(
                ledger, new AccessStore(), nobody, new Ids(clock, Randomness.seeded(1)), Randomness.seeded(2), clock);
        Access anybody = Access.anybody("a test");
        server = new WebServer(
                new InetSocketAddress("127.0.0.1", 0),
                new Router(List.of(
                        Route.get("/whoami", anybody, call -> Answer.text(200, call.origin())),
                        Route.get(
                                "/cookie",
                                anybody,
                                call -> Answer.empty(204).with("Set-Cookie", gate.forgetCookie(call))))),
                gate,
                TrustedProxies.of(List.of()),
                Optional.empty(),
                Optional.of(tls));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        ledger.close();
    }

    private static ServerTls.Pair pair(PemFiles files) {
        return new ServerTls.Pair(files.certificate, files.key);
    }

    @Test
    void a_client_speaks_http_2_or_1_1_as_it_likes_and_is_told_to_stay_on_https() throws Exception {
        assertThat(server.uri().getScheme()).isEqualTo("https");
        for (var version : List.of(HttpClient.Version.HTTP_2, HttpClient.Version.HTTP_1_1)) {
            try (HttpClient client = HttpClient.newBuilder()
                    .sslContext(believing())
                    .version(version)
                    .build()) {
                HttpResponse<String> answer = get(client, "/whoami");
                assertThat(answer.version()).isEqualTo(version);
                assertThat(answer.body()).isEqualTo(server.uri().toString());
                assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                        .isPresent();
                assertThat(get(client, "/cookie").headers().firstValue("Set-Cookie"))
                        .hasValueSatisfying(cookie ->
                                assertThat(cookie).startsWith("__Host-").endsWith("; Secure"));
            }
        }
    }

    private HttpResponse<String> get(HttpClient client, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.uri() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void the_certificate_is_chosen_by_name_and_the_first_one_answers_for_strangers() throws Exception {
        assertThat(shown("status.example").getSubjectX500Principal().getName()).isEqualTo("CN=status.example");
        assertThat(shown("console.example").getSubjectX500Principal().getName()).isEqualTo("CN=console.example");
        assertThat(shown("stranger.example").getSubjectX500Principal().getName())
                .isEqualTo("CN=console.example");
    }

    @Test
    void renewed_files_are_taken_without_a_restart_and_broken_ones_are_not() throws Exception {
        var before = shown("console.example").getSerialNumber();
        PemFiles renewed = PemFiles.create(folder, "renewed", "console.example");
        Files.writeString(console.certificate, "not a certificate");
        touch(2);
        tls.refresh();
        assertThat(shown("console.example").getSerialNumber()).isEqualTo(before);

        Files.copy(renewed.certificate, console.certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(renewed.key, console.key, StandardCopyOption.REPLACE_EXISTING);
        touch(4);
        tls.refresh();
        assertThat(shown("console.example").getSerialNumber()).isNotEqualTo(before);
    }

    /// So that the change is seen whatever the file system's clock resolves.
    private void touch(int seconds) throws Exception {
        Files.setLastModifiedTime(
                console.certificate, FileTime.from(clock.instant().plusSeconds(seconds)));
    }

    @Test
    void a_key_of_another_certificate_is_refused_by_name() throws Exception {
        PemFiles other = PemFiles.create(folder, "other", "other.example");
        assertThatThrownBy(() -> new ServerTls(List.of(new ServerTls.Pair(console.certificate, other.key))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not belong to the first certificate")
                .hasMessageContaining("other.key");
        assertThatThrownBy(() -> new ServerTls(List.of(new ServerTls.Pair(folder.resolve("absent.pem"), other.key))))
                .hasMessageContaining("absent.pem cannot be read");
    }

    private X509Certificate shown(String name) throws Exception {
        try (Socket plain = new Socket("127.0.0.1", server.uri().getPort());
                var socket = (SSLSocket) believing().getSocketFactory().createSocket(plain, name, 443, true)) {
            plain.setSoTimeout(10_000);
            var parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /// Believes everything: these tests look at what is shown, not at who signed it.
    private static SSLContext believing() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Credulous()}, new SecureRandom());
        return context;
    }

    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
