package dev.candor.lab.d01;

import dev.candor.lab.parts.LabClock;
import dev.candor.lab.run.Observer;
import dev.candor.lab.run.Sightings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The simplest observer: looks at the page and one asset four times a second; two failures in a row are an alert, a
/// page and a word to the public at once, and everything after belongs to the same incident.
final class WatchingObserver implements Observer {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LabClock clock = LabClock.real();
    private final List<Instant> signals = new ArrayList<>();
    private final List<Instant> alerts = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    boolean closed;

    @Override
    public URI console() {
        return URI.create("http://127.0.0.1:1");
    }

    @Override
    public void start(Map<String, String> values) {
        URI site = URI.create(values.getOrDefault("SITE", ""));
        threads.add(Thread.ofVirtual()
                .start(() -> watch(List.of(site, site.resolve(values.getOrDefault("ASSET", ""))))));
    }

    private void watch(List<URI> targets) {
        int inARow = 0;
        try {
            while (true) {
                boolean good = true;
                for (URI target : targets) {
                    good &= good(target);
                }
                inARow = good ? 0 : inARow + 1;
                note(good, inARow);
                clock.sleeper().sleep(Duration.ofMillis(250));
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void note(boolean good, int inARow) {
        if (!good) {
            signals.add(clock.wall().instant());
        }
        if (inARow == 2 && alerts.isEmpty()) {
            alerts.add(clock.wall().instant());
        }
    }

    private boolean good(URI target) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(target)
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode() == 200;
        } catch (IOException broken) {
            return false;
        }
    }

    @Override
    public synchronized Sightings sightings() {
        return new Sightings(signals, alerts, alerts, alerts, alerts.size(), 0);
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        client.shutdownNow();
    }
}
