package dev.candor.detect.results;

import dev.candor.detect.monitor.Outcome;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.probe.Phases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Measurements: open blocks in memory, written every few seconds, packed and rolled up when their hour is over,
/// forgotten after the retention.
public final class Results implements Ticking {
    private static final Duration WRITE_EVERY = Duration.ofSeconds(5);
    private static final int ENOUGH_TO_WRITE = 16;
    private static final int BLOCKS_PER_TRANSACTION = 200;
    private static final String SAVE = """
            INSERT INTO result_block (monitor, location, hour, results, block) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (monitor, location, hour) DO UPDATE SET results = excluded.results, block = excluded.block
            """;
    private static final String SAVE_ROLLUP = """
            INSERT INTO result_rollup (monitor, location, span, start_at, passed, degraded, failed, not_run, latency_sum, latency_sketch)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (monitor, location, span, start_at) DO UPDATE SET passed = excluded.passed, degraded = excluded.degraded,
              failed = excluded.failed, not_run = excluded.not_run, latency_sum = excluded.latency_sum, latency_sketch = excluded.latency_sketch
            """;
    private static final int UNFINISHED_LIMIT = 1_000;
    private static final String UNFINISHED = """
            SELECT monitor, location, hour, block FROM result_block b
             WHERE hour < ? AND NOT EXISTS (SELECT 1 FROM result_rollup r
                WHERE r.monitor = b.monitor AND r.location = b.location AND r.span = 'hour' AND r.start_at = b.hour * 3600000)
             ORDER BY hour LIMIT\s""" + UNFINISHED_LIMIT;
    private static final String ROLLUP_COLUMNS =
            "monitor, start_at, passed, degraded, failed, not_run, latency_sum, latency_sketch";

    /// A roll-up with where it begins.
    public record Span(Instant startAt, Rollup rollup) {}

    private record Key(UUID monitor, String location) {}

    private record Late(Key key, long hour) {}

    private static final class Open {
        ResultBlock block;
        int unwritten;
        Instant unwrittenSince = Instant.EPOCH;

        Open(ResultBlock block) {
            this.block = block;
        }
    }

    private final Database results;
    private final Map<Key, Open> open = new ConcurrentHashMap<>();
    private final List<Map.Entry<Key, ResultBlock>> closed = new ArrayList<>();
    /// Runs of hours that are over: what waited on an agent's disk.
    private final Map<Late, List<ResultPoint>> late = new ConcurrentHashMap<>();
    private long closedBefore = Long.MIN_VALUE;

    public Results(Database results) {
        this.results = results;
    }

    /// Keeps one run. Cheap: appends to memory; the next tick writes.
    public void record(UUID monitor, String location, Instant at, Outcome outcome, Phases phases) {
        var key = new Key(monitor, location);
        Open entry = open.computeIfAbsent(key, _ -> new Open(reopen(key, ResultBlock.hourOf(at))));
        synchronized (entry) {
            long hour = ResultBlock.hourOf(at);
            if (hour < entry.block.hour()) {
                keepLate(new Late(key, hour), List.of(new ResultPoint(at, outcome, phases)));
                return;
            }
            startHour(key, entry, hour);
            entry.block.add(at, outcome, phases);
            if (entry.unwritten++ == 0) {
                entry.unwrittenSince = at;
            }
        }
    }

    private void keepLate(Late which, List<ResultPoint> points) {
        late.compute(which, (_, known) -> {
            List<ResultPoint> all = known == null ? new ArrayList<>() : known;
            all.addAll(points);
            return all;
        });
    }

    /// Hands a block whose hour is over to the next write.
    private void startHour(Key key, Open entry, long hour) {
        if (hour <= entry.block.hour()) {
            return;
        }
        if (entry.block.results() > 0) {
            synchronized (closed) {
                closed.add(Map.entry(key, entry.block));
            }
        }
        entry.block = new ResultBlock(hour);
        entry.unwritten = 0;
    }

    private ResultBlock reopen(Key key, long hour) {
        return results.read(tx -> block(tx, key.monitor(), key.location(), hour))
                .map(bytes -> ResultBlock.reopen(hour, bytes))
                .orElseGet(() -> new ResultBlock(hour));
    }

