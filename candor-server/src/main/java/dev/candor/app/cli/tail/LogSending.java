package dev.candor.app.cli.tail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/// Batches over `POST /in/{key}/logs`, packed.
public final class LogSending implements LogTail.Sending, AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI door;
    private final Map<String, String> query;
    private final Consumer<String> trouble;
    private String said = "";

    /// @param server the console's address
    /// @param key an intake key of a service
    /// @param query `format` or `source`
    /// @param trouble hears what goes wrong, each thing once in a row
    public LogSending(String server, String key, Map<String, String> query, Consumer<String> trouble) {
        this.door = URI.create(server.replaceAll("/$", "") + "/in/" + encoded(key) + "/logs");
        this.query = query;
        this.trouble = trouble;
    }

    @Override
    public boolean send(String file, String batch, byte[] lines) {
        var parameters = new StringBuilder("?file=" + encoded(file) + "&batch=" + encoded(batch));
        query.forEach(
                (name, value) -> parameters.append('&').append(name).append('=').append(encoded(value)));
        HttpRequest request = HttpRequest.newBuilder(URI.create(door + parameters.toString()))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/octet-stream")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed(lines)))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            int status = answer.statusCode();
            if (status == 200) {
                say("");
                return true;
            }
            if (status >= 400 && status < 500 && status != 408 && status != 429) {
                throw new IllegalArgumentException("the server answers " + status + ": " + answer.body());
            }
            say("the server answers " + status);
        } catch (IOException away) {
            say("the server is not reachable");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void say(String what) {
        if (!what.equals(said)) {
            said = what;
            trouble.accept(what.isEmpty() ? "sending again" : what + "; the lines stay in the file and are sent later");
        }
    }

    private static byte[] packed(byte[] lines) {
        var out = new ByteArrayOutputStream(lines.length / 6 + 64);
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(lines);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.close();
    }
}
