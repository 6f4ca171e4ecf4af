package dev.candor.detect.change;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Service;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeJson;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.catalog.change.Outcome;
import dev.candor.catalog.change.SaidTime;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.http.Route;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.spool.Spool;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes changes from foreign doors, whatever the database is doing.
public final class ChangeIntake implements Ticking {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeIntake.class);
    private static final int BATCH = 200;

    private final Spool spool;
    private final Database ledger;
    private final ChangeStore store = new ChangeStore();
    private final Catalogs catalogs;
    private final Ids ids;
    private final InstantSource clock;

    public ChangeIntake(Spool spool, Database ledger, Catalogs catalogs, Ids ids, InstantSource clock) {
        this.spool = spool;
        this.ledger = ledger;
        this.catalogs = catalogs;
        this.ids = ids;
        this.clock = clock;
    }

    /// The doors.
    public List<Route> routes(Randomness random) {
        var routes = new ArrayList<Route>(new PagerDutyChangeDoor(this, random).routes());
        routes.addAll(new GitHubDoor(this).routes());
        routes.addAll(new GitLabDoor(this).routes());
        return routes;
    }

    public ChangeStore store() {
        return store;
    }

    /// The service whose key this is. Answers also while the database is away.
    Optional<Service> service(String key) {
        return catalogs.current().serviceOfKey(key);
    }

    /// Returns when the change is on the disk. A time that cannot be right is replaced, and the change says so.
    ///
    /// @throws java.io.UncheckedIOException when it could not be stored: refuse the sender, so that it tries again
    UUID accept(Reported reported) {
        Instant now = clock.instant();
        SaidTime started = SaidTime.of(reported.startedAt(), now);
        Optional<SaidTime> ended = reported.endedAt()
                .map(at -> SaidTime.of(Optional.of(at), now))
                .or(() -> reported.outcome() == Outcome.RUNNING ? Optional.empty() : Optional.of(started));
        UUID id = ids.next();
        var change = new ChangeEvent(
                id,
                0,
                reported.kind(),
                reported.summary(),
                reported.service(),
                reported.labels(),
                reported.who(),
                reported.source(),
                reported.link(),
                reported.key().isEmpty() ? id.toString() : reported.key(),
                reported.outcome(),
                started.note().isEmpty() ? ended.map(SaidTime::note).orElse("") : started.note(),
                started.at(),
                ended.map(SaidTime::at),
                now);
        spool.append(Json.write((@Nullable Object) ChangeJson.of(change)).getBytes(StandardCharsets.UTF_8));
        return id;
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        List<Spool.Entry> entries = spool.next(BATCH);
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        for (Spool.Entry entry : entries) {
            change(entry).ifPresent(this::store);
        }
        spool.drained(entries.getLast().position());
        return Optional.of(now);
    }

    private void store(ChangeEvent change) {
        try {
            ledger.inTransaction(tx -> store.record(tx, change));
        } catch (DatabaseException failure) {
            if (failure.kind() != DatabaseException.Kind.WRONG) {
                throw failure;
            }
            LOG.error("Change {} of {} cannot be stored and is lost", change.id(), change.service(), failure);
        }
    }

    private static Optional<ChangeEvent> change(Spool.Entry entry) {
        try {
            return Optional.of(ChangeJson.read(Json.parseObject(entry.bytes())));
        } catch (RuntimeException unreadable) {
            LOG.error("An entry of the spool of changes is unreadable and left out", unreadable);
            return Optional.empty();
        }
    }
}
