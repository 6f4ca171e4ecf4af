package dev.candor.lab.d11;

import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.LabClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All instances of the API. A new version comes to one after the other.
final class Fleet implements AutoCloseable {
    static final int INSTANCES = 4;

    /// An instance lives about four times as long with the leak: one dies after the other, all the time.
    private static final Duration BETWEEN_DEPLOYS = Duration.ofSeconds(14);

    private final List<Instance> instances = new ArrayList<>();
    private final LabClock clock;
    private Optional<Thread> deploys = Optional.empty();

    private Fleet(LabClock clock) {
        this.clock = clock;
    }

    static Fleet start(Path home, FreePorts ports, LabClock clock) throws IOException {
        var fleet = new Fleet(clock);
        try {
            for (int i = 0; i < INSTANCES; i++) {
                fleet.instances.add(Instance.start(home, ports.take(), clock));
            }
            return fleet;
        } catch (IOException broken) {
            fleet.close();
            throw broken;
        }
    }

    List<Integer> ports() {
        return instances.stream().map(Instance::port).toList();
    }

    /// Begins to deploy the version that leaks.
    void deploy() {
        deploys = Optional.of(Thread.ofVirtual().name("deploys").start(this::deployAll));
    }

    private void deployAll() {
        long from = clock.elapsed().nanos();
        try {
            for (int i = 0; i < INSTANCES; i++) {
                clock.sleepUntil(from, BETWEEN_DEPLOYS.multipliedBy(i));
                instances.get(i).deploy();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (IOException broken) {
            System.err.println("drill: the new version cannot be deployed: " + broken);
        }
    }

    /// Back to the version before, everywhere at once.
    void rollBack() throws IOException {
        deploys.ifPresent(Thread::interrupt);
        for (Instance instance : instances) {
            instance.rollBack();
        }
    }

    /// How instances ended, the exit code or 128 and the signal.
    List<Integer> exits() {
        return instances.stream().flatMap(each -> each.exits().stream()).toList();
    }

    @Override
    public void close() {
        deploys.ifPresent(Thread::interrupt);
        instances.forEach(Instance::close);
    }
}
