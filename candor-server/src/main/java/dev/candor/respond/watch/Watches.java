package dev.candor.respond.watch;

import dev.candor.base.json.Json;
import dev.candor.base.time.Durations;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.catalog.change.Outcome;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.journal.Journal;
import dev.candor.platform.outbox.Delivery;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.Message;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.respond.watch.WatchRule.Judgement;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Guards changes: looks every few seconds, calls the rollback once, sees whether it helped, and pages where it did
/// not. Forgets everything between two ticks.
public final class Watches implements Ticking {
    /// How far back "before" reaches.
    static final Duration BEFORE = Duration.ofMinutes(30);

    private static final Duration EVERY = Duration.ofSeconds(5);
    /// What is worse only for a minute must not be hidden by the good minutes before it.
    private static final Duration LATELY = Duration.ofMinutes(1);
    /// A rollback needs a moment, and is good when it was good for a minute afterwards.
    private static final Duration SETTLES = Duration.ofSeconds(15);

    private static final Duration PROVES = Duration.ofMinutes(1);
    private static final Duration MUST_HELP = Duration.ofMinutes(5);
    private static final Duration KEEP_TRYING = Duration.ofMinutes(5);

    private final Platform platform;
    private final Evidence evidence;
    private final SignalStore signals = new SignalStore();
    private final WatchStore store = new WatchStore();
    private final ChangeStore changes = new ChangeStore();
    private final IncidentStore incidents = new IncidentStore();

    public Watches(Platform platform, Evidence evidence) {
        this.platform = platform;
        this.evidence = evidence;
    }

    public WatchStore store() {
        return store;
    }

    /// Guards a change from its beginning on.
    ///
    /// @param lasting how long
    /// @param rollback what is called when it is worse; sealed before it is stored
    /// @return empty when the change is guarded already
    public Optional<Watch> guard(Tx tx, ChangeEvent change, Duration lasting, Optional<URI> rollback, Instant now) {
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
        note(
                tx,
                watch,
                "watch.began",
                "Watched for " + Durations.words(lasting) + " against the " + Durations.words(BEFORE) + " before"
                        + (watch.rollback().isEmpty() ? "; nothing is called when it is worse" : ""),
                now);
        return Optional.of(watch);
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        for (Watch watch : platform.ledger().read(tx -> store.due(tx, now))) {
            // Windows lie in the other database: they are read before the transaction begins.
            Sample before = evidence.sample(watch.service(), watch.beganAt().minus(BEFORE), watch.beganAt());
            switch (watch.state()) {
                case WATCHING -> watching(watch, before, now);
                case ROLLING_BACK -> rollingBack(watch, before, now);
                case HELD, ROLLED_BACK, WORSE, NOT_BETTER -> {}
            }
        }
        return platform.ledger().read(store::nextDue);
    }

    private Judgement judge(Tx tx, Watch watch, Sample before, List<Sample> since) {
        List<String> failing = evidence.failing(tx, watch.service()).stream()
                .filter(name -> !watch.failing().contains(name))
                .toList();
        boolean watched = evidence.watched(watch.service());
        return since.stream()
                .map(sample -> WatchRule.judge(before, sample, failing, watched))
                .reduce((one, other) -> one.worse() || !other.worse() ? one : other)
                .orElseThrow();
    }

    private void watching(Watch watch, Sample before, Instant now) {
        Instant lately = now.minus(LATELY);
        List<Sample> since = List.of(
                evidence.sample(watch.service(), watch.beganAt(), now),
                evidence.sample(watch.service(), lately.isBefore(watch.beganAt()) ? watch.beganAt() : lately, now));
        platform.ledger().inTransaction(tx -> {
            Judgement judgement = judge(tx, watch, before, since);
            if (judgement.worse()) {
                worse(tx, watch, judgement, now);
            } else if (!watch.untilAt().isAfter(now)) {
                String words = judgement.enough()
                        ? "no worse than before"
                        : "little to judge by: " + since.getFirst().requests()
                                + " requests in its access logs and no monitor";
                if (store.move(tx, watch.ended(Watch.State.HELD, words, now))) {
                    note(tx, watch, "watch.held", "The change held: " + words, now);
                    changes.find(tx, watch.change())
                            .filter(ChangeEvent::running)
                            .ifPresent(change -> changes.end(tx, change, Outcome.DONE, now));
                }
            } else {
                String words = "no worse than before after " + Durations.words(Duration.between(watch.beganAt(), now))
                        + " (" + since.getFirst().requests() + " requests, "
                        + since.getFirst().failures() + " failed)";
                store.move(tx, watch.going(words, soonest(now.plus(EVERY), watch.untilAt())));
            }
            return true;
        });
    }

