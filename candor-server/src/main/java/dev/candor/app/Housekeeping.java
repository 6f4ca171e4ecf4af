package dev.candor.app;

import dev.candor.catalog.change.ChangeStore;
import dev.candor.detect.Detect;
import dev.candor.detect.vendor.VendorStore;
import dev.candor.paging.proof.ContactStore;
import dev.candor.platform.Platform;
import dev.candor.platform.jobs.Ticking;
import dev.candor.respond.runbook.RunStore;
import dev.candor.respond.watch.WatchStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Forgets what is older than its retention, in small pieces. Dead letters, journal, audit and alerts stay, and
/// runs whose makeshift is on.
final class Housekeeping implements Ticking {
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Platform platform;
    private final Detect detect;
    private final VendorStore vendors;
    private final ChangeStore changes;
    private final Settings.Retention retention;
    private Instant next = Instant.EPOCH;

    Housekeeping(
            Platform platform, Detect detect, VendorStore vendors, ChangeStore changes, Settings.Retention retention) {
        this.platform = platform;
        this.detect = detect;
        this.vendors = vendors;
        this.changes = changes;
        this.retention = retention;
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        if (now.isBefore(next)) {
            return Optional.of(next);
        }
        next = now.plus(EVERY);
        Instant settled = now.minus(retention.deliveries());
        platform.ledger().inTransaction(tx -> {
            platform.outbox().prune(tx, settled);
            detect.signals().prune(tx, settled);
            detect.sightings().store().prune(tx, settled);
            detect.heartbeats().store().prune(tx, settled);
            detect.monitors().prune(tx, now.minus(retention.rollups()));
            vendors.prune(tx, now.minus(retention.rollups()));
            changes.prune(tx, now.minus(retention.changes()));
            new RunStore().prune(tx, now.minus(retention.runs()));
            new ContactStore().prune(tx, now.minus(Duration.ofDays(365)));
            new WatchStore().prune(tx, now.minus(retention.changes()));
            tx.update("DELETE FROM one_time_token WHERE expires_at < ?", now.minus(Duration.ofDays(30)));
            tx.update("DELETE FROM idempotency WHERE created_at < ?", now.minus(Duration.ofDays(1)));
            return true;
        });
        detect.results().prune(now.minus(retention.results()), now.minus(retention.rollups()));
        detect.telemetry().prune(now, retention.results(), retention.rollups());
        return Optional.of(next);
    }
}
