package dev.candor.detect.telemetry;

import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Tx;
import dev.candor.telemetry.window.Window;
import dev.candor.telemetry.window.WindowCode;
import dev.candor.telemetry.window.WindowSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Windows of 10 seconds and minutes, by service. Parts of a window are added up in memory and written as a whole, so
/// that writing twice changes nothing; with the database away they wait in memory, bounded.
final class WindowStore {
    /// How long a row spans.
    enum Span {
        WINDOW(WindowSettings.USUAL.length()),
        MINUTE(Duration.ofMinutes(1));

        private final Duration length;

        Span(Duration length) {
            this.length = length;
        }

        Duration length() {
            return length;
        }
    }

    private static final String SAVE = """
            INSERT INTO log_window (service, span, start_at, requests, failures, body) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (service, span, start_at) DO UPDATE SET requests = excluded.requests, failures = excluded.failures, body = excluded.body
            """;
    private static final int KEPT = WindowSettings.USUAL.kept();
    private static final int WAITING = 5_000;
    private static final int MOST_READ = 2_000;

    /// Longer than a line may be late, so that a supplement finds its window in memory.
    private static final Duration IN_MEMORY = Duration.ofMinutes(4);

    private record Key(String service, Span span, Instant start) {}

    /// @param whole whether what was stored before is in it
    private record Held(Window window, boolean whole, boolean written) {}

    private final Database results;
    private final Map<Key, Held> held = new ConcurrentHashMap<>();
    private final AtomicLong lost = new AtomicLong();

    WindowStore(Database results) {
        this.results = results;
    }

    /// Takes one part of a window; `write` stores it.
    void add(String service, Window window) {
        if (window.requests() == 0) {
            return;
        }
        for (Span span : Span.values()) {
            long length = span.length().toMillis();
            Instant start = Instant.ofEpochMilli(Math.floorDiv(window.start().toEpochMilli(), length) * length);
            held.merge(
                    new Key(service, span, start),
                    new Held(window, false, false),
                    (a, b) -> new Held(a.window().merge(b.window(), KEPT), a.whole(), false));
        }
    }

    /// Writes what is new.
    ///
    /// @throws DatabaseException when it cannot; nothing is lost, the next write tries again
    void write(Instant now) {
        makeRoom();
        List<Key> due = held.entrySet().stream()
                .filter(entry -> !entry.getValue().written())
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(this::complete);
        if (!due.isEmpty()) {
            results.inTransaction(tx -> {
                due.forEach(key -> save(tx, key));
                return true;
            });
            due.forEach(key -> held.computeIfPresent(key, (_, known) -> new Held(known.window(), known.whole(), true)));
        }
        Instant old = now.minus(IN_MEMORY);
        held.entrySet()
                .removeIf(entry ->
                        entry.getValue().written() && entry.getKey().start().isBefore(old));
    }

    private void written(Key key) {
        Held known = held.get(key);
        if (known != null) {
            held.put(key, new Held(known.window(), known.whole(), true));
        }
    }

    /// Adds what a process before us stored of the same window, or we ourselves before it left the memory.
    private void complete(Key key) {
        Held known = held.get(key);
        if (known == null || known.whole()) {
            return;
        }
        Optional<Window> stored = results.read(tx -> tx.one(
                        "SELECT body FROM log_window WHERE service = ? AND span = ? AND start_at = ?",
                        row -> row.bytes("body"),
                        key.service(),
                        key.span(),
                        key.start()))
                .flatMap(WindowCode::decode);
        Window whole = stored.map(before -> before.merge(known.window(), KEPT)).orElse(known.window());
        held.put(key, new Held(whole, true, false));
    }

    private void save(Tx tx, Key key) {
        Held known = held.get(key);
        if (known != null) {
            Window window = known.window();
            tx.update(
                    SAVE,
                    key.service(),
                    key.span(),
                    key.start(),
                    window.requests(),
                    window.failures(),
                    WindowCode.encode(window));
        }
    }

    private void makeRoom() {
        int tooMany = held.size() - WAITING;
        if (tooMany > 0) {
            held.keySet().stream()
                    .sorted(Comparator.comparing(Key::start))
                    .limit(tooMany)
                    .forEach(key -> {
                        Held gone = held.remove(key);
                        if (gone != null && !gone.written() && key.span() == Span.WINDOW) {
                            lost.addAndGet(gone.window().requests());
                        }
                    });
        }
    }

    /// Requests whose windows never reached the database, as it was away for too long.
    long lost() {
        return lost.get();
    }

    /// Windows that begin in `[from, until)`, in order, those not written yet included; empty ones are missing.
    List<Window> between(String service, Span span, Instant from, Instant until) {
        var found = new TreeMap<Instant, Window>();
        results.read(tx -> tx.list(
                        "SELECT start_at, body FROM log_window WHERE service = ? AND span = ? AND start_at >= ? AND start_at < ? ORDER BY start_at DESC LIMIT "
                                + MOST_READ,
                        row -> Map.entry(row.instant("start_at"), row.bytes("body")),
                        service,
                        span,
                        from,
                        until))
                .forEach(row -> WindowCode.decode(row.getValue()).ifPresent(window -> found.put(row.getKey(), window)));
        inMemory(service, span, from, until)
                .forEach((start, known) -> found.merge(
                        start, known.window(), (stored, ours) -> known.whole() ? ours : stored.merge(ours, KEPT)));
        return new ArrayList<>(found.values());
    }

    /// Only what is in memory: the last minutes, for when the database is away.
    List<Window> recent(String service, Span span, Instant from, Instant until) {
        return inMemory(service, span, from, until).values().stream()
                .map(Held::window)
                .toList();
    }

    private TreeMap<Instant, Held> inMemory(String service, Span span, Instant from, Instant until) {
        var found = new TreeMap<Instant, Held>();
        held.forEach((key, known) -> {
            if (key.service().equals(service)
                    && key.span() == span
                    && !key.start().isBefore(from)
                    && key.start().isBefore(until)) {
                found.put(key.start(), known);
            }
        });
        return found;
    }

    /// Forgets windows and minutes before these instants.
    int prune(Instant windows, Instant minutes) {
        return results.inTransaction(tx -> prune(tx, Span.WINDOW, windows) + prune(tx, Span.MINUTE, minutes));
    }

    private static int prune(Tx tx, Span span, Instant before) {
        return tx.update(
                "DELETE FROM log_window WHERE span = ? AND start_at IN (SELECT start_at FROM log_window WHERE span = ? AND start_at < ? ORDER BY start_at LIMIT 1000)",
                span.name().toLowerCase(Locale.ROOT),
                span.name().toLowerCase(Locale.ROOT),
                before);
    }
}
