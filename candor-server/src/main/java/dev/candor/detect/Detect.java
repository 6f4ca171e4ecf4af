package dev.candor.detect;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.Location;
import dev.candor.detect.agent.AgentDoor;
import dev.candor.detect.agent.AgentStore;
import dev.candor.detect.agent.Sightings;
import dev.candor.detect.heartbeat.Heartbeats;
import dev.candor.detect.heartbeat.PingDoor;
import dev.candor.detect.intake.Intake;
import dev.candor.detect.intake.json.JsonDoor;
import dev.candor.detect.intake.pagerduty.PagerDutyDoor;
import dev.candor.detect.location.Expectations;
import dev.candor.detect.location.Silence;
import dev.candor.detect.location.Votes;
import dev.candor.detect.monitor.FromPlace;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.MonitorStore;
import dev.candor.detect.monitor.Observation;
import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.monitor.Scheduler;
import dev.candor.detect.monitor.Verdict;
import dev.candor.detect.monitor.Verdicts;
import dev.candor.detect.results.Results;
import dev.candor.detect.telemetry.Telemetry;
import dev.candor.platform.Platform;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.http.Route;
import dev.candor.platform.spool.Spool;
import dev.candor.probe.HeartbeatSpec;
import dev.candor.probe.Measurements;
import dev.candor.probe.Phases;
import dev.candor.probe.ProbeResult;
import dev.candor.probe.ProbeSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The domain's visible face: doors for foreign signals, and monitors from run to signal.
public final class Detect {
    /// Where Candor itself looks from.
    public static final String HERE = Location.MAIN;

    private static final Logger LOG = LoggerFactory.getLogger(Detect.class);
    private static final Duration LATE = Duration.ofSeconds(1);

    private final Platform platform;
    private final Catalogs catalogs;
    private final SignalStore signals = new SignalStore();
    private final MonitorStore monitors = new MonitorStore();
    private final Verdicts verdicts;
    private final Votes votes;
    private final Sightings sightings;
    private final Results results;
    private final Heartbeats heartbeats;
    private final Telemetry telemetry;
    private final Intake intake;
    private final Function<ProbeSpec, ProbeResult> prober;
    private Catalog arranged = Catalog.EMPTY;
    private Set<UUID> leftOut = Set.of();

    /// @param prober looks at a target; in the simulated world it decides what is seen
    /// @param spool for signals
    /// @param pings for what jobs say of themselves
    public Detect(
            Platform platform, Catalogs catalogs, Spool spool, Spool pings, Function<ProbeSpec, ProbeResult> prober) {
        this.platform = platform;
        this.catalogs = catalogs;
        this.prober = prober;
        this.intake = new Intake(spool, platform.ledger(), signals, catalogs, platform.ids(), platform.clock());
        this.verdicts = new Verdicts(
                platform.ledger(),
                monitors,
                signals,
                platform.journal(),
                platform.ids(),
                platform.clock(),
                intake::keep);
        this.intake.remembersBy(verdicts);
        this.sightings = new Sightings(platform.ledger(), catalogs, platform.clock(), new FromAgents());
        this.votes = new Votes(
                platform.ledger(),
                verdicts,
                platform.clock(),
                new Expectations(platform.clock().instant(), this::beforeStart, () -> heard(sightings)));
        this.results = new Results(platform.results());
        this.heartbeats = new Heartbeats(
                pings, platform.ledger(), catalogs, platform.clock().instant());
        this.telemetry = new Telemetry(platform, catalogs, signals, intake);
    }

    /// Read before this start notes anything itself.
    private Expectations.Before beforeStart() {
        var heard = new HashMap<String, Instant>();
        Instant since = platform.clock().instant().minus(Duration.ofDays(7));
        return platform.ledger().read(tx -> {
            new AgentStore()
                    .since(tx, since)
                    .forEach(agent -> heard.merge(agent.location(), agent.seenAt(), (a, b) -> a.isAfter(b) ? a : b));
            return Expectations.Before.of(tx, heard);
        });
    }

    private static Map<String, Instant> heard(Sightings sightings) {
        var heard = new HashMap<String, Instant>();
        sightings.latest().forEach((location, agent) -> heard.put(location, agent.seenAt()));
        return heard;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>(new JsonDoor(intake).routes());
        routes.addAll(new PagerDutyDoor(intake, platform.random()).routes());
        routes.addAll(new AgentDoor(catalogs, sightings, this::paused).routes());
        routes.addAll(new PingDoor(heartbeats, catalogs, platform.ids(), platform.clock()).routes());
        routes.addAll(telemetry.routes());
        return routes;
    }

    public Intake intake() {
        return intake;
    }

    public SignalStore signals() {
        return signals;
    }

    public MonitorStore monitors() {
        return monitors;
    }

    public Verdicts verdicts() {
        return verdicts;
    }

    public Sightings sightings() {
        return sightings;
    }

    public Votes votes() {
        return votes;
    }

    public Heartbeats heartbeats() {
        return heartbeats;
    }

    public Telemetry telemetry() {
        return telemetry;
    }

    public Results results() {
        return results;
    }

