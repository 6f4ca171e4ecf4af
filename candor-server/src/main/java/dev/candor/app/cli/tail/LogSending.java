package dev.candor.app.cli.tail;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Batches over `POST /in/{key}/logs`, packed.
public final class LogSending implements LogTail.Sending, AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI door;
    private final Map<String, String> query;
    private final Consumer<String> trouble;
    private String said = "";
    private final Map<String, Reading> readings = new HashMap<>();

    /// How reading one file goes.
    ///
    /// @param reason why lines of it cannot be read, as it was said; empty when nothing was said
    /// @param good lines in a row that were read since
    private record Reading(String reason, long good) {
        static final Reading FINE = new Reading("", 0);
    }

    /// A log with a stray line here and there is neither broken nor mended with each of them.
    private static final int READ_AGAIN = 100;

    private static final int LONGEST_EXAMPLE = 160;

    /// @param server the console's address
    /// @param key an intake key of a service
    /// @param query `format` or `source`
    /// @param trouble hears what goes wrong, each thing once in a row, and which lines cannot be read
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
                read(file, answer.body());
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

    /// Lines the server cannot read are gone for good, so whoever started this hears of it, once per change.
    private void read(String file, String answer) {
        Map<String, @Nullable Object> counts;
        try {
            counts = Json.parseObject(answer.getBytes(StandardCharsets.UTF_8));
        } catch (JsonException another) {
            return; // an older server says it otherwise
        }
        long lines = number(counts.get("lines"));
        long unread = number(counts.get("unread"));
        Reading before = readings.getOrDefault(file, Reading.FINE);
        if (unread == 0) {
            Reading now = new Reading(before.reason(), before.good() + lines);
            if (!now.reason().isEmpty() && now.good() >= READ_AGAIN) {
                trouble.accept(file + ": its lines are read again");
                now = Reading.FINE;
            }
            readings.put(file, now);
            return;
        }
        Why why = why(counts.get("unread_so_far"));
        if (!why.reason().equals(before.reason())) {
            trouble.accept(file + ": " + unread + " of " + lines + " lines cannot be read (" + why.reason() + "), e.g. "
                    + why.example());
        }
        readings.put(file, new Reading(why.reason(), 0));
    }

    private record Why(String reason, long lines, String example) {}

    /// The most frequent reason.
    private static Why why(@Nullable Object reasons) {
        var most = new Why("no reason given", 0, "");
        if (reasons instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> map && number(map.get("lines")) > most.lines()) {
                    most = new Why(
                            printable(map.get("reason")), number(map.get("lines")), printable(map.get("example")));
                }
            }
        }
        return most;
    }

    /// Foreign text on somebody's terminal: no control characters, and not much of it.
    private static String printable(@Nullable Object text) {
        String clean = String.valueOf(text).replaceAll("\\p{C}", "?");
        return clean.length() > LONGEST_EXAMPLE ? clean.substring(0, LONGEST_EXAMPLE) + "…" : clean;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
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