    private static Optional<byte[]> block(Tx tx, UUID monitor, String location, long hour) {
        return tx.one(
                "SELECT block FROM result_block WHERE monitor = ? AND location = ? AND hour = ?",
                row -> row.bytes("block"),
                monitor,
                location,
                hour);
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        writeOpen(now, false);
        closeHoursBefore(ResultBlock.hourOf(now));
        writeClosed();
        writeLate();
        return Optional.of(now.plus(WRITE_EVERY));
    }

    /// Writes everything that is only in memory: before a stop, and before a backup.
    public void flush(Instant now) {
        writeOpen(now, true);
        writeClosed();
        writeLate();
    }

    /// Blocks of hours that are over, also of monitors that run seldom or no more, and what a process before this one
    /// left open when it stopped.
    private void closeHoursBefore(long hour) {
        if (hour <= closedBefore) {
            return;
        }
        open.forEach((key, entry) -> {
            synchronized (entry) {
                startHour(key, entry, hour);
            }
        });
        writeClosed();
        List<Map.Entry<Key, ResultBlock>> left = results.read(tx -> tx.list(
                UNFINISHED,
                row -> Map.entry(
                        new Key(row.uuid("monitor"), row.text("location")),
                        ResultBlock.reopen(row.number("hour"), row.bytes("block"))),
                hour));
        synchronized (closed) {
            closed.addAll(left);
        }
        if (left.size() < UNFINISHED_LIMIT) {
            closedBefore = hour;
        }
    }

    /// A block is written when 16 runs wait or the oldest waits long enough; with very many monitors long enough
    /// grows, so that writing stays a small part of the work.
    private void writeOpen(Instant now, boolean all) {
        Duration patience = Duration.ofSeconds(5 + open.size() / 200);
        var due = new ArrayList<Object[]>();
        open.forEach((key, entry) -> {
            synchronized (entry) {
                boolean waits = entry.unwritten >= ENOUGH_TO_WRITE
                        || !entry.unwrittenSince.plus(patience).isAfter(now);
                if (entry.unwritten > 0 && (all || waits)) {
                    due.add(new Object[] {
                        key.monitor(), key.location(), entry.block.hour(), entry.block.results(), entry.block.bytes()
                    });
                    entry.unwritten = 0;
                }
            }
        });
        for (int from = 0; from < due.size(); from += BLOCKS_PER_TRANSACTION) {
            List<Object[]> part = due.subList(from, Math.min(due.size(), from + BLOCKS_PER_TRANSACTION));
            results.inTransaction(tx -> {
                part.forEach(arguments -> tx.update(SAVE, arguments));
                return true;
            });
        }
    }

    private void writeClosed() {
        for (List<Map.Entry<Key, ResultBlock>> part = nextClosed(); !part.isEmpty(); part = nextClosed()) {
            List<Map.Entry<Key, ResultBlock>> writing = part;
            results.inTransaction(tx -> {
                writing.forEach(entry -> close(tx, entry.getKey(), entry.getValue()));
                return true;
            });
            synchronized (closed) {
                closed.subList(0, writing.size()).clear();
            }
        }
    }

    /// Puts runs in the order of their time into the block of their hour.
    private void writeLate() {
        for (Late which : List.copyOf(late.keySet())) {
            List<ResultPoint> points = late.remove(which);
            if (points == null) {
                continue;
            }
            try {
                results.inTransaction(tx -> {
                    Key key = which.key();
                    var all = new ArrayList<ResultPoint>(points);
                    block(tx, key.monitor(), key.location(), which.hour())
                            .ifPresent(stored -> all.addAll(ResultBlock.read(which.hour(), stored)));
                    all.sort(Comparator.comparing(ResultPoint::at));
                    var block = new ResultBlock(which.hour());
                    all.forEach(point -> block.add(point.at(), point.outcome(), point.phases()));
                    close(tx, key, block);
                    return true;
                });
            } catch (DatabaseException away) {
                keepLate(which, points);
                throw away;
            }
        }
    }

    private List<Map.Entry<Key, ResultBlock>> nextClosed() {
        synchronized (closed) {
            return List.copyOf(closed.subList(0, Math.min(closed.size(), BLOCKS_PER_TRANSACTION)));
        }
    }

