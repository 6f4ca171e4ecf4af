package dev.candor.paging.alert;

import dev.candor.base.ids.Ids;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Numbers;
import dev.candor.catalog.Service;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.detect.monitor.StillFailing;
import dev.candor.paging.channel.canary.CanaryRoute;
import dev.candor.paging.escalation.Escalations;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns signals into alerts: alert, incident, first escalation and journal in one transaction per signal. Also what
/// people do to alerts.
public final class Alerts implements Ticking {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final int BATCH = 200;
    private static final int MOST_FAILING = 10_000;
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final Database ledger;
    private final SignalStore signals;
    private final AlertStore store;
    private final StillFailing monitors;
    private final Escalations escalations;
    private final Catalogs catalogs;
    private final Silences silences;
    private final AlertEvents events;
    private final Journal journal;
    private final Ids ids;
    private final InstantSource clock;
    private final Map<UUID, Instant> retry = new HashMap<>();
    private final CanaryRoute canary = new CanaryRoute();

    public Alerts(
            Database ledger,
            SignalStore signals,
            AlertStore store,
            StillFailing monitors,
            Escalations escalations,
            Catalogs catalogs,
            Silences silences,
            AlertEvents events,
            Journal journal,
            Ids ids,
            InstantSource clock) {
        this.ledger = ledger;
        this.signals = signals;
        this.store = store;
        this.monitors = monitors;
        this.escalations = escalations;
        this.catalogs = catalogs;
        this.silences = silences;
        this.events = events;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        // Signals that fail wait their turn apart: however many they are, they never fill the batch.
        retry.values().removeIf(at -> !at.isAfter(now));
        List<Signal> pending = ledger.read(tx -> signals.pending(tx, BATCH + retry.size())).stream()
                .filter(signal -> !retry.containsKey(signal.id()))
                .limit(BATCH)
                .toList();
        boolean moved = false;
        for (Signal signal : pending) {
            boolean taken = take(signal, now);
            moved |= taken;
            if (!taken && retry.size() < MOST_FAILING) {
                retry.put(signal.id(), now.plus(RETRY));
            }
        }
        unmuteAfterMaintenance(now);
        return moved && pending.size() == BATCH ? Optional.of(now) : Optional.empty();
    }

    /// False when it stays pending.
    private boolean take(Signal signal, Instant now) {
        UUID newAlert = ids.next();
        try {
            ledger.inTransaction(tx -> {
                take(tx, signal, newAlert, now);
                return true;
            });
            return true;
        } catch (TakenByAnother faster) {
            return true;
        } catch (DatabaseException failure) {
            if (failure.kind() != DatabaseException.Kind.WRONG) {
                throw failure;
            }
            LOG.error("Signal {} could not be taken; it is tried again", signal.id(), failure);
        } catch (RuntimeException bug) {
            // One signal we cannot handle must not keep the others back.
            LOG.error("Signal {} could not be taken; it is tried again", signal.id(), bug);
        }
        return false;
    }

