package dev.candor.paging.proof;

import dev.candor.base.json.Json;
import dev.candor.base.time.Durations;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.intake.Intake;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.channel.canary.CanaryRoute;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a synthetic alert through the whole chain every few minutes: door, spool, signal, alert, escalation, outbox,
/// sender. What came through leaves no trace but the time it took; when none does, the operator hears of it another
/// way.
public final class Canary implements Ticking {
    private static final Logger LOG = LoggerFactory.getLogger(Canary.class);
    private static final Duration SAY_AGAIN = Duration.ofHours(1);
    private static final String THROUGH = "canary/through";
    private static final int MOST_SWEPT = 100;

    /// When one last came through.
    ///
    /// @param took from the door to the sender
    public record Through(Instant at, Duration took) {}

    private final Platform platform;
    private final Intake intake;
    private final CanaryRule rule;
    private final Instant begunAt;
    private final Consumer<String> trouble;
    private final ConcurrentLinkedQueue<Arrived> arrived = new ConcurrentLinkedQueue<>();
    private volatile Runnable wake = () -> {};
    private volatile Optional<Through> through = Optional.empty();
    private Instant sentAt = Instant.EPOCH;
    private Optional<Instant> saidAt = Optional.empty();

    private record Arrived(UUID alert, Instant at) {}

    /// @param trouble tells the operator without the chain, in words
    public Canary(Platform platform, Intake intake, CanaryRule rule, Consumer<String> trouble) {
        this.platform = platform;
        this.intake = intake;
        this.rule = rule;
        this.trouble = trouble;
        this.begunAt = platform.clock().instant();
    }

    /// @param loop brings the loop round when one came through
    public void onArrival(Runnable loop) {
        wake = loop;
    }

    /// One came out at the end; `subject` is its alert's.
    public void arrived(String subject) {
        arrived.add(new Arrived(
                UUID.fromString(subject.substring(subject.indexOf('/') + 1)),
                platform.clock().instant()));
        wake.run();
    }

    /// When one last came through, since this process began; empty before the first.
    public Optional<Through> through() {
        return through;
    }

    /// How long none has come through.
    public Duration age(Instant now) {
        Duration age = Duration.between(through.map(Through::at).orElse(begunAt), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /// Whether it is missing for too long.
    public boolean isMissing(Instant now) {
        return rule.isMissing(through.map(Through::at).orElse(begunAt), now);
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        watch(now);
        for (Arrived one = arrived.poll(); one != null; one = arrived.poll()) {
            take(one);
        }
        if (rule.isDue(sentAt, now)) {
            sweep(now);
            intake.accept(
                    Signal.Event.FIRING,
                    CanaryRoute.KIND,
                    CanaryRoute.NAME,
                    CanaryRoute.KIND + "/" + now.toEpochMilli(),
                    Severity.CRITICAL,
                    "The canary of " + now,
                    Json.object(),
                    Optional.empty());
            sentAt = now;
        }
        return Optional.of(sentAt.plus(rule.every()));
    }

    private void watch(Instant now) {
        if (!isMissing(now)) {
            if (saidAt.isPresent()) {
                LOG.warn("The canary comes through again");
                saidAt = Optional.empty();
            }
            return;
        }
        if (saidAt.isEmpty() || !saidAt.get().plus(SAY_AGAIN).isAfter(now)) {
            saidAt = Optional.of(now);
            String words = "No canary came through for " + Durations.words(age(now))
                    + ": alerts may wake nobody. Look at /ready and at the log of Candor.";
            LOG.error(words);
            trouble.accept(words);
        }
    }

    private void take(Arrived one) {
        platform.ledger().inTransaction(tx -> {
            Optional<Instant> sent = tx.one(
                    "SELECT started_at FROM alert WHERE id = ? AND service = ?",
                    row -> row.instant("started_at"),
                    one.alert(),
                    CanaryRoute.NAME);
            sent.ifPresent(at -> through = Optional.of(new Through(one.at(), Duration.between(at, one.at()))));
            tx.update(
                    "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    THROUGH,
                    one.at().toString());
            return true;
        });
    }

    /// Nothing of it stays: what is older than a period came through or never will.
    private void sweep(Instant now) {
        platform.ledger().inTransaction(tx -> {
            List<UUID> old = tx.list(
                    "SELECT id FROM alert WHERE service = ? AND triggered_at < ? ORDER BY triggered_at LIMIT "
                            + MOST_SWEPT,
                    row -> row.uuid("id"),
                    CanaryRoute.NAME,
                    now.minusSeconds(1));
            old.forEach(alert -> forget(tx, alert));
            tx.update(
                    "DELETE FROM signal WHERE service = ? AND state = 'done' AND received_at < ?",
                    CanaryRoute.NAME,
                    now.minusSeconds(1));
            return true;
        });
    }

    private static void forget(Tx tx, UUID alert) {
        String subject = Alert.subject(alert);
        tx.update("DELETE FROM escalation WHERE alert = ?", alert);
        tx.update("DELETE FROM outbox_attempt WHERE message_id IN (SELECT id FROM outbox WHERE subject = ?)", subject);
        tx.update("DELETE FROM outbox WHERE subject = ?", subject);
        tx.update("DELETE FROM journal WHERE subject = ?", subject);
        tx.update("DELETE FROM alert WHERE id = ?", alert);
    }
}
