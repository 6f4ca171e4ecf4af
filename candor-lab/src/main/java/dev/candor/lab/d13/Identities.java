package dev.candor.lab.d13;

import dev.candor.lab.parts.LabClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Customers who make ten identities a second; each is one event that must arrive.
final class Identities implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /// What is younger may still be on its way.
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(3);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI app;
    private final LabClock clock;
    private final Map<String, Long> accepted = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile long refused;

    Identities(URI app, LabClock clock) {
        this.app = app;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("identities").start(this::make);
    }

    private void make() {
        try {
            for (long number = 1; ; number++) {
                String name = "identity-" + number;
                var request = HttpRequest.newBuilder(app)
                        .timeout(TIMEOUT)
                        .POST(HttpRequest.BodyPublishers.ofString(name))
                        .build();
                if (status(request) == 201) {
                    accepted.put(name, clock.elapsed().nanos());
                } else {
                    refused = refused + 1;
                }
                clock.sleeper().sleep(EVERY);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private int status(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException broken) {
            return 0;
        }
    }

    /// Requests the app did not accept.
    long refused() {
        return refused;
    }

    int accepted() {
        return accepted.size();
    }

    /// Accepted by the app and not at the receiver, which had time enough.
    List<String> missing(Sink sink) {
        long now = clock.elapsed().nanos();
        return accepted.entrySet().stream()
                .filter(event -> now - event.getValue() > ON_ITS_WAY.toNanos() && !sink.has(event.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void close() {
        thread.interrupt();
        client.shutdownNow();
    }
}