    private void take(Tx tx, Signal signal, UUID newAlert, Instant now) {
        if (!isCanary(signal)) {
            events.deciding(tx, signal.service());
        }
        Optional<Alert> open = store.open(tx, signal.service(), signal.dedupKey());
        Optional<Service> service = canary.beside(catalogs.current()).find(Service.KIND, signal.service());
        var decision = AlertRule.decide(open, signal, service, silences.covering(tx, signal.service(), now));
        String outcome = switch (decision) {
            case AlertRule.Decision.Open opening ->
                "opened alert "
                        + open(tx, signal, newAlert, opening.muted(), service, now)
                                .number();
            case AlertRule.Decision.Repeat repeat -> {
                Alert alert = open.orElseThrow();
                var detail = signal.detail().isEmpty() ? alert.detail() : signal.detail();
                store.repeat(tx, alert.id(), repeat.severity(), signal.summary(), detail, signal.at());
                if (repeat.page() && store.unmute(tx, alert.id())) {
                    journal.note(
                            tx,
                            alert.subject(),
                            "alert.unmuted",
                            Journal.CANDOR,
                            "Reported again (" + repeat.severity().word() + "): paging now",
                            now);
                    Alert awake = store.find(tx, alert.id()).orElseThrow();
                    if (awake.incident().isEmpty()) {
                        events.opened(tx, awake, now); // what muted it had kept it from being an incident, too
                    }
                    escalations.start(
                            tx,
                            awake,
                            service.flatMap(Service::escalationPolicy).orElseThrow(),
                            now);
                }
                events.repeated(tx, alert, signal.receivedAt(), now);
                yield "repeated alert " + alert.number();
            }
            case AlertRule.Decision.Acknowledge _ -> {
                acknowledge(tx, open.orElseThrow(), signal.source(), now);
                yield "acknowledged alert " + open.orElseThrow().number();
            }
            case AlertRule.Decision.Resolve _ -> {
                Alert alert = open.orElseThrow();
                // Whoever else knows the key of a monitor's alert: what the monitor still sees is not over.
                Optional<String> failing = signal.source().equals(alert.dedupKey())
                        ? Optional.empty()
                        : monitors.behind(tx, alert.service(), alert.dedupKey());
                if (failing.isPresent()) {
                    yield "not resolved: " + failing.get() + " still sees the failure";
                }
                resolve(tx, alert, signal.source(), signal.at(), now);
                yield "resolved alert " + alert.number();
            }
            case AlertRule.Decision.Withdraw _ -> {
                withdraw(tx, open.orElseThrow(), signal.summary(), now);
                yield "withdrew alert " + open.orElseThrow().number();
            }
            case AlertRule.Decision.Nothing nothing -> {
                if (signal.event() == Signal.Event.RECOVERED) {
                    events.quiet(tx, signal.service(), signal.at(), now);
                }
                yield nothing.why();
            }
        };
        if (!signals.done(tx, signal.id(), outcome)) {
            throw new TakenByAnother(); // rolls back: the other worker's decision stands
        }
    }

    private static final class TakenByAnother extends RuntimeException {}

    /// It is in no incident and takes no number.
    private static boolean isCanary(Signal signal) {
        return signal.service().equals(CanaryRoute.NAME);
    }

    private Alert open(Tx tx, Signal signal, UUID id, String muted, Optional<Service> service, Instant now) {
        var alert = new Alert(
                id,
                isCanary(signal) ? -signal.receivedAt().toEpochMilli() : Numbers.next(tx, "alert"),
                signal.service(),
                signal.dedupKey(),
                signal.source(),
                signal.severity(),
                signal.summary(),
                signal.detail(),
                new Alert.State.Triggered(),
                muted,
                1,
                signal.at(),
                now,
                signal.at(),
                Optional.empty());
        store.insert(tx, alert);
        journal.note(
                tx,
                alert.subject(),
                "evidence.first",
                Journal.CANDOR,
                "First bad evidence: " + signal.summary(),
                Map.of(),
                signal.at(),
                now);
        String silence = muted.isEmpty() ? "" : " (nobody is paged: " + muted + ")";
        journal.note(
                tx,
                alert.subject(),
                "alert.triggered",
                Journal.CANDOR,
                "Alert " + alert.number() + ": " + signal.summary() + silence,
                now);
        if (!isCanary(signal)) {
            events.opened(tx, alert, now);
        }
        if (muted.isEmpty()) {
            escalations.start(
                    tx, alert, service.flatMap(Service::escalationPolicy).orElseThrow(), now);
        }
        return alert;
    }

    private void acknowledge(Tx tx, Alert alert, String by, Instant now) {
        if (store.acknowledge(tx, alert.id(), by, now)) {
            escalations.stop(tx, alert.id(), now);
            journal.note(
                    tx, alert.subject(), "alert.acknowledged", by, by + " acknowledged alert " + alert.number(), now);
            events.acknowledged(tx, alert, by, now);
        }
    }

    private void resolve(Tx tx, Alert alert, String by, Instant endedAt, Instant now) {
        if (store.resolve(tx, alert.id(), by, now)) {
            escalations.stop(tx, alert.id(), now);
            escalations.tellResolved(tx, alert, endedAt, now);
            journal.note(
                    tx,
                    alert.subject(),
                    "alert.resolved",
                    by,
                    "Alert " + alert.number() + " resolved by " + by,
                    Map.of(),
                    endedAt,
                    now);
            events.resolved(tx, alert, by, endedAt, now);
        }
    }

    private void withdraw(Tx tx, Alert alert, String why, Instant now) {
        if (store.resolve(tx, alert.id(), Journal.CANDOR, now)) {
            escalations.stop(tx, alert.id(), now);
            escalations.tellWithdrawn(tx, alert, why, now);
            journal.note(
                    tx,
                    alert.subject(),
                    "alert.resolved",
                    Journal.CANDOR,
                    "Alert " + alert.number() + " ended without a recovery: " + why,
                    now);
            events.withdrawn(tx, alert, why, now);
        }
    }