    private static void close(Tx tx, Key key, ResultBlock block) {
        tx.update(SAVE, key.monitor(), key.location(), block.hour(), block.results(), block.compressed());
        Rollup hour = Rollup.of(ResultBlock.read(block.hour(), block.bytes()));
        Instant startAt = Instant.ofEpochMilli(block.hour() * ResultBlock.HOUR_MILLIS);
        save(tx, key, "hour", startAt, hour);
        Instant dayStart = Instant.ofEpochMilli(Math.floorDiv(block.hour(), 24L) * 24 * ResultBlock.HOUR_MILLIS);
        // Made anew of its hours: an hour may be closed twice, or change when late runs come in.
        Rollup day = Rollup.empty();
        spans(tx, key.monitor(), key.location(), "hour", dayStart, dayStart.plus(Duration.ofDays(1)))
                .forEach(span -> day.merge(span.rollup()));
        save(tx, key, "day", dayStart, day);
    }

    private static void save(Tx tx, Key key, String span, Instant startAt, Rollup rollup) {
        tx.update(
                SAVE_ROLLUP,
                key.monitor(),
                key.location(),
                span,
                startAt,
                rollup.passed(),
                rollup.degraded(),
                rollup.failed(),
                rollup.notRun(),
                rollup.latencySumMicros(),
                rollup.sketch());
    }

    /// The runs from `from` on, in order, those still in memory included; at most the newest `limit`.
    public List<ResultPoint> since(UUID monitor, String location, Instant from, int limit) {
        long firstHour = ResultBlock.hourOf(from);
        var blocks = new HashMap<Long, byte[]>();
        results.read(tx -> tx.list(
                        "SELECT hour, block FROM result_block WHERE monitor = ? AND location = ? AND hour >= ? ORDER BY hour DESC LIMIT 500",
                        row -> Map.entry(row.number("hour"), row.bytes("block")),
                        monitor,
                        location,
                        firstHour))
                .forEach(entry -> blocks.put(entry.getKey(), entry.getValue()));
        synchronized (closed) {
            closed.stream()
                    .filter(entry -> entry.getKey().equals(new Key(monitor, location))
                            && entry.getValue().hour() >= firstHour)
                    .forEach(entry ->
                            blocks.put(entry.getValue().hour(), entry.getValue().bytes()));
        }
        Open current = open.get(new Key(monitor, location));
        if (current != null) {
            synchronized (current) {
                blocks.put(current.block.hour(), current.block.bytes());
            }
        }
        List<ResultPoint> points = blocks.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> ResultBlock.read(entry.getKey(), entry.getValue()).stream())
                .filter(point -> !point.at().isBefore(from))
                .toList();
        return points.size() <= limit ? points : points.subList(points.size() - limit, points.size());
    }

    /// Roll-ups that begin in `[from, until)`; `span` is `hour` or `day`.
    public List<Span> spans(UUID monitor, String location, String span, Instant from, Instant until) {
        return results.read(tx -> spans(tx, monitor, location, span, from, until));
    }

    private static List<Span> spans(Tx tx, UUID monitor, String location, String span, Instant from, Instant until) {
        return tx.list(
                "SELECT " + ROLLUP_COLUMNS
                        + " FROM result_rollup WHERE monitor = ? AND location = ? AND span = ? AND start_at >= ? AND start_at < ? ORDER BY start_at LIMIT 10000",
                Results::span,
                monitor,
                location,
                span,
                from,
                until);
    }

    private static Span span(Row row) {
        return new Span(
                row.instant("start_at"),
                Rollup.stored(
                        row.number("passed"),
                        row.number("degraded"),
                        row.number("failed"),
                        row.number("not_run"),
                        row.number("latency_sum"),
                        row.bytes("latency_sketch")));
    }

    /// Forgets raw runs before `raw` and roll-ups before `rolledUp`, in small pieces; gives how many rows went.
    public int prune(Instant raw, Instant rolledUp) {
        return results.inTransaction(tx -> tx.update(
                        "DELETE FROM result_block WHERE hour < ? AND hour IN (SELECT hour FROM result_block WHERE hour < ? ORDER BY hour LIMIT 1)",
                        ResultBlock.hourOf(raw),
                        ResultBlock.hourOf(raw))
                + tx.update("DELETE FROM result_rollup WHERE start_at < ? AND span = 'hour'", rolledUp)
                + tx.update("DELETE FROM result_rollup WHERE start_at < ? AND span = 'day'", rolledUp));
    }
}