    /// One look that is neither stored nor judged: for whoever tries a monitor before keeping it. Blocking.
    public ProbeResult look(ProbeSpec spec) {
        return prober.apply(spec);
    }

    /// One run of a monitor, from looking to storing: measurement first, then what it means.
    ///
    /// @return how soon to look again to confirm a first failure
    public Optional<Duration> run(Item<Monitor> monitor, Duration lateness) {
        Instant at = platform.clock().instant();
        ProbeResult result = isTooLate(monitor, lateness)
                ? new ProbeResult.NotRun(
                        "this run started " + lateness.toMillis() + " ms late: the machine is overloaded")
                : looked(monitor, at);
        take(monitor, HERE, at, result);
        boolean unconfirmed =
                Outcome.of(result) == Outcome.FAILED && seenFromHere(monitor).verdict() != Verdict.DOWN;
        return unconfirmed ? monitor.value().confirmAfter() : Optional.empty();
    }

    private ProbeResult looked(Item<Monitor> monitor, Instant now) {
        return monitor.value().spec() instanceof HeartbeatSpec beat
                ? heartbeats.look(monitor.id(), beat, now)
                : prober.apply(monitor.value().spec());
    }

    private static boolean isTooLate(Item<Monitor> monitor, Duration lateness) {
        return lateness.compareTo(LATE) > 0
                && lateness.compareTo(monitor.value().every().dividedBy(10)) > 0;
    }

    private MonitorState seenFromHere(Item<Monitor> monitor) {
        return monitor.value().places().areSeveral() ? votes.state(monitor.id(), HERE) : verdicts.state(monitor.id());
    }

    /// Stores what was seen here and decides what it means.
    public MonitorState take(Item<Monitor> monitor, Instant at, ProbeResult result) {
        return take(monitor, HERE, at, result);
    }

    /// Stores what was seen from a place and decides what it means.
    ///
    /// @return the state of the monitor after it, by the views of all its places
    public MonitorState take(Item<Monitor> monitor, String location, Instant at, ProbeResult result) {
        measured(monitor, location, at, result);
        Observation seen = Observation.of(at, result);
        return monitor.value().places().areSeveral()
                ? votes.vote(monitor, location, seen)
                : verdicts.observe(monitor, location, seen);
    }

    /// What was measured may be lost; what it means must not be lost with it.
    private void measured(Item<Monitor> monitor, String location, Instant at, ProbeResult result) {
        try {
            results.record(monitor.id(), location, at, Outcome.of(result), phases(result));
        } catch (DatabaseException away) {
            LOG.warn("A result of {} from {} is lost: {}", monitor.name(), location, away.getMessage());
        }
    }

    private static Phases phases(ProbeResult result) {
        return switch (result) {
            case ProbeResult.Passed(Measurements measured) -> measured.phases();
            case ProbeResult.Degraded(Measurements measured, String _) -> measured.phases();
            case ProbeResult.Failed(Measurements measured, var _, String _) -> measured.phases();
            case ProbeResult.NotRun _ -> Phases.NONE;
        };
    }

    private Set<UUID> paused() {
        return Set.copyOf(platform.ledger().read(monitors::paused));
    }

    /// What agents saw goes the way of what we see.
    private final class FromAgents implements Sightings.Taker {
        @Override
        public boolean mayStore() {
            return votes.heard();
        }

        @Override
        public void look(Item<Monitor> monitor, String location, Instant at, ProbeResult result) {
            take(monitor, location, at, result);
        }

        @Override
        public void history(Item<Monitor> monitor, String location, Instant at, ProbeResult result) {
            measured(monitor, location, at, result);
        }
    }

    /// Notices when nobody reports any more.
    public Silence silence() {
        return new Silence(
                catalogs, votes, verdicts, this::paused, platform.clock().instant());
    }

    /// Brings the scheduler in line with the catalog: what is no longer watched ends its signals.
    public void reschedule(Scheduler scheduler) {
        Catalog catalog = catalogs.current();
        var paused = new HashSet<>(platform.ledger().read(monitors::paused));
        if (catalog == arranged && paused.equals(leftOut)) {
            return;
        }
        var now = new HashMap<UUID, Item<Monitor>>();
        catalog.all(Monitor.KIND).forEach(item -> now.put(item.id(), item));
        var watched = new HashMap<>(now);
        now.values().forEach(item -> {
            if (!paused.contains(item.id())) {
                FromPlace.all(item).forEach(place -> watched.put(place.id(), place));
            }
        });
        var anew = verdicts.reconcile(watched);
        var places = new HashMap<UUID, Set<String>>();
        now.values().stream()
                .filter(item -> !paused.contains(item.id()))
                .forEach(item ->
                        places.put(item.id(), Set.copyOf(item.value().places().locations())));
        votes.keepOnly(places);
        scheduler.set(now.values().stream()
                .filter(item -> !paused.contains(item.id()))
                .filter(item -> item.value().places().locations().contains(HERE))
                .toList());
        arranged = catalog;
        leftOut = Set.copyOf(paused);
        anew.forEach(id -> scheduler.soon(id, Duration.ZERO));
    }
}
