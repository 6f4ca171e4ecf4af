package dev.candor.app.cli;

import dev.candor.base.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a command talks to a server: `--server` or `CANDOR_SERVER`, and `CANDOR_TOKEN`.
final class ServerClient {
    @Option(
            names = "--server",
            description = "The server's console URL (or CANDOR_SERVER; default http://127.0.0.1:8080).")
    @Nullable
    String server;

    static final class NotReachable extends RuntimeException {
        NotReachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static final class Refused extends RuntimeException {
        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    boolean hasToken() {
        return System.getenv("CANDOR_TOKEN") != null;
    }

    Map<String, @Nullable Object> get(String path) {
        return call("GET", path, null);
    }

    Map<String, @Nullable Object> post(String path, Object body) {
        return call("POST", path, body);
    }

    Map<String, @Nullable Object> put(String path, Object body) {
        return call("PUT", path, body);
    }

    private Map<String, @Nullable Object> call(String method, String path, @Nullable Object body) {
        String base = server != null ? server : System.getenv().getOrDefault("CANDOR_SERVER", "http://127.0.0.1:8080");
        var publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(Json.write(body));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base.replaceAll("/$", "") + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, publisher);
        String token = System.getenv("CANDOR_TOKEN");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw new Refused(response.statusCode(), words(response));
            }
            return response.body().length == 0 ? Map.of() : Json.parseObject(response.body());
        } catch (IOException away) {
            String why = away.getMessage() == null ? "nobody answers there" : away.getMessage();
            throw new NotReachable(base + " (" + why + ")", away);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NotReachable(base, interrupted);
        }
    }

    /// The problem document as lines a person can act on.
    private static String words(HttpResponse<byte[]> response) {
        try {
            var problem = Json.parseObject(response.body());
            if (problem.get("problems") instanceof List<?> problems) {
                var lines = new StringBuilder();
                for (Object one : problems) {
                    if (one instanceof Map<?, ?> map) {
                        lines.append(map.get("file"))
                                .append(':')
                                .append(map.get("line"))
                                .append(": ")
                                .append(map.get("path"))
                                .append(": ")
                                .append(map.get("message"))
                                .append('\n');
                    }
                }
                return lines.toString().strip();
            }
            return problem.getOrDefault("title", "Refused") + ": " + problem.getOrDefault("detail", "");
        } catch (RuntimeException notJson) {
            return "answered " + response.statusCode() + ": " + new String(response.body(), StandardCharsets.UTF_8);
        }
    }
}
