package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A database that takes every connection and never says a word, at the start.
class SilentDatabaseTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private static final String CONFIGURATION = """
            services: [{name: shop, intake-keys: [0123456789abcdef]}]
            pages: [{name: Shop, slug: shop, components: [{name: Till, services: [shop]}]}]
            """;

    private Settings settings(Optional<String> databaseUrl) {
        var flags = new LinkedHashMap<>(
                Map.of("data", data.toString(), "listen", "127.0.0.1:0", "page-listen", "127.0.0.1:0"));
        databaseUrl.ifPresent(url -> flags.put("database-url", url));
        var loaded = Settings.load(Optional.empty(), flags, Map.of());
        assertThat(loaded.problems()).isEmpty();
        return loaded.settings();
    }

    /// The bound is generous: without one, a start would wait for as long as the network keeps the connection.
    @Test
    @Timeout(value = 90, unit = TimeUnit.SECONDS)
    void the_last_pages_are_shown_doors_take_signals_and_ready_says_what_is_missing() throws Exception {
        try (var before = new Candor(settings(Optional.empty()))) {
            before.applying().files(Map.of("shop.yaml", CONFIGURATION), Map.of(), false, "candor");
            before.start();
        }
        try (var silent = new Silence();
                var candor = new Candor(
                        settings(Optional.of("postgresql://candor@127.0.0.1:" + silent.port() + "/candor")));
                var http = HttpClient.newHttpClient()) {
            assertThat(get(http, candor.pagesUrl() + "/shop/").body()).contains("Till");
            candor.start();
            assertThat(candor.works()).isFalse();
            assertThat(get(http, candor.pagesUrl() + "/").body()).contains("Till");
            HttpResponse<String> ready = get(http, candor.consoleUrl() + "/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("the database is away since the start", "does not answer");
            assertThat(get(http, candor.consoleUrl() + "/live").statusCode()).isEqualTo(200);
            assertThat(http.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(candor.consoleUrl() + "/in/0123456789abcdef/json"))
                                            .POST(HttpRequest.BodyPublishers.ofString(
                                                    "{\"summary\": \"till is stuck\"}"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(202);
            assertThat(silent.heard()).as("the database was tried").isPositive();
        }
    }

    private static HttpResponse<String> get(HttpClient http, String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Accepts, and says nothing.
    private static final class Silence implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Queue<Socket> held = new ConcurrentLinkedQueue<>();

        Silence() throws java.io.IOException {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        held.add(listening.accept());
                    }
                } catch (java.io.IOException closed) {
                    // the test is over
                }
            });
        }

        int port() {
            return listening.getLocalPort();
        }

        int heard() {
            return held.size();
        }

        @Override
        public void close() throws java.io.IOException {
            listening.close();
            for (Socket socket : held) {
                socket.close();
            }
        }
    }
}
