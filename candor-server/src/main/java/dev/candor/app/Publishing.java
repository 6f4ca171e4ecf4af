package dev.candor.app;

import dev.candor.page.PageServer;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotDirectory;
import dev.candor.platform.jobs.Ticking;
import dev.candor.tell.page.Pages;
import dev.candor.tell.page.Publication;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where finished pages go: to the page server at once, to the disk a moment later. Nobody who publishes waits for a
/// disk or fails because of it.
///
/// A page that only has a newer time on it is kept every few minutes, not with every rendering; at the end all are.
final class Publishing implements Pages.Publisher, Ticking, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);
    private static final Duration RENEWED_EVERY = Duration.ofMinutes(3);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    /// @param changed not only newer
    private record Waiting(Publication publication, boolean changed) {}

    private final PageServer server;
    private final KeptPages kept;
    private final Optional<SnapshotDirectory> directory;
    private final Map<String, Optional<Waiting>> waiting = new LinkedHashMap<>(); // empty: to be removed
    private final Map<String, Instant> keptAt = new HashMap<>();
    private Runnable wake = () -> {};

    /// @param directory also written, for other web servers
    Publishing(PageServer server, KeptPages kept, Optional<SnapshotDirectory> directory) {
        this.server = server;
        this.kept = kept;
        this.directory = directory;
    }

    /// @param wake called when there is something to write
    void onWork(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public void publish(Publication publication) {
        show(publication, true);
    }

    @Override
    public void renew(Publication publication) {
        show(publication, false);
    }

    private void show(Publication publication, boolean changed) {
        Snapshot snapshot = publication.snapshot();
        Optional<String> host = publication.page().host();
        if (server.publish(snapshot, host, publication.first()) == PageServer.Published.NOT_NEWER) {
            // What is shown was kept from another past: the database was restored, or is a new one.
            server.withdraw(snapshot.slug());
            server.publish(snapshot, host, publication.first());
        }
        directory.ifPresent(folder -> write(folder, snapshot));
        synchronized (this) {
            boolean still = waiting.getOrDefault(snapshot.slug(), Optional.empty())
                    .filter(Waiting::changed)
                    .isPresent();
            waiting.put(snapshot.slug(), Optional.of(new Waiting(publication, changed || still)));
        }
        wake.run();
    }

    private static void write(SnapshotDirectory directory, Snapshot snapshot) {
        try {
            directory.write(snapshot);
        } catch (IOException failure) {
            LOG.warn("The page {} could not be written to its directory: {}", snapshot.slug(), failure.getMessage());
        }
    }

    @Override
    public void withdraw(String slug) {
        server.withdraw(slug);
        synchronized (this) {
            waiting.put(slug, Optional.empty());
        }
        wake.run();
    }

    /// Takes away pages that were kept, and are no longer configured.
    void only(Set<String> configured) {
        kept.slugs().filter(slug -> !configured.contains(slug)).forEach(this::withdraw);
    }

    /// Keeps what waits.
    @Override
    public Optional<Instant> tick(Instant now) {
        Optional<Instant> next = Optional.empty();
        for (Map.Entry<String, Optional<Waiting>> each : taken().entrySet()) {
            String slug = each.getKey();
            Optional<Waiting> page = each.getValue();
            Instant due = keptAt.getOrDefault(slug, Instant.EPOCH).plus(RENEWED_EVERY);
            boolean early = page.isPresent() && !page.get().changed() && due.isAfter(now);
            if (!early && keep(slug, page)) {
                keptAt.put(slug, now);
                continue;
            }
            Instant again = early ? due : now.plus(AFTER_FAILURE);
            next = next.filter(at -> at.isBefore(again)).or(() -> Optional.of(again));
            putBack(slug, page);
        }
        return next;
    }

    private boolean keep(String slug, Optional<Waiting> page) {
        try {
            if (page.isPresent()) {
                kept.keep(page.get().publication());
            } else {
                kept.remove(slug);
            }
            return true;
        } catch (IOException | RuntimeException failure) {
            LOG.warn("The page {} could not be kept for the next start: {}", slug, failure.toString());
            return false;
        }
    }

    private synchronized Map<String, Optional<Waiting>> taken() {
        var all = new LinkedHashMap<>(waiting);
        waiting.clear();
        return all;
    }

    private synchronized void putBack(String slug, Optional<Waiting> page) {
        waiting.putIfAbsent(slug, page);
    }

    /// Keeps what was published last, so that the next start shows how old it really is.
    @Override
    public void close() {
        taken().forEach(this::keep);
    }
}
