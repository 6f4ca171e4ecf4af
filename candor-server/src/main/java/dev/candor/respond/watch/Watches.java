package dev.candor.respond.watch;

import dev.candor.base.json.Json;
import dev.candor.base.time.Durations;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.Message;
import dev.candor.respond.watch.WatchRule.Judgement;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Guards changes: looks every few seconds, orders the rollback once, sees whether it helped, pages where it did not,
/// and tells those it paged when it is well again. Between two ticks it remembers only what a service did before a
/// change, which is read anew after a restart.
public final class Watches implements Ticking {
    private static final Duration EVERY = Duration.ofSeconds(5);
    /// What is worse only for a minute must not be hidden by the good minutes before it.
    private static final Duration LATELY = Duration.ofMinutes(1);
    /// No look reads more than this, however long a change is watched.
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(30);
    /// Lines of access logs may come so late.
    private static final Duration LATE_LINES = Duration.ofMinutes(1);
    /// A rollback needs a moment, and is good when it was good for a minute afterwards.
    static final Duration SETTLES = Duration.ofSeconds(15);

    private static final Duration PROVES = Duration.ofMinutes(1);
    private static final Duration MUST_HELP = Duration.ofMinutes(5);
    private static final Duration KEEP_TRYING = Duration.ofMinutes(5);
    private static final Duration LOOKED_AFTER = Duration.ofHours(24);

    private final Platform platform;
    private final Evidence evidence;
    private final Telling telling;
    private final WatchStore store;
    private final Map<UUID, Sample> befores = new ConcurrentHashMap<>();

    public Watches(Platform platform, Evidence evidence) {
        this.platform = platform;
        this.evidence = evidence;
        this.telling = new Telling(platform);
        this.store = telling.store();
    }

    public WatchStore store() {
        return store;
    }

    /// Guards a change from its beginning on. An older watch of the same service ends: what happens from now on cannot
    /// be told apart.
    ///
    /// @param lasting how long
    /// @param rollback what is called when it is worse; sealed before it is stored
    /// @return empty when the change is guarded already
    public Optional<Watch> guard(Tx tx, ChangeEvent change, Duration lasting, Optional<URI> rollback, Instant now) {
        tx.lock("watch/" + change.service());
        List<Watch> older = store.open(tx, change.service());
        var watch = new Watch(
                change.id(),
                change.service(),
                rollback.map(address -> platform.secrets().seal(address.toString()))
                        .orElse(""),
                evidence.failing(tx, change.service()),
                Watch.State.WATCHING,
                "watched for " + Durations.words(lasting),
                now,
                now.plus(lasting),
                Optional.empty(),
                Optional.empty(),
                Optional.of(now.plus(EVERY)),
                0);
        if (!store.insert(tx, watch)) {
            return Optional.empty();
        }
        older.forEach(one -> telling.end(
                tx,
                one,
                Watch.State.SUPERSEDED,
                "ended because change " + change.number() + " of the same service is watched now"
                        + switch (one.state()) {
                            case ROLLING_BACK -> "; its rollback is not called any more";
                            case CALLING, CALLED -> "; its rollback was called";
                            default -> "";
                        },
                now));
        telling.note(
                tx,
                watch,
                "watch.began",
                "Watched for " + Durations.words(lasting) + " against the " + Durations.words(WatchRule.BEFORE)
                        + " before" + (watch.rollback().isEmpty() ? "; nothing is called when it is worse" : ""),
                now);
        return Optional.of(watch);
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        for (Watch watch : platform.ledger().read(tx -> store.due(tx, now))) {
            // Windows lie in the other database: they are read before the transaction begins.
            Sample before = before(watch, now);
            switch (watch.state()) {
                case WATCHING -> watching(watch, before, now);
                case ROLLING_BACK -> ordered(watch, now);
                case CALLING -> lost(watch, now);
                case CALLED -> called(watch, before, now);
                case WORSE, NOT_BETTER, OUTCOME_UNKNOWN -> paged(watch, before, now);
                case HELD, SUPERSEDED, ROLLED_BACK -> {}
            }
        }
        return platform.ledger().read(store::nextDue);
    }

    /// What the service did before; read until nothing can come in late, then kept.
    private Sample before(Watch watch, Instant now) {
        Sample kept = befores.get(watch.change());
        if (kept != null) {
            return kept;
        }
        Sample read = evidence.sample(watch.service(), watch.beganAt().minus(WatchRule.BEFORE), watch.beganAt());
        if (now.isAfter(watch.beganAt().plus(LATE_LINES))) {
            if (befores.size() > 10_000) {
                befores.clear(); // those of watches that ended
            }
            befores.put(watch.change(), read);
        }
        return read;
    }

    /// @param from what is judged begins here, or half an hour ago if that is later
    private Judgement judge(Tx tx, Watch watch, Sample before, Sample since, Instant from, Instant now) {
        List<String> failing = evidence.failing(tx, watch.service()).stream()
                .filter(name -> !watch.failing().contains(name))
                .toList();
        boolean well = evidence.seenWell(tx, watch.service(), from);
        return WatchRule.judge(before, since, failing, well, Duration.between(from, now));
    }

