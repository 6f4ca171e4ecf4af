package dev.candor.detect.agent;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.detect.agent.AgentStore.Agent;
import dev.candor.detect.monitor.Monitor;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.probe.ProbeResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what agents saw, each sighting once. An agent's clock is set right by the time it says it sent; sightings that
/// waited long are history, and decide nothing any more.
public final class Sightings {
    private static final Logger LOG = LoggerFactory.getLogger(Sightings.class);
    /// A difference of the clocks below this is the way of the message.
    private static final Duration TOLERATED = Duration.ofSeconds(2);
    private static final int MOST_RUNS = 2_000;

    /// One message of an agent.
    ///
    /// @param run the agent's present start; sightings may be of an earlier one
    /// @param sentAt by the agent's clock
    record Report(
            String location,
            UUID run,
            Instant sentAt,
            String version,
            String address,
            long waiting,
            List<Sighting> results) {}

    /// What is done with a sighting.
    public interface Taker {
        /// Asked before a report is taken.
        ///
        /// @return whether who was heard before this start is known; before that nothing may be stored over it
        boolean mayStore();

        /// A look that still means something.
        void look(Item<Monitor> monitor, String location, Instant at, ProbeResult result);

        /// One that is only history.
        void history(Item<Monitor> monitor, String location, Instant at, ProbeResult result);
    }

    private final Database ledger;
    private final Catalogs catalogs;
    private final AgentStore store = new AgentStore();
    private final InstantSource clock;
    private final Taker taker;
    private final Map<UUID, Long> lastSeq = new ConcurrentHashMap<>();
    private final AgentClocks clocks = new AgentClocks();
    private final Map<String, Agent> heard = new ConcurrentHashMap<>();

    public Sightings(Database ledger, Catalogs catalogs, InstantSource clock, Taker taker) {
        this.ledger = ledger;
        this.catalogs = catalogs;
        this.clock = clock;
        this.taker = taker;
    }

    public AgentStore store() {
        return store;
    }

    /// The agent last heard of from each location, since the start or from the ledger.
    public Map<String, Agent> latest() {
        var latest = new LinkedHashMap<>(heard);
        try {
            ledger.read(tx -> store.since(tx, clock.instant().minus(Duration.ofDays(7))))
                    .forEach(agent -> latest.merge(
                            agent.location(), agent, (a, b) -> b.seenAt().isAfter(a.seenAt()) ? b : a));
        } catch (DatabaseException away) {
            LOG.debug("Agents are those heard since the start: {}", away.getMessage());
        }
        return latest;
    }

    /// Agents of one location report one after the other.
    synchronized void take(Report report) {
        boolean mayStore = taker.mayStore();
        Instant now = clock.instant();
        // The clock may have been set back while results waited: the first of them are of the clock as it was.
        int waited = AgentClocks.beforeItWasSetBack(
                report.results().stream().map(Sighting::at).toList(), report.sentAt());
        Optional<Duration> known = waited == 0 ? Optional.empty() : known(report);
        Duration skew = clocks.ahead(report.location(), report.run(), report.sentAt(), now);
        boolean wrong = skew.abs().compareTo(TOLERATED) > 0;
        Map<UUID, Item<Monitor>> monitors = monitors(report.location());
        for (int i = 0; i < report.results().size(); i++) {
            Sighting sighting = report.results().get(i);
            if (sighting.seq() <= last(sighting.run())) {
                continue;
            }
            lastSeq.put(sighting.run(), sighting.seq());
            Item<Monitor> monitor = monitors.get(sighting.monitor());
            if (monitor == null) {
                continue; // it was removed, paused or taken from this location since
            }
            Duration present = wrong ? skew : Duration.ZERO;
            Duration off = i < waited ? known.orElse(present) : present;
            Instant right = sighting.at().minus(off);
            Instant at = right.isAfter(now) ? now : right;
            if (at.plus(monitor.value().rule().unknownAfter()).isBefore(now)) {
                taker.history(monitor, report.location(), at, sighting.result());
            } else {
                taker.look(monitor, report.location(), at, sighting.result());
            }
        }
        var agent = new Agent(
                report.run(),
                report.location(),
                report.version(),
                report.address(),
                now,
                wrong ? skew : Duration.ZERO,
                last(report.run()),
                report.waiting());
        List<Agent> earlier = earlierRuns(report, agent);
        note(agent);
        if (mayStore) {
            store(agent, earlier);
        }
    }

    /// How far the clock was ahead when it was last heard from there, also before our start.
    private Optional<Duration> known(Report report) {
        return clocks.known(report.location(), report.run())
                .or(() -> Optional.ofNullable(latest().get(report.location())).map(Agent::skew));
    }

    /// How far the agent's runs before this one were taken, whose results waited for a line: they may come again after
    /// a restart of ours.
    private List<Agent> earlierRuns(Report report, Agent present) {
        return report.results().stream()
                .map(Sighting::run)
                .distinct()
                .filter(run -> !run.equals(report.run()))
                .map(run -> new Agent(
                        run,
                        present.location(),
                        present.version(),
                        present.address(),
                        present.seenAt().minusMillis(1), // the present one is the one heard of
                        present.skew(),
                        last(run),
                        0))
                .toList();
    }

    private Map<UUID, Item<Monitor>> monitors(String location) {
        var monitors = new LinkedHashMap<UUID, Item<Monitor>>();
        catalogs.current().all(Monitor.KIND).stream()
                .filter(item -> item.value().places().locations().contains(location))
                .forEach(item -> monitors.put(item.id(), item));
        return monitors;
    }

    private long last(UUID run) {
        Long known = lastSeq.get(run);
        if (known != null) {
            return known;
        }
        if (lastSeq.size() > MOST_RUNS) {
            lastSeq.clear(); // what is asked for again is read from the ledger
        }
        try {
            long stored =
                    ledger.read(tx -> store.agent(tx, run)).map(Agent::lastSeq).orElse(0L);
            lastSeq.put(run, stored);
            return stored;
        } catch (DatabaseException away) {
            return 0L; // nobody knows: asked again with the next sighting
        }
    }

    private void note(Agent agent) {
        Optional<Agent> before = Optional.ofNullable(heard.put(agent.location(), agent));
        if (before.filter(known -> !known.version().equals(agent.version())).isPresent()) {
            LOG.info("The agent at {} is of version {} now", agent.location(), agent.version());
        }
    }

    private void store(Agent agent, List<Agent> earlier) {
        try {
            ledger.inTransaction(tx -> {
                earlier.forEach(run -> store.save(tx, run));
                store.save(tx, agent);
                return true;
            });
        } catch (DatabaseException away) {
            LOG.warn("What was taken from the agent at {} could not be noted: {}", agent.location(), away.getMessage());
        }
    }
}
