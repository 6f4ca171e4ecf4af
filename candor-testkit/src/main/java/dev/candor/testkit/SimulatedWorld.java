package dev.candor.testkit;

import dev.candor.base.ids.Randomness;
import dev.candor.page.Snapshot;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.outbox.Claim;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A world of its own, by seed: nodes that run the real domains over one real database, and simulated services, people,
/// providers and clocks around them.
/// Everything that happens is decided by the seed; the same seed gives the same trace.
final class SimulatedWorld implements AutoCloseable {
    /// How often pages are rendered, the dearest thing in a seed.
    enum Rendering {
        /// At every change, as in production.
        EAGER,
        /// Every ten minutes.
        NOW_AND_THEN,
        /// Just often enough to be right at the end.
        RARE
    }

    private static final boolean TOLD = Boolean.getBoolean("candor.trace");
    private static final Duration IN_FLIGHT = Duration.ofSeconds(20);

    private final Template template;
    private final Randomness random;
    private final VirtualTime time = new VirtualTime(Template.START);
    private final Fibers fibers = new Fibers(time);
    private final Weather weather;
    private final InMemoryDatabase database;
    private final InMemoryDatabase results;
    private final SimulatedServices services = new SimulatedServices(this);
    private final SimulatedProvider provider = new SimulatedProvider(this);
    private final SimulatedPeople people = new SimulatedPeople(this);
    private final List<@Nullable SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedClock> clocks = new ArrayList<>();
    private final List<SimulatedDisk> disks = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final PublishedPages pages = new PublishedPages(this);
    private final MessageDigest trace;
    private final Rendering rendering;

    SimulatedWorld(Template template, long seed, int nodes) {
        this.template = template;
        this.random = Randomness.seeded(seed);
        this.rendering = seed % 4 == 1 ? Rendering.EAGER : seed % 4 == 3 ? Rendering.NOW_AND_THEN : Rendering.RARE;
        this.weather = new Weather(Randomness.seeded(random.nextLong()));
        this.database = InMemoryDatabase.copyOf(template.ledger());
        this.results = InMemoryDatabase.copyOf(template.results());
        try {
            this.trace = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        for (int i = 0; i < nodes; i++) {
            this.nodes.add(null);
            clocks.add(new SimulatedClock(time));
            disks.add(new SimulatedDisk(weather));
            start(i);
        }
    }

    /// Starts a node that is not alive; over its old spool, with nothing in memory. While the database is away it tries
    /// again.
    void start(int index) {
        SimulatedNode before = nodes.get(index);
        if (before != null && before.alive()) {
            return;
        }
        if (weather.databaseAway) {
            time.after(Duration.ofSeconds(5), () -> start(index));
            return;
        }
        trace("start", "node " + index);
        nodes.set(
                index,
                new SimulatedNode(
                        this, "node" + index, clocks.get(index), disks.get(index), random.nextLong(), index == 0));
    }

    /// Kills a node where it stands.
    void crash(int index) {
        SimulatedNode node = nodes.get(index);
        if (node != null && node.alive()) {
            trace("crash", "node " + index);
            node.crash();
        }
    }

    /// A node kills itself in the middle of its own work, and comes back after a while.
    void dies(SimulatedNode node) {
        int index = nodes.indexOf(node);
        trace("dies", "node " + index);
        node.fall();
        time.after(Duration.ZERO, () -> fibers.kill(node));
        time.after(weather.between(Duration.ofSeconds(2), Duration.ofMinutes(3)), () -> start(index));
    }

    Rendering rendering() {
        return rendering;
    }

    int nodes() {
        return nodes.size();
    }

    SimulatedClock clock(int index) {
        return clocks.get(index);
    }

    /// Some living node: where a load balancer might send somebody.
    Optional<SimulatedNode> anyNode() {
        var living = new ArrayList<SimulatedNode>();
        for (SimulatedNode node : nodes) {
            if (node != null && node.alive()) {
                living.add(node);
            }
        }
        return living.isEmpty() ? Optional.empty() : Optional.of(living.get(weather.pick(living.size())));
    }

    /// Lets time pass, and everything that happens in it.
    void pass(Duration duration) {
        time.runUntil(time.now().plus(duration));
    }

    /// The storm ends: every fault is over, every node runs, every clock is right.
    void heal() {
        trace("chaos", "healed");
        weather.heal();
        services.heal();
        clocks.forEach(clock -> clock.skew(Duration.ZERO));
        for (int i = 0; i < nodes.size(); i++) {
            start(i);
        }
    }

    /// A page must not leave for somebody who answered, or for what is muted. What was on its way when somebody
    /// answered may still arrive.
    void checkWanted(Claim claim) {
        if (!claim.key().startsWith("page/")) {
            return;
        }
        String alert = claim.subject().substring("alert/".length());
        Instant limit = time.now().minus(IN_FLIGHT);
        database.read(tx -> tx.one(
                        "SELECT muted, state, acknowledged_at, resolved_at FROM alert WHERE id = ?",
                        row -> {
                            boolean answered = row.optionalInstant("acknowledged_at")
                                    .filter(limit::isAfter)
                                    .isPresent();
                            boolean over = row.optionalInstant("resolved_at")
                                    .filter(limit::isAfter)
                                    .isPresent();
                            if (answered || over) {
                                violated("somebody was paged after it was " + (over ? "over" : "acknowledged") + ": "
                                        + claim.key() + " try " + claim.attempts());
                            }
                            if (!row.text("muted").isEmpty()) {
                                violated("somebody was paged for a muted alert (" + row.text("muted") + "): "
                                        + claim.key());
                            }
                            return true;
                        },
                        alert)
                .orElse(false));
    }

    void published(Snapshot snapshot) {
        pages.published(snapshot);
    }

    PublishedPages pages() {
        return pages;
    }

    /// A loop or a person met an error. Faults of the database are expected; anything else is a bug.
    void failed(String who, RuntimeException failure) {
        trace("failed", who + " " + failure.getClass().getSimpleName());
        boolean expected = failure instanceof DatabaseException away && away.kind() != DatabaseException.Kind.WRONG
                || failure.getClass().getSimpleName().equals("TakenByAnother");
        if (!expected) {
            violated(who + " failed: " + failure);
            if (TOLD) {
                failure.printStackTrace(System.out);
            }
        }
    }

    void violated(String what) {
        trace("VIOLATED", what);
        if (violations.size() < 20) {
            violations.add(time.now() + " " + what);
        }
    }

    /// What went wrong so far, in order; empty when nothing did.
    List<String> violations() {
        return violations;
    }

    void trace(String what, String detail) {
        String line = time.now() + " " + what + " " + detail + "\n";
        trace.update(line.getBytes(StandardCharsets.UTF_8));
        if (TOLD) {
            System.out.print(line);
        }
    }

    /// Identifies everything that happened. Ends the trace.
    String traceHash() {
        return HexFormat.of().formatHex(trace.digest());
    }

    Template template() {
        return template;
    }

    VirtualTime time() {
        return time;
    }

    Fibers fibers() {
        return fibers;
    }

    Weather weather() {
        return weather;
    }

    InMemoryDatabase database() {
        return database;
    }

    InMemoryDatabase results() {
        return results;
    }

    SimulatedServices services() {
        return services;
    }

    SimulatedProvider provider() {
        return provider;
    }

    SimulatedPeople people() {
        return people;
    }

    @Override
    public void close() {
        fibers.killAll();
        database.close();
        results.close();
    }
}
