package dev.candor.lab.parts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Customers: each loads the page and then every asset, over and over, and notices what does not arrive.
public final class Traffic implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration BETWEEN_PAGES = Duration.ofMillis(200);
    private static final int MAX_TROUBLES = 20_000;

    /// Something a customer asked for and did not get.
    ///
    /// @param nanos the moment on the elapsed clock
    /// @param what `503`, or the kind of failure
    public record Trouble(long nanos, String path, String what) {}

    /// What all customers saw so far.
    ///
    /// @param troubles at most 20,000 with their moments; `errors` counts all
    /// @param wholeSinceNanos when the first request after the last trouble arrived whole; empty when none has
    public record Seen(long requests, long errors, List<Trouble> troubles, Optional<Long> wholeSinceNanos) {}

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final List<URI> wanted;
    private final LabClock clock;
    private final List<Thread> customers = new ArrayList<>();
    private final List<Trouble> troubles = new ArrayList<>();
    private long requests;
    private long errors;
    private Optional<Long> wholeSinceNanos = Optional.empty();

    private Traffic(List<URI> wanted, LabClock clock) {
        this.wanted = wanted;
        this.clock = clock;
    }

    /// Starts customers that go on until `close`.
    ///
    /// @param customers how many at once, 1 to 100
    public static Traffic start(URI page, List<URI> assets, int customers, LabClock clock) {
        var wanted = new ArrayList<URI>();
        wanted.add(page);
        wanted.addAll(assets);
        var traffic = new Traffic(List.copyOf(wanted), clock);
        for (int i = 0; i < Math.clamp(customers, 1, 100); i++) {
            traffic.customers.add(Thread.ofVirtual().name("customer-" + i).start(traffic::visit));
        }
        return traffic;
    }

    public synchronized Seen seen() {
        return new Seen(requests, errors, List.copyOf(troubles), wholeSinceNanos);
    }

    @Override
    public void close() {
        customers.forEach(Thread::interrupt);
        try {
            for (Thread customer : customers) {
                customer.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
    }

    private void visit() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (URI uri : wanted) {
                    load(uri);
                }
                clock.sleeper().sleep(BETWEEN_PAGES);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void load(URI uri) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).GET().build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            boolean good = response.statusCode() == 200 && response.body().length > 0;
            note(uri, good ? "" : String.valueOf(response.statusCode()));
        } catch (IOException broken) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            note(uri, broken.getClass().getSimpleName());
        }
    }

    private synchronized void note(URI uri, String what) {
        long now = clock.elapsed().nanos();
        requests++;
        if (what.isEmpty()) {
            wholeSinceNanos = wholeSinceNanos.or(() -> Optional.of(now));
            return;
        }
        wholeSinceNanos = Optional.empty();
        errors++;
        if (troubles.size() < MAX_TROUBLES) {
            troubles.add(new Trouble(now, uri.getPath(), what));
        }
    }
}