    /// What a maintenance muted and what is still there when it ends pages now.
    private void unmuteAfterMaintenance(Instant now) {
        for (Alert seen : ledger.read(store::mutedByMaintenance)) {
            ledger.inTransaction(tx -> {
                events.deciding(tx, seen.service());
                Alert alert = store.find(tx, seen.id()).orElseThrow();
                Optional<String> maintenance = silences.covering(tx, alert.service(), now);
                Optional<Service> service = catalogs.current().find(Service.KIND, alert.service());
                String muted = AlertRule.muted(alert.severity(), service, maintenance);
                if (!muted.equals(alert.muted()) && store.mute(tx, alert.id(), muted) && muted.isEmpty()) {
                    journal.note(
                            tx,
                            alert.subject(),
                            "alert.unmuted",
                            Journal.CANDOR,
                            "Still there after the maintenance: paging now",
                            now);
                    Alert awake = store.find(tx, alert.id()).orElseThrow();
                    events.opened(tx, awake, now);
                    escalations.start(
                            tx,
                            awake,
                            service.flatMap(Service::escalationPolicy).orElseThrow(),
                            now);
                }
                return true;
            });
        }
    }

    /// @return false when the alert is unknown or not in a state to be acknowledged
    public boolean acknowledge(UUID id, String by) {
        Instant now = clock.instant();
        return ledger.inTransaction(tx -> {
            Optional<Alert> alert = held(tx, id).filter(found -> found.state() instanceof Alert.State.Triggered);
            alert.ifPresent(found -> acknowledge(tx, found, by, now));
            return alert.isPresent();
        });
    }

    /// The alert as it stands, and nobody else decides about its service before the transaction ends.
    private Optional<Alert> held(Tx tx, UUID id) {
        Optional<Alert> seen = store.find(tx, id);
        seen.ifPresent(alert -> events.deciding(tx, alert.service()));
        return seen.isPresent() ? store.find(tx, id) : seen;
    }

    /// What came of a person's wish to resolve an alert.
    public sealed interface Wish {
        record Done() implements Wish {}

        /// It is unknown or resolved already.
        record Nothing() implements Wish {}

        /// What a monitor still sees is not over.
        record StillFailing(String monitor) implements Wish {}
    }

    /// A person resolves it. Refused while the monitor it came from still sees the failure.
    public Wish resolve(UUID id, String by) {
        Instant now = clock.instant();
        return ledger.inTransaction(tx -> {
            Optional<Alert> alert = held(tx, id).filter(Alert::open);
            Optional<String> failing = alert.flatMap(found -> monitors.behind(tx, found.service(), found.dedupKey()));
            if (alert.isEmpty()) {
                return new Wish.Nothing();
            }
            if (failing.isPresent()) {
                return new Wish.StillFailing(failing.get());
            }
            resolve(tx, alert.get(), by, now, now);
            return new Wish.Done();
        });
    }

    /// Resolves every open alert of an incident but those whose monitor still sees the failure, in pieces.
    public void resolveAll(UUID incident, String by) {
        Instant now = clock.instant();
        boolean more;
        do {
            more = ledger.inTransaction(tx -> {
                store.openOf(tx, incident, 1).forEach(any -> events.deciding(tx, any.service()));
                List<Alert> piece = store.openOf(tx, incident, BATCH);
                List<Alert> over = piece.stream()
                        .filter(alert -> monitors.behind(tx, alert.service(), alert.dedupKey())
                                .isEmpty())
                        .toList();
                over.forEach(alert -> resolve(tx, alert, by, now, now));
                return !over.isEmpty() && piece.size() == BATCH;
            });
        } while (more);
    }

    /// Acknowledges every alert of an incident that waits for somebody, in pieces. False when none did.
    public boolean acknowledgeAll(UUID incident, String by) {
        Instant now = clock.instant();
        int acknowledged;
        boolean any = false;
        do {
            acknowledged = ledger.inTransaction(tx -> {
                store.triggeredOf(tx, incident, 1).forEach(one -> events.deciding(tx, one.service()));
                List<Alert> piece = store.triggeredOf(tx, incident, BATCH);
                piece.forEach(alert -> acknowledge(tx, alert, by, now));
                return piece.size();
            });
            any |= acknowledged > 0;
        } while (acknowledged == BATCH);
        return any;
    }

    public AlertStore store() {
        return store;
    }
}
