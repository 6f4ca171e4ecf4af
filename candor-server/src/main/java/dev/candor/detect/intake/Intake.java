package dev.candor.detect.intake;

import dev.candor.base.ids.Ids;
import dev.candor.base.json.Json;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Service;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.spool.Spool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes signals from foreign doors: on the disk before the sender hears "accepted", whatever the database is doing;
/// then drained into the ledger once by id.
public final class Intake implements Ticking {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final int BATCH = 500;
    private static final List<String> OURS = List.of("monitor/", "vendor/", "sender/");
    /// How long ago something may have begun that is reported now, whatever a sender's clock says: all figures begin
    /// there.
    private static final Duration OLDEST = Duration.ofDays(31);

    private final Spool spool;
    private final Database ledger;
    private final SignalStore signals;
    private final Catalogs catalogs;
    private final Ids ids;
    private final InstantSource clock;
    private volatile Optional<Memory> memory = Optional.empty();

    public Intake(Spool spool, Database ledger, SignalStore signals, Catalogs catalogs, Ids ids, InstantSource clock) {
        this.spool = spool;
        this.ledger = ledger;
        this.signals = signals;
        this.catalogs = catalogs;
        this.ids = ids;
        this.clock = clock;
    }

    /// The service whose key this is. Answers also while the database is away.
    public Optional<Service> service(String key) {
        return catalogs.current().serviceOfKey(key);
    }

    /// Returns when the signal is on the disk.
    ///
    /// @param at when the sender says it happened; later than now, or longer ago than {@link #OLDEST}, is now
    /// @throws java.io.UncheckedIOException when it could not be stored: refuse the sender, so that it tries again
    public UUID accept(
            Signal.Event event,
            String source,
            String service,
            String dedupKey,
            Severity severity,
            String summary,
            Map<String, @Nullable Object> detail,
            Optional<Instant> at) {
        Instant now = clock.instant();
        var signal = new Signal(
                ids.next(),
                event,
                source,
                service,
                theirs(dedupKey),
                severity,
                summary,
                detail,
                at.filter(said -> said.isBefore(now) && said.isAfter(now.minus(OLDEST)))
                        .orElse(now),
                now);
        append(signal, Map.of());
        return signal.id();
    }

    private void append(Signal signal, Map<String, @Nullable Object> memory) {
        var entry = Json.object(
                "id", signal.id().toString(),
                "event", signal.event(),
                "source", signal.source(),
                "service", signal.service(),
                "dedup_key", signal.dedupKey(),
                "severity", signal.severity(),
                "summary", signal.summary(),
                "detail", signal.detail(),
                "memory", memory,
                "at", signal.at().toEpochMilli(),
                "received_at", signal.receivedAt().toEpochMilli());
        spool.append(Json.write((@Nullable Object) entry).getBytes(StandardCharsets.UTF_8));
    }

    /// Names our own monitors use are not for senders: whoever has a key must not resolve what a monitor sees.
    private static String theirs(String dedupKey) {
        return OURS.stream().anyMatch(dedupKey::startsWith) ? "sender/" + dedupKey : dedupKey;
    }

    /// Keeps a signal of our own for as long as the ledger is away. Its id is its key: it may be stored there
    /// already.
    ///
    /// @param memory what must become known with it, in one transaction; given back to {@link Memory}
    /// @throws java.io.UncheckedIOException when it could not be stored
    public void keep(Signal signal, Map<String, @Nullable Object> memory) {
        append(signal, memory);
    }

    /// Takes back what was kept beside a signal of our own, when that is drained.
    public interface Memory {
        /// In the transaction that stores the signal. May be called twice.
        void store(Tx tx, Map<String, @Nullable Object> memory);

        /// After it.
        void stored(Map<String, @Nullable Object> memory);
    }

    /// @param keeper who stores what was kept beside signals
    public void remembersBy(Memory keeper) {
        memory = Optional.of(keeper);
    }

    /// A signal that waits in the spool.
    ///
    /// @param position hand it to the next `waiting`, to go on behind it
    public record Waiting(Signal signal, Spool.Position position) {}

    /// Up to `limit` signals behind `position` that are not in the ledger yet, oldest first. Takes none of them.
    public List<Waiting> waiting(Spool.Position position, int limit) {
        return spool.after(position, limit).stream()
                .flatMap(entry -> readable(entry).map(kept -> new Waiting(kept.signal(), entry.position())).stream())
                .toList();
    }

    /// Whether nothing waits for the ledger.
    public boolean isEmpty() {
        return spool.isEmpty();
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        List<Spool.Entry> entries = spool.next(BATCH);
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        List<Kept> taken =
                entries.stream().map(Intake::readable).flatMap(Optional::stream).toList();
        try {
            put(taken, now);
        } catch (DatabaseException failure) {
            if (failure.kind() != DatabaseException.Kind.WRONG) {
                throw failure;
            }
            taken.forEach(kept -> putAlone(kept, now)); // one of them cannot be stored: it must not keep the others out
        }
        spool.drained(entries.getLast().position());
        return Optional.of(now);
    }

    /// An entry of the spool.
    ///
    /// @param memory what was kept beside a signal of our own; empty for all others
    private record Kept(Signal signal, Map<String, @Nullable Object> memory) {}

    private void put(List<Kept> taken, Instant now) {
        ledger.inTransaction(tx -> {
            for (Kept kept : taken) {
                signals.put(tx, kept.signal(), now);
                if (!kept.memory().isEmpty()) {
                    memory.ifPresent(keeper -> keeper.store(tx, kept.memory()));
                }
            }
            return true;
        });
        taken.stream()
                .map(Kept::memory)
                .filter(beside -> !beside.isEmpty())
                .forEach(beside -> memory.ifPresent(keeper -> keeper.stored(beside)));
    }

    private void putAlone(Kept kept, Instant now) {
        try {
            put(List.of(kept), now);
        } catch (DatabaseException failure) {
            if (failure.kind() != DatabaseException.Kind.WRONG) {
                throw failure;
            }
            LOG.error(
                    "Signal {} from {} for {} cannot be stored and is lost",
                    kept.signal().id(),
                    kept.signal().source(),
                    kept.signal().service(),
                    failure);
        }
    }

    private static Optional<Kept> readable(Spool.Entry entry) {
        try {
            return Optional.of(kept(entry.bytes()));
        } catch (RuntimeException unreadable) {
            LOG.error("An entry of the spool is unreadable and left out", unreadable);
            return Optional.empty();
        }
    }

    @SuppressWarnings("unchecked") // we wrote it
    private static Kept kept(byte[] bytes) {
        var entry = Json.parseObject(bytes);
        var signal = new Signal(
                UUID.fromString(text(entry, "id")),
                Signal.Event.valueOf(text(entry, "event").toUpperCase(Locale.ROOT)),
                text(entry, "source"),
                text(entry, "service"),
                text(entry, "dedup_key"),
                Severity.of(text(entry, "severity")).orElse(Severity.ERROR),
                text(entry, "summary"),
                entry.get("detail") instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of(),
                Instant.ofEpochMilli(number(entry, "at")),
                Instant.ofEpochMilli(number(entry, "received_at")));
        return new Kept(
                signal, entry.get("memory") instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of());
    }

    private static String text(Map<String, @Nullable Object> entry, String key) {
        return entry.get(key) instanceof String text ? text : "";
    }

    private static long number(Map<String, @Nullable Object> entry, String key) {
        return entry.get(key) instanceof Number number ? number.longValue() : 0;
    }
}
