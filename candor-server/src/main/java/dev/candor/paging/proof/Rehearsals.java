package dev.candor.paging.proof;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.Maintenance;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.catalog.Objective;
import dev.candor.catalog.Service;
import dev.candor.detect.Detect;
import dev.candor.detect.agent.AgentStore;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Places;
import dev.candor.detect.results.ResultPoint;
import dev.candor.detect.telemetry.TelemetryReplay;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.escalation.Reach;
import dev.candor.paging.escalation.Walk;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.probe.HeartbeatSpec;
import dev.candor.probe.ProbeResult;
import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Rehearses every rule: at once after an edit and after a start, which may be that of another version; weekly, hourly
/// while it cannot fire, and when somebody asks. Nothing of it is stored as real and nobody is woken.
public final class Rehearsals implements Ticking {
    private static final Duration WEEKLY = Duration.ofDays(7);
    private static final Duration HOURLY = Duration.ofHours(1);
    private static final Duration LOOK_FOR_DUE = Duration.ofSeconds(60);
    private static final Duration A_DAY = Duration.ofHours(24);
    private static final Duration SILENT = Duration.ofSeconds(60);
    private static final int MONITORS_PER_TICK = 8;
    private static final int MOST_AT_ONCE = 500;
    private static final int POINTS = 5_000;

    private final Platform platform;
    private final Catalogs catalogs;
    private final Detect detect;
    private final Ways ways;
    private final Instant startedAt;
    private final ProofStore store = new ProofStore();
    private Catalog arranged = Catalog.EMPTY;
    private Instant arrangedAt = Instant.EPOCH;
    private Map<String, WatchedRule> due = new LinkedHashMap<>();

    public Rehearsals(Platform platform, Catalogs catalogs, Detect detect, Ways ways) {
        this.platform = platform;
        this.catalogs = catalogs;
        this.detect = detect;
        this.ways = ways;
        this.startedAt = platform.clock().instant();
    }

    public ProofStore store() {
        return store;
    }

    /// Every rule there is now.
    public List<WatchedRule> rules() {
        return WatchedRule.all(catalogs.current(), Set.copyOf(detect.telemetry().services()));
    }

    /// How every rule stands at `now`, the worst first.
    public List<Standing> standings(Instant now) {
        Catalog catalog = catalogs.current();
        record Stored(Map<String, Proof> proofs, Map<UUID, String> paused, List<Maintenance> open) {}
        Stored stored = platform.ledger().read(tx -> {
            var proofs = new HashMap<String, Proof>();
            store.all(tx).forEach(proof -> proofs.put(proof.rule(), proof));
            return new Stored(proofs, detect.monitors().pausedBy(tx), new MaintenanceStore().open(tx));
        });
        var silent = new HashMap<String, Silence>();
        Silence.of(stored.open(), catalog).stream()
                .filter(Silence::now)
                .forEach(silence -> silence.services().forEach(service -> silent.putIfAbsent(service, silence)));
        var walks = new HashMap<String, List<Walk.Turn>>();
        return rules().stream()
                .map(rule -> Standing.of(
                        rule,
                        Optional.ofNullable(stored.proofs().get(rule.name())),
                        pausedBy(rule, catalog, stored.paused()),
                        Optional.ofNullable(silent.get(rule.service())),
                        new Reach(catalog, ways),
                        walks,
                        now))
                .sorted(java.util.Comparator.comparing(Standing::outcome)
                        .thenComparing(standing -> standing.rule().name()))
                .toList();
    }

    private static String pausedBy(WatchedRule rule, Catalog catalog, Map<UUID, String> paused) {
        return rule.kind().overLogs()
                ? ""
                : catalog.item(Monitor.KIND, rule.subject())
                        .map(Item::id)
                        .map(paused::get)
                        .orElse("");
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        List<WatchedRule> turn = turn(now);
        for (WatchedRule rule : turn) {
            rehearse(rule, now);
        }
        return turn.isEmpty() ? Optional.empty() : Optional.of(now.plusSeconds(1));
    }

    /// What is rehearsed in this tick: some monitors, or one rule over access logs.
    private synchronized List<WatchedRule> turn(Instant now) {
        if (arranged != catalogs.current() || !arrangedAt.plus(LOOK_FOR_DUE).isAfter(now)) {
            arrange(now);
        }
        var turn = new ArrayList<WatchedRule>();
        for (WatchedRule rule : List.copyOf(due.values())) {
            if (turn.size() >= MONITORS_PER_TICK
                    || !turn.isEmpty() && rule.kind().overLogs()) {
                break;
            }
            due.remove(rule.name());
            turn.add(rule);
            if (rule.kind().overLogs()) {
                break;
            }
        }
        return turn;
    }

