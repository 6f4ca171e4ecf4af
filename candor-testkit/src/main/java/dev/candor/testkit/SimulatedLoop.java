package dev.candor.testkit;

import dev.candor.platform.jobs.Ticking;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Runs one {@link Ticking} the way the real loop does: when woken, at its due time, after a failure a second later,
/// and every `poll`.
/// A poll that could see nothing new (no commit anywhere since the last tick, nothing due) is left out nine times of
/// ten.
final class SimulatedLoop {
    private static final int LEFT_OUT = 10;
    private static final int SPINNING = 2_000;

    private final String name;
    private final Ticking body;
    private final Duration poll;
    private final SimulatedNode node;
    private final SimulatedWorld world;
    private boolean running;
    private boolean woken;
    private long plan;
    private long seenCommits = -1;
    private int leftOut;
    private Instant dueAt = Instant.MAX;
    private Instant minute = Instant.EPOCH;
    private int ticksInMinute;

    SimulatedLoop(String name, Ticking body, Duration poll, SimulatedNode node, SimulatedWorld world) {
        this.name = name;
        this.body = body;
        this.poll = poll;
        this.node = node;
        this.world = world;
    }

    void wake() {
        if (!woken) {
            woken = true;
            if (!running) {
                plan(Duration.ofMillis(1));
            }
        }
    }

    private void plan(Duration wait) {
        long mine = ++plan;
        world.time().after(wait.isNegative() ? Duration.ZERO : wait, () -> {
            if (mine == plan && node.alive() && !running) {
                turn();
            }
        });
    }

    private void turn() {
        boolean nothingNew = !woken
                && seenCommits == world.database().commits()
                && dueAt.isAfter(node.clock().instant())
                && ++leftOut < LEFT_OUT;
        if (nothingNew) {
            plan(poll);
            return;
        }
        leftOut = 0;
        running = true;
        woken = false;
        if (world.weather().slow()) {
            world.fibers().start(node, this::tick);
        } else {
            try {
                tick();
            } catch (Fibers.Died died) {
                world.trace(name, "died");
            }
        }
    }

    /// A loop that runs all the time is a fault of its own: it burns a core and does nothing for anybody.
    private void countTick() {
        if (minute.plusSeconds(60).isBefore(world.time().now())) {
            minute = world.time().now();
            ticksInMinute = 0;
        }
        ticksInMinute++;
        if (ticksInMinute == SPINNING) {
            world.violated("the loop " + name + " spins: " + SPINNING + " runs within a minute");
        }
    }

    private void tick() {
        countTick();
        Duration wait = poll;
        seenCommits = world.database().commits();
        dueAt = Instant.MAX;
        try {
            Optional<Instant> due = body.tick(node.clock().instant());
            dueAt = due.orElse(Instant.MAX);
            wait = due.map(at -> Duration.between(node.clock().instant(), at)).orElse(poll);
        } catch (RuntimeException failure) {
            world.failed(name, failure);
            seenCommits = -1;
            wait = Duration.ofSeconds(1);
        }
        running = false;
        if (ticksInMinute >= SPINNING) {
            wait = poll; // told already; the seed has to come to its end
        }
        plan(woken ? Duration.ofMillis(1) : wait.compareTo(poll) < 0 ? wait.plusMillis(1) : poll);
    }
}
