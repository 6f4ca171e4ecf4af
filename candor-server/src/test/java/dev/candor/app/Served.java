package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import dev.candor.platform.auth.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A real server on a port of its own, and somebody with a token who asks it.
final class Served implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Candor candor;
    private final String token;

    Served(Path data, Role role) {
        this(data, role, "the-test");
    }

    /// @param name of the token: another for each start on the same folder
    Served(Path data, Role role, String name) {
        this(data, role, name, Map.of());
    }

    /// @param more settings, by their keys
    Served(Path data, Role role, String name, Map<String, String> more) {
        var flags =
                new HashMap<>(Map.of("data", data.toString(), "listen", "127.0.0.1:0", "page-listen", "127.0.0.1:0"));
        flags.putAll(more);
        var loaded = Settings.load(Optional.empty(), flags, Map.of());
        assertThat(loaded.problems()).isEmpty();
        candor = new Candor(loaded.settings());
        candor.start();
        token = candor.gate().newToken(name, role, "the test").orElseThrow();
    }

    Candor candor() {
        return candor;
    }

    /// Takes YAML as an operator's file.
    void configure(String yaml) {
        assertThat(candor.applying()
                        .files(Map.of("c.yaml", yaml), Map.of(), false, "omar")
                        .problems())
                .isEmpty();
        candor.catalogs().reload();
    }

    HttpResponse<byte[]> send(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(candor.consoleUrl() + path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /// What anybody gets who has no token.
    HttpResponse<String> anybody(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(candor.consoleUrl() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static Map<String, Object> json(HttpResponse<byte[]> answer, int status) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
        @SuppressWarnings("unchecked")
        var object = (Map<String, Object>) (Map<String, ?>) Json.parseObject(answer.body());
        return object;
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
        candor.close();
    }
}
