package dev.candor.testkit;

import java.time.Duration;
import java.util.List;

/// Plans what goes wrong: crashes, the database away, full disks, provider outages, clocks that jump, maintenances in
/// the middle of it.
final class Chaos {
    private final SimulatedWorld world;
    private final Weather weather;

    Chaos(SimulatedWorld world) {
        this.world = world;
        this.weather = world.weather();
    }

    void begin() {
        weather.storm();
        again(this::crash, Duration.ofMinutes(3), Duration.ofMinutes(40));
        again(this::databaseAway, Duration.ofMinutes(5), Duration.ofMinutes(60));
        again(this::diskFull, Duration.ofMinutes(10), Duration.ofMinutes(60));
        again(this::providerOut, Duration.ofMinutes(5), Duration.ofMinutes(50));
        again(this::clockJumps, Duration.ofMinutes(1), Duration.ofMinutes(30));
        again(this::maintenance, Duration.ofMinutes(5), Duration.ofMinutes(90));
    }

    private void again(Runnable trouble, Duration least, Duration most) {
        world.time().after(weather.between(least, most), () -> {
            if (weather.stormy()) {
                trouble.run();
                again(trouble, least, most);
            }
        });
    }

    private void crash() {
        int victim = weather.pick(world.nodes());
        world.crash(victim);
        world.time().after(weather.between(Duration.ofSeconds(2), Duration.ofMinutes(8)), () -> world.start(victim));
    }

    private void databaseAway() {
        weather.databaseAway = true;
        world.trace("chaos", "database away");
        world.time()
                .after(
                        weather.between(Duration.ofSeconds(1), Duration.ofMinutes(4)),
                        () -> weather.databaseAway = false);
    }

    private void diskFull() {
        weather.diskFull = true;
        world.trace("chaos", "disk full");
        world.time()
                .after(weather.between(Duration.ofSeconds(10), Duration.ofMinutes(10)), () -> weather.diskFull = false);
    }

    private void providerOut() {
        weather.providerOut = true;
        world.trace("chaos", "provider out");
        world.time()
                .after(
                        weather.between(Duration.ofMinutes(1), Duration.ofMinutes(25)),
                        () -> weather.providerOut = false);
    }

    private void clockJumps() {
        world.clock(weather.pick(world.nodes())).skew(Duration.ofMillis(weather.pick(4001) - 2000));
    }

    private void maintenance() {
        world.anyNode()
                .ifPresent(node -> world.fibers().start(node, () -> {
                    var from =
                            node.clock().instant().plus(weather.between(Duration.ofSeconds(1), Duration.ofMinutes(10)));
                    try {
                        node.tell()
                                .maintenances()
                                .plan(
                                        "shop",
                                        "moving the billing database",
                                        List.of("billing"),
                                        List.of(),
                                        from,
                                        from.plus(weather.between(Duration.ofMinutes(5), Duration.ofMinutes(40))),
                                        true,
                                        "omar");
                    } catch (RuntimeException failure) {
                        world.failed("omar", failure);
                    }
                }));
    }
}