    private void arrange(Instant now) {
        arranged = catalogs.current();
        arrangedAt = now;
        var heads = new HashMap<String, ProofStore.Head>();
        platform.ledger().read(store::heads).forEach(head -> heads.put(head.rule(), head));
        var next = new LinkedHashMap<String, WatchedRule>();
        List<WatchedRule> rules = rules();
        rules.stream()
                .filter(rule -> isDue(rule, Optional.ofNullable(heads.get(rule.name())), startedAt, now))
                .forEach(rule -> next.put(rule.name(), rule));
        due = next;
        rules.forEach(rule -> heads.remove(rule.name()));
        if (!heads.isEmpty()) {
            platform.ledger().inTransaction(tx -> {
                heads.keySet().forEach(gone -> store.forget(tx, gone));
                return true;
            });
        }
    }

    /// @param startedAt when this process did: what an older one proved says nothing of this program
    static boolean isDue(WatchedRule rule, Optional<ProofStore.Head> last, Instant startedAt, Instant now) {
        if (last.isEmpty()
                || !last.get().fingerprint().equals(rule.fingerprint())
                || last.get().triedAt().isBefore(startedAt)) {
            return true;
        }
        boolean empty = last.get().why().equals(TelemetryRehearsal.NO_REQUESTS);
        Duration again = last.get().outcome().equals("fires") ? WEEKLY : empty ? LOOK_FOR_DUE : HOURLY;
        return !last.get().triedAt().plus(again).isAfter(now);
    }

    /// Rehearses one rule now and keeps what came of it.
    public Proof rehearse(WatchedRule rule, Instant now) {
        Result result = result(rule, now);
        return platform.ledger().inTransaction(tx -> keep(tx, rule, result, now));
    }

    /// Rehearses every rule: as many as take a few seconds at once, the others as soon as the loop comes to them.
    ///
    /// @return how many were rehearsed now
    public int rehearseAll(Instant now) {
        int done = 0;
        int cost = 0;
        var later = new LinkedHashMap<String, WatchedRule>();
        for (WatchedRule rule : rules()) {
            if (cost >= MOST_AT_ONCE) {
                later.put(rule.name(), rule);
            } else {
                rehearse(rule, now);
                done++;
                cost += rule.kind().overLogs() ? 50 : 1;
            }
        }
        synchronized (this) {
            due.putAll(later);
        }
        return done;
    }

    private Proof keep(Tx tx, WatchedRule rule, Result result, Instant now) {
        Optional<Instant> provenAt = result instanceof Result.Fires
                ? Optional.of(now)
                : store.find(tx, rule.name()).flatMap(Proof::provenAt);
        var proof = new Proof(rule.name(), rule.fingerprint(), result, now, provenAt);
        store.save(tx, proof);
        return proof;
    }

    private Result result(WatchedRule rule, Instant now) {
        Catalog catalog = catalogs.current();
        return switch (rule.kind()) {
            case MONITOR, HEARTBEAT ->
                catalog.item(Monitor.KIND, rule.subject())
                        .map(monitor -> MonitorRehearsal.of(monitor, known(monitor, now), now))
                        .orElseGet(() -> gone(rule));
            case OBJECTIVE ->
                catalog.find(Service.KIND, rule.subject())
                        .flatMap(Service::objective)
                        .map(objective -> objective(rule, objective, now))
                        .orElseGet(() -> gone(rule));
            case SUDDEN ->
                TelemetryRehearsal.sudden(
                        windows(rule, now), () -> new TelemetryReplay(rule.service(), Optional.empty(), true), now);
        };
    }

    private Result objective(WatchedRule rule, Objective objective, Instant now) {
        return TelemetryRehearsal.objective(
                objective,
                windows(rule, now),
                () -> new TelemetryReplay(rule.service(), Optional.of(objective), false),
                now);
    }

    private static Result gone(WatchedRule rule) {
        return new Result.Open(List.of(), rule.subject() + " is no longer configured", "");
    }

    private List<Window> windows(WatchedRule rule, Instant now) {
        return detect.telemetry().windows(rule.service(), now.minus(A_DAY), now);
    }

    private MonitorRehearsal.Known known(Item<Monitor> monitor, Instant now) {
        Places places = monitor.value().places();
        String from = places.locations().contains(Detect.HERE)
                ? Detect.HERE
                : places.locations().getFirst();
        List<ResultPoint> points = detect.results().since(monitor.id(), from, now.minus(A_DAY), POINTS);
        boolean waiting = monitor.value().spec() instanceof HeartbeatSpec beat
                && detect.heartbeats().look(monitor.id(), beat, now) instanceof ProbeResult.NotRun(String why)
                && why.contains("not said yet");
        // A pause is asked for when the standing is shown: it may end any time.
        return new MonitorRehearsal.Known(
                monitor.value().spec() instanceof HeartbeatSpec ? List.of() : points, "", silent(places, now), waiting);
    }

    /// Places from which nobody looks, when none of its places does.
    private List<String> silent(Places places, Instant now) {
        Map<String, AgentStore.Agent> agents = detect.sightings().latest();
        var silent = new HashSet<String>();
        for (String location : places.locations()) {
            AgentStore.Agent agent = agents.get(location);
            boolean heard = location.equals(Detect.HERE)
                    || agent != null && agent.seenAt().plus(SILENT).isAfter(now);
            if (heard) {
                return List.of();
            }
            silent.add(location);
        }
        return silent.stream().sorted().toList();
    }
}
