package dev.candor.respond.watch;

import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.catalog.change.Outcome;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.IncidentStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Moves a watch on and tells about it: on the change's timeline, on that of the service's open incident, and by an
/// alert, which ends when the service is well again.
final class Telling {
    /// Whom we paged we tell when it is well again; so often it is looked at.
    static final Duration AGAIN = Duration.ofSeconds(15);

    private final Platform platform;
    private final WatchStore store = new WatchStore();
    private final SignalStore signals = new SignalStore();
    private final ChangeStore changes = new ChangeStore();
    private final IncidentStore incidents = new IncidentStore();

    Telling(Platform platform) {
        this.platform = platform;
    }

    WatchStore store() {
        return store;
    }

    /// Ends a watch, once; what nobody is to be paged for ends the change, too.
    void end(Tx tx, Watch watch, Watch.State how, String words, Instant now) {
        Optional<Instant> again = how.paged() ? Optional.of(now.plus(AGAIN)) : Optional.empty();
        if (!store.move(tx, watch.ended(how, words, now, again))) {
            return;
        }
        String kind = "watch." + how.word().replace('_', '-');
        switch (how) {
            case HELD -> {
                note(tx, watch, kind, "The change held: " + words, now);
                changes.find(tx, watch.change())
                        .filter(ChangeEvent::running)
                        .ifPresent(change -> changes.end(tx, change, Outcome.DONE, now));
            }
            case ROLLED_BACK -> {
                note(tx, watch, kind, "The change: " + words, now);
                changes.find(tx, watch.change()).ifPresent(change -> changes.end(tx, change, Outcome.ROLLED_BACK, now));
            }
            case WORSE, NOT_BETTER, OUTCOME_UNKNOWN -> {
                note(tx, watch, kind, "The change: " + words, now);
                signal(tx, watch, watch.change(), Signal.Event.FIRING, words, now);
            }
            case SUPERSEDED, WATCHING, ROLLING_BACK, CALLING, CALLED ->
                note(tx, watch, kind, "The watch: " + words, now);
        }
    }

    /// Whoever was paged hears that it is well.
    void well(Tx tx, Watch watch, Instant now) {
        String words = watch.said() + "; as good as before again";
        if (store.move(tx, watch.over(words))) {
            note(tx, watch, "watch.well", "The service is as good as before the change again", now);
            signal(tx, watch, platform.ids().next(), Signal.Event.RECOVERED, "as good as before again", now);
        }
    }

    /// Nobody looks any more; the alert stays.
    void stop(Tx tx, Watch watch, Instant now) {
        if (store.move(tx, watch.over(watch.said() + "; nothing has proven since that it is well"))) {
            note(tx, watch, "watch.stopped", "Nobody looks any more whether the service is as good as before", now);
        }
    }

    void note(Tx tx, Watch watch, String kind, String text, Instant now) {
        Journal journal = platform.journal();
        journal.note(tx, ChangeEvent.subject(watch.change()), kind, Journal.CANDOR, text, now);
        String name = changes.find(tx, watch.change()).map(ChangeEvent::words).orElse("");
        incidents
                .openOf(tx, watch.service())
                .ifPresent(incident -> journal.note(
                        tx,
                        incident.subject(),
                        kind,
                        Journal.CANDOR,
                        "Watched change " + name + ": " + text,
                        Map.of("change", watch.change().toString()),
                        now,
                        now));
    }

    /// The number of a watched change, for people.
    String number(Tx tx, UUID change) {
        return changes.find(tx, change).map(one -> String.valueOf(one.number())).orElse("");
    }

    private void signal(Tx tx, Watch watch, UUID id, Signal.Event event, String words, Instant now) {
        String number = number(tx, watch.change());
        Instant at = event == Signal.Event.FIRING ? watch.calledAt().orElse(now) : now;
        signals.put(
                tx,
                new Signal(
                        id,
                        event,
                        "change/" + number,
                        watch.service(),
                        "change/" + number,
                        Severity.CRITICAL,
                        watch.service() + ": watched change " + number + ": " + words,
                        Map.of(),
                        at,
                        now),
                now);
    }
}
