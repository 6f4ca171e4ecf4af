package dev.candor.lab.d23;

import dev.candor.lab.parts.LabClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Readers who ask every copy again and again, and remember all they saw.
final class PageReaders implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST = 1_000_000;

    private final LabClock clock;
    private final String words;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final List<Sight> sights = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();
    private volatile boolean closed;

    private PageReaders(String words, LabClock clock) {
        this.words = words;
        this.clock = clock;
    }

    /// Go on until `close`.
    ///
    /// @param words what they look for
    static PageReaders start(List<URI> copies, String words, LabClock clock) {
        var readers = new PageReaders(words, clock);
        copies.forEach(
                copy -> readers.readers.add(Thread.ofVirtual().name("reader").start(() -> readers.ask(copy))));
        return readers;
    }

    private void ask(URI copy) {
        try {
            while (!closed) {
                note(look(copy));
                clock.sleeper().sleep(EVERY);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private Sight look(URI copy) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(copy.resolve("/")).timeout(PATIENCE).build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return Sight.of(
                    copy,
                    clock.wall().instant(),
                    answer.statusCode(),
                    answer.headers().firstValue("Candor-Snapshot"),
                    answer.body(),
                    words);
        } catch (IOException nobody) {
            return Sight.nothing(copy, clock.wall().instant());
        }
    }

    private synchronized void note(Sight sight) {
        if (!closed && sights.size() < MOST) {
            sights.add(sight);
        }
    }

    synchronized List<Sight> sights() {
        return List.copyOf(sights);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        readers.forEach(Thread::interrupt);
        client.shutdownNow();
    }
}