    private static Instant soonest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void worse(Tx tx, Watch watch, Judgement judgement, Instant now) {
        String words = "worse than before: " + judgement.words();
        if (watch.rollback().isEmpty()) {
            if (store.move(tx, watch.ended(Watch.State.WORSE, words, now))) {
                note(tx, watch, "watch.worse", "It is " + words + ". It has no rollback to call", now);
                page(tx, watch, "the change made it " + words, now);
            }
            return;
        }
        if (!store.move(tx, watch.called(words + "; the rollback is called", now, now.plus(SETTLES)))) {
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
        note(tx, watch, "watch.rollback", "It is " + words + ". The rollback is called", now);
    }

    private void rollingBack(Watch watch, Sample before, Instant now) {
        Instant called = watch.calledAt().orElse(now);
        Sample since = evidence.sample(watch.service(), later(now.minus(LATELY), called.plus(SETTLES)), now);
        platform.ledger().inTransaction(tx -> {
            String sent = delivery(tx, watch).map(Delivery::state).orElse("pending");
            Judgement judgement = judge(tx, watch, before, List.of(since));
            boolean proven = !called.plus(SETTLES).plus(PROVES).isAfter(now);
            if (sent.equals("dead")) {
                end(
                        tx,
                        watch,
                        Watch.State.NOT_BETTER,
                        "the rollback could not be called; it is still " + watch.said(),
                        now);
            } else if (sent.equals("sent") && proven && judgement.enough() && !judgement.worse()) {
                end(tx, watch, Watch.State.ROLLED_BACK, "rolled back, and as good as before", now);
            } else if (!called.plus(MUST_HELP).isAfter(now)) {
                String why = !sent.equals("sent")
                        ? "nobody answered the rollback"
                        : judgement.worse()
                                ? "the rollback did not help: " + judgement.words()
                                : "the rollback was taken, and nothing was seen since that proves it helped";
                end(tx, watch, Watch.State.NOT_BETTER, why, now);
            } else {
                String words = sent.equals("sent")
                        ? "the rollback was taken; "
                                + (judgement.worse()
                                        ? "still " + judgement.words()
                                        : judgement.enough() ? "good so far" : "nothing seen yet")
                        : "the rollback is on its way";
                store.move(tx, watch.going(words, now.plus(EVERY)));
            }
            return true;
        });
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Optional<Delivery> delivery(Tx tx, Watch watch) {
        return platform.outbox().list(tx, "", ChangeEvent.subject(watch.change()), Optional.empty(), 10).stream()
                .filter(one -> one.key().equals(watch.rollbackKey()))
                .findFirst();
    }

    private void end(Tx tx, Watch watch, Watch.State how, String words, Instant now) {
        if (!store.move(tx, watch.ended(how, words, now))) {
            return;
        }
        boolean back = how == Watch.State.ROLLED_BACK;
        note(tx, watch, back ? "watch.rolled-back" : "watch.not-better", "The change: " + words, now);
        if (back) {
            changes.find(tx, watch.change()).ifPresent(change -> changes.end(tx, change, Outcome.ROLLED_BACK, now));
        } else {
            page(tx, watch, words, now);
        }
    }

    /// On the change's own timeline, and on that of the service's open incident.
    private void note(Tx tx, Watch watch, String kind, String text, Instant now) {
        Journal journal = platform.journal();
        String subject = ChangeEvent.subject(watch.change());
        journal.note(tx, subject, kind, Journal.CANDOR, text, now);
        incidents
                .openOf(tx, watch.service())
                .ifPresent(incident -> journal.note(
                        tx,
                        incident.subject(),
                        kind,
                        Journal.CANDOR,
                        "Watched change " + name(tx, watch) + ": " + text,
                        Map.of("change", watch.change().toString()),
                        now,
                        now));
    }

    private String name(Tx tx, Watch watch) {
        return changes.find(tx, watch.change()).map(ChangeEvent::words).orElse("");
    }

    private void page(Tx tx, Watch watch, String words, Instant now) {
        String number = changes.find(tx, watch.change())
                .map(change -> String.valueOf(change.number()))
                .orElse("");
        signals.put(
                tx,
                new Signal(
                        watch.change(), // one signal for a change, however often this is tried
                        Signal.Event.FIRING,
                        "change/" + number,
                        watch.service(),
                        "change/" + number,
                        Severity.CRITICAL,
                        watch.service() + ": watched change " + number + ": " + words,
                        Map.of(),
                        watch.calledAt().orElse(now),
                        now),
                now);
    }
}
