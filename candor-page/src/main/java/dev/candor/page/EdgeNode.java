package dev.candor.page;

import dev.candor.base.time.Sleeper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `candor page`: takes snapshots from other nodes or from directories, checks them, and keeps serving what it has
/// when all of them are gone. Never serves what is older than what it shows, or not signed by a key it trusts.
public final class EdgeNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeNode.class);

    /// @param origins in the order asked; `http(s)://...` or directories. The newest snapshot wins, wherever it is
    /// @param listen port 0 picks a free one
    /// @param every how often origins are asked
    /// @param keep where snapshots are kept across restarts; empty to keep them in memory only
    /// @param trust whose pages are served
    public record Settings(
            List<String> origins, InetSocketAddress listen, Duration every, Optional<Path> keep, Trust trust) {
        public Settings {
            origins = List.copyOf(origins);
            if (origins.isEmpty()) {
                throw new IllegalArgumentException("an edge node needs at least one origin");
            }
            if (every.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("origins may be asked once a second at most, was " + every);
            }
        }
    }

    /// What one look at all origins came to.
    ///
    /// @param shown pages that are new now, as `slug@sequence`
    /// @param problems in plain words
    public record Pull(List<String> shown, List<String> problems) {}

    private final Settings settings;
    private final Sleeper sleeper;
    private final Object keeping = new Object();
    private final PageServer server;
    private final List<Origin> origins;
    private final HttpClient client;
    private final Map<Integer, List<String>> reported = new ConcurrentHashMap<>();
    private final List<Thread> loops = new CopyOnWriteArrayList<>();

    public EdgeNode(Settings settings, Sleeper sleeper) {
        this.settings = settings;
        this.sleeper = sleeper;
        this.server = new PageServer(settings.listen(), Optional.empty());
        this.client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        this.origins = settings.origins().stream()
                .map(origin -> Origin.of(origin, client, settings.trust()))
                .toList();
    }

    /// Serves what was kept, then looks at the origins again and again. Each has a turn of its own: one that accepts
    /// connections and never answers keeps nobody from a folder in which somebody speaks by hand.
    public void start() {
        kept();
        server.start();
        for (int i = 0; i < origins.size(); i++) {
            int origin = i;
            loops.add(Thread.ofVirtual().name("edge-" + i).start(() -> follow(origin)));
        }
    }

    private void follow(int origin) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                report(origin, pull(origin));
                sleeper.sleep(settings.every());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    public URI uri() {
        return server.uri();
    }

    /// The snapshots shown now.
    public List<Snapshot> shown() {
        return server.shown();
    }

    /// Looks at every origin once.
    public Pull pull() {
        var shown = new ArrayList<String>();
        var problems = new ArrayList<String>();
        for (int i = 0; i < origins.size(); i++) {
            Pull one = pull(i);
            shown.addAll(one.shown());
            problems.addAll(one.problems());
        }
        return new Pull(List.copyOf(shown), List.copyOf(problems));
    }

    private Pull pull(int number) {
        var shown = new ArrayList<String>();
        var problems = new ArrayList<String>();
        Origin origin = origins.get(number);
        Optional<List<Origin.Offer>> offers = origin.offers();
        if (offers.isEmpty()) {
            problems.add(settings.origins().get(number) + " cannot be reached");
        }
        offers.orElse(List.of()).forEach(offer -> pull(origin, offer, shown, problems));
        return new Pull(List.copyOf(shown), List.copyOf(problems));
    }

    private void pull(Origin origin, Origin.Offer offer, List<String> shown, List<String> problems) {
        Optional<Snapshot> have = server.shown().stream()
                .filter(snapshot -> offer.slug().isEmpty()
                        || snapshot.slug().equals(offer.slug().get()))
                .findFirst();
        switch (origin.read(offer, have)) {
            case Snapshot.Read.Absent() -> problems.add("nothing to read at " + offer.where());
            case Snapshot.Read.Refused(String why) -> problems.add(offer.where() + ": " + why);
            case Snapshot.Read.Whole(Snapshot snapshot) -> {
                if (offer.slug().isPresent() && !offer.slug().get().equals(snapshot.slug())) {
                    problems.add(offer.where() + ": is the page " + snapshot.slug());
                } else if (server.publish(snapshot, snapshot.host(), offer.first()) == PageServer.Published.SHOWN) {
                    shown.add(snapshot.slug() + "@" + snapshot.sequence());
                    keep(snapshot, problems);
                }
            }
        }
    }

    private void kept() {
        settings.keep().ifPresent(path -> {
            var directory = new SnapshotDirectory(path, settings.trust());
            for (String slug : directory.slugs()) {
                if (directory.load(slug) instanceof Snapshot.Read.Whole(Snapshot snapshot)) {
                    server.publish(snapshot, snapshot.host(), false);
                }
            }
        });
    }

    private void keep(Snapshot snapshot, List<String> problems) {
        settings.keep().ifPresent(path -> {
            try {
                synchronized (keeping) { // a folder has one writer at a time
                    new SnapshotDirectory(path, settings.trust()).write(snapshot);
                }
            } catch (IOException full) {
                problems.add("cannot keep a copy in " + path + ": " + full.getMessage());
            }
        });
    }

    /// A lasting problem is logged once, and once when it is over.
    private void report(int origin, Pull pull) {
        if (!pull.shown().isEmpty()) {
            LOG.info("shows {}", String.join(", ", pull.shown()));
        }
        List<String> before = reported.getOrDefault(origin, List.of());
        if (!pull.problems().equals(before)) {
            if (pull.problems().isEmpty()) {
                LOG.info("{} answers again", settings.origins().get(origin));
            } else {
                LOG.warn("{}", String.join("; ", pull.problems()));
            }
            reported.put(origin, pull.problems());
        }
    }

    @Override
    public void close() {
        loops.forEach(Thread::interrupt);
        server.close();
        client.shutdownNow();
    }
}