    private void watching(Watch watch, Sample before, Instant now) {
        Instant from = later(watch.beganAt(), now.minus(LONGEST_LOOK));
        Instant lately = later(from, now.minus(LATELY));
        Sample all = evidence.sample(watch.service(), from, now);
        Sample last = evidence.sample(watch.service(), lately, now);
        platform.ledger().inTransaction(tx -> {
            Judgement whole = judge(tx, watch, before, all, from, now);
            Judgement judgement = whole.worse() ? whole : judge(tx, watch, before, last, lately, now);
            if (judgement.worse()) {
                worse(tx, watch, judgement, now);
            } else if (!watch.untilAt().isAfter(now)) {
                String words = whole.enough()
                        ? "no worse than before"
                        : "little to judge by: " + all.requests()
                                + " requests in its access logs and no monitor that found it well";
                telling.end(tx, watch, Watch.State.HELD, words, now);
            } else {
                String words = "no worse than before after " + Durations.words(Duration.between(watch.beganAt(), now))
                        + " (" + all.requests() + " requests, " + all.failures() + " failed"
                        + (from.equals(watch.beganAt()) ? ")" : " in the last half hour)");
                store.move(tx, watch.going(words, soonest(now.plus(EVERY), watch.untilAt())));
            }
            return true;
        });
    }

    private void worse(Tx tx, Watch watch, Judgement judgement, Instant now) {
        String words = "worse than before: " + judgement.words();
        if (watch.rollback().isEmpty()) {
            telling.end(tx, watch, Watch.State.WORSE, words + "; it has no rollback to call", now);
            return;
        }
        var next = watch.rollback(Watch.State.ROLLING_BACK, words + "; the rollback is called", now, now.plus(EVERY));
        if (!store.move(tx, next)) {
            return;
        }
        platform.outbox()
                .put(
                        tx,
                        new Message(
                                watch.rollbackKey(),
                                Lane.WEBHOOKS,
                                RollbackSender.KIND,
                                "rollback:" + watch.service(),
                                ChangeEvent.subject(watch.change()),
                                Json.object(
                                        "change",
                                        watch.change().toString(),
                                        "service",
                                        watch.service(),
                                        "reasons",
                                        judgement.reasons()),
                                now,
                                KEEP_TRYING,
                                10),
                        now);
        telling.note(tx, watch, "watch.rollback", "It is " + words + ". The rollback is called", now);
    }

    /// Nobody has heard of the rollback yet.
    private void ordered(Watch watch, Instant now) {
        boolean tooLong = !watch.calledAt().orElse(now).plus(MUST_HELP).isAfter(now);
        platform.ledger().inTransaction(tx -> {
            if (tooLong) {
                telling.end(
                        tx, watch, Watch.State.NOT_BETTER, "the rollback could not be called: " + watch.said(), now);
            } else {
                store.move(tx, watch.going(watch.said(), now.plus(EVERY)));
            }
            return true;
        });
    }

    /// Whoever made the call never came back to tell.
    private void lost(Watch watch, Instant now) {
        platform.ledger().inTransaction(tx -> {
            telling.end(
                    tx,
                    watch,
                    Watch.State.OUTCOME_UNKNOWN,
                    "the rollback's outcome is unknown: Candor stopped while it was called; it is not called again",
                    now);
            return true;
        });
    }

    private void called(Watch watch, Sample before, Instant now) {
        Instant taken = watch.calledAt().orElse(now);
        Instant from = later(now.minus(LATELY), taken.plus(SETTLES));
        Sample since = evidence.sample(watch.service(), soonest(from, now), now);
        platform.ledger().inTransaction(tx -> {
            Judgement judgement = judge(tx, watch, before, since, soonest(from, now), now);
            boolean lasted = !taken.plus(SETTLES).plus(PROVES).isAfter(now);
            String how = judgement.worse()
                    ? judgement.words()
                    : judgement.asBefore() ? "good so far" : "nothing proves yet that it helped";
            if (lasted && judgement.asBefore()) {
                telling.end(tx, watch, Watch.State.ROLLED_BACK, "rolled back, and as good as before", now);
            } else if (!taken.plus(MUST_HELP).isAfter(now)) {
                String why = judgement.worse()
                        ? "the rollback did not help: " + judgement.words()
                        : "the rollback was taken, and nothing proves that it helped";
                telling.end(tx, watch, Watch.State.NOT_BETTER, why, now);
            } else {
                store.move(
                        tx,
                        watch.going(
                                "the rollback was taken; " + (judgement.worse() ? "still " : "") + how,
                                now.plus(EVERY)));
            }
            return true;
        });
    }

    /// People know; they are told when a minute proves that it is well again.
    private void paged(Watch watch, Sample before, Instant now) {
        Instant ended = watch.endedAt().orElse(now);
        Instant from = now.minus(LATELY);
        Sample since = evidence.sample(watch.service(), from, now);
        platform.ledger().inTransaction(tx -> {
            Judgement judgement = judge(tx, watch, before, since, from, now);
            if (!ended.plus(PROVES).isAfter(now) && judgement.asBefore()) {
                telling.well(tx, watch, now);
            } else if (!ended.plus(LOOKED_AFTER).isAfter(now)) {
                telling.stop(tx, watch, now);
            } else {
                store.move(tx, watch.going(watch.said(), now.plus(Telling.AGAIN)));
            }
            return true;
        });
    }

    private static Instant soonest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
