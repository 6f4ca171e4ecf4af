package dev.candor.detect.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An agent's way to the server: outgoing only.
public final class AgentLine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentLine.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int MOST = 16 << 20;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI server;
    private final String key;
    private final String location;
    private String complaint = "";

    /// @param server the console's address
    /// @param key of the location
    public AgentLine(URI server, String key, String location) {
        this.server = server;
        this.key = key;
        this.location = location;
    }

    String location() {
        return location;
    }

    /// What to look at; empty when the server is away or refuses.
    Optional<String> work() throws InterruptedException {
        return send(request("/agent/work?location=" + URLEncoder.encode(location, StandardCharsets.UTF_8))
                .GET()
                .build());
    }

    /// @return whether the server has it now
    boolean report(String body) throws InterruptedException {
        return send(request("/agent/results")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build())
                .isPresent();
    }

    private HttpRequest.Builder request(String path) {
        String base = server.toString().replaceAll("/+$", "");
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + key);
    }

    private Optional<String> send(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            String body = limited(answer.body());
            if (answer.statusCode() == 200) {
                complain("");
                return Optional.of(body);
            }
            complain("The server answers " + answer.statusCode() + ": "
                    + (body.length() > 300 ? body.substring(0, 300) : body));
        } catch (IOException away) {
            complain("The server cannot be reached: " + away);
        }
        return Optional.empty();
    }

    private static String limited(InputStream body) throws IOException {
        try (body) {
            var bytes = new ByteArrayOutputStream();
            bytes.write(body.readNBytes(MOST));
            if (body.read() >= 0) {
                throw new IOException("the answer is longer than " + MOST + " bytes");
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    /// Says a trouble once, not at every try; and its end.
    private synchronized void complain(String what) {
        if (!what.equals(complaint)) {
            if (what.isEmpty()) {
                LOG.info("The server is there again");
            } else {
                LOG.warn("{}; results wait on the disk", what);
            }
            complaint = what;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
