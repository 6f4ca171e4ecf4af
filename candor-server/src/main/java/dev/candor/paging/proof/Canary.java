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
    private final Consumer<String> trouble;
    private final ConcurrentLinkedQueue<Arrived> arrived = new ConcurrentLinkedQueue<>();
    private volatile Runnable wake = () -> {};
    private volatile Optional<Through> through = Optional.empty();
    /// When one last came through, by the clock that nobody sets, as are the others.
    private volatile long throughNanos;

    private Optional<Sent> sent = Optional.empty();
    private Optional<Long> said = Optional.empty();

    /// @param key of its alert
    private record Sent(String key, long nanos) {}

    private record Arrived(UUID alert, Instant at, long nanos) {}

    /// @param trouble tells the operator without the chain, in words
    public Canary(Platform platform, Intake intake, CanaryRule rule, Consumer<String> trouble) {
        this.platform = platform;
        this.intake = intake;
        this.rule = rule;
        this.trouble = trouble;
        this.throughNanos = platform.elapsed().nanos();
    }

    /// @param loop brings the loop round when one came through
    public void onArrival(Runnable loop) {
        wake = loop;
    }

    /// One came out at the end; `subject` is its alert's.
    public void arrived(String subject) {
        arrived.add(new Arrived(
                UUID.fromString(subject.substring(subject.indexOf('/') + 1)),
                platform.clock().instant(),
                platform.elapsed().nanos()));
        wake.run();
    }

    /// When one last came through, since this process began; empty before the first.
    public Optional<Through> through() {
        return through;
    }

    /// How long none has come through, whatever was done to the wall clock meanwhile.
    public Duration age() {
        return since(throughNanos);
    }

    /// Whether it is missing for too long.
    public boolean isMissing() {
        return rule.isMissing(age());
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(Math.max(0, platform.elapsed().nanos() - nanos));
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        watch();
        for (Arrived one = arrived.poll(); one != null; one = arrived.poll()) {
            take(one);
        }
        if (sent.isEmpty() || rule.isDue(since(sent.get().nanos()))) {
            sweep(now);
            String key = CanaryRoute.KIND + "/" + now.toEpochMilli();
            long nanos = platform.elapsed().nanos();
            intake.accept(
                    Signal.Event.FIRING,
                    CanaryRoute.KIND,
                    CanaryRoute.NAME,
                    key,
                    Severity.CRITICAL,
                    "The canary of " + now,
                    Json.object(),
                    Optional.empty());
            sent = Optional.of(new Sent(key, nanos)); // not before: what the door refused is sent again
        }
        return sent.map(last -> now.plus(rule.every().minus(since(last.nanos()))));
    }

    private void watch() {
        if (!isMissing()) {
            if (said.isPresent()) {
                LOG.warn("The canary comes through again");
                said = Optional.empty();
            }
            return;
        }
        if (said.isEmpty() || since(said.get()).compareTo(SAY_AGAIN) >= 0) {
            said = Optional.of(platform.elapsed().nanos());
            String words = "No canary came through for " + Durations.words(age())
                    + ": alerts may wake nobody. Look at /ready and at the log of Candor.";
            LOG.error(words);
            trouble.accept(words);
        }
    }

    private void take(Arrived one) {
        platform.ledger().inTransaction(tx -> {
            Optional<Duration> took = tx.one(
                    "SELECT dedup_key, started_at FROM alert WHERE id = ? AND service = ?",
                    row -> took(row.text("dedup_key"), row.instant("started_at"), one),
                    one.alert(),
                    CanaryRoute.NAME);
            took.ifPresent(so -> {
                through = Optional.of(new Through(one.at(), so));
                throughNanos = one.nanos();
            });
            tx.update(
                    "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    THROUGH,
                    one.at().toString());
            return true;
        });
    }

    /// From the door to the end; of one that a process before this one sent, as far as the wall clock tells.
    private Duration took(String key, Instant startedAt, Arrived one) {
        return sent.filter(last -> last.key().equals(key))
                .map(last -> Duration.ofNanos(one.nanos() - last.nanos()))
                .orElseGet(() -> Duration.between(startedAt.isBefore(one.at()) ? startedAt : one.at(), one.at()));
    }

    /// Nothing of it stays: what is older than a period came through or never will, also what is of the future since
    /// the
    /// clock was set back.
    private void sweep(Instant now) {
        platform.ledger().inTransaction(tx -> {
            List<UUID> old = tx.list(
                    "SELECT id FROM alert WHERE service = ? AND (triggered_at < ? OR triggered_at > ?) ORDER BY triggered_at LIMIT "
                            + MOST_SWEPT,
                    row -> row.uuid("id"),
                    CanaryRoute.NAME,
                    now.minusSeconds(1),
                    now);
            old.forEach(alert -> forget(tx, alert));
            tx.update(
                    "DELETE FROM signal WHERE service = ? AND state = 'done' AND (received_at < ? OR received_at > ?)",
                    CanaryRoute.NAME,
                    now.minusSeconds(1),
                    now);
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
