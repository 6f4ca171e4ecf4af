package dev.candor.detect.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.time.SystemTime;
import dev.candor.catalog.Item;
import dev.candor.detect.Severity;
import dev.candor.probe.HttpSpec;
import dev.candor.testing.Eventually;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// With real threads; waits for conditions, never for times.
class SchedulerTest {
    private static final VerdictRule RULE =
            new VerdictRule(2, 3, 2, 3, Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofSeconds(45));

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final List<Scheduler> open = new ArrayList<>();

    private static Item<Monitor> monitor(String name, String host, Duration every) {
        var spec = HttpSpec.get(URI.create("http://" + host + "/" + name));
        var value = new Monitor(name, "shop", "http", spec, every, RULE, Severity.CRITICAL, Places.HERE);
        return new Item<>(new UUID(7, name.hashCode()), name, value, "", Map.of(), Instant.EPOCH, Instant.EPOCH);
    }

    private Scheduler scheduler(Scheduler.Run run) {
        var scheduler = new Scheduler("main", SystemTime.wall(), SystemTime.elapsed(), threads, run);
        open.add(scheduler);
        return scheduler.start();
    }

    private int runs(String name) {
        return runs.getOrDefault(name, new AtomicInteger()).get();
    }

    private void ran(Item<Monitor> monitor) {
        runs.computeIfAbsent(monitor.name(), _ -> new AtomicInteger()).incrementAndGet();
    }

    @AfterEach
    void stop() {
        open.forEach(Scheduler::close);
        threads.shutdown();
    }

    @Test
    void one_monitor_never_runs_twice_at_once_and_what_cannot_start_is_skipped() {
        var release = new CountDownLatch(1);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var scheduler = scheduler((monitor, _) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            ran(monitor);
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            inside.decrementAndGet();
            return Optional.empty();
        });
        scheduler.set(List.of(monitor("slow", "a.example", Duration.ofMillis(50))));
        Eventually.until("turns were skipped", () -> scheduler.skipped() >= 3);
        assertThat(most).hasValue(1);
        release.countDown();
        Eventually.until("it goes on", () -> runs("slow") >= 3);
        assertThat(most).hasValue(1);
    }

    @Test
    void one_host_is_never_looked_at_by_more_than_eight_at_once_and_everybody_gets_a_turn() {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var scheduler = scheduler((monitor, _) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            ran(monitor);
            Thread.yield();
            inside.decrementAndGet();
            return Optional.empty();
        });
        var monitors = new ArrayList<Item<Monitor>>();
        for (int i = 0; i < 40; i++) {
            monitors.add(monitor("m" + i, "same.example", Duration.ofSeconds(60)));
        }
        scheduler.set(monitors);
        Eventually.until(
                "all ran at once after the start",
                () -> monitors.stream().allMatch(monitor -> runs(monitor.name()) >= 1));
        assertThat(most.get()).isLessThanOrEqualTo(8);
    }

    @Test
    void a_monitor_that_is_paused_and_resumed_keeps_its_pace() {
        var scheduler = scheduler((monitor, _) -> {
            ran(monitor);
            return Optional.empty();
        });
        var paused = monitor("paused", "a.example", Duration.ofMillis(200));
        var other = monitor("other", "b.example", Duration.ofMillis(200));
        for (int i = 0; i < 50; i++) {
            scheduler.set(List.of(other));
            scheduler.set(List.of(other, paused));
        }
        Eventually.until("some turns passed", () -> runs("other") >= 10);
        assertThat(runs("paused")).isLessThan(2 * runs("other") + 5);
        scheduler.set(List.of(other));
        int before = runs("other");
        Eventually.until("the change was taken up", () -> runs("other") >= before + 2);
        int stopped = runs("paused");
        Eventually.until("more turns of the other passed", () -> runs("other") >= before + 6);
        assertThat(runs("paused")).isEqualTo(stopped);
    }

    @Test
    void a_first_failure_is_looked_at_again_soon_and_a_run_that_throws_stops_nothing() {
        var scheduler = scheduler((monitor, _) -> {
            ran(monitor);
            if (monitor.name().equals("throws")) {
                throw new IllegalStateException("planted");
            }
            return runs(monitor.name()) == 1 ? Optional.of(Duration.ofMillis(20)) : Optional.empty();
        });
        scheduler.set(List.of(
                monitor("fails", "a.example", Duration.ofHours(1)),
                monitor("throws", "b.example", Duration.ofMillis(50))));
        Eventually.until("it was looked at again", () -> runs("fails") == 2);
        Eventually.until("the other one goes on", () -> runs("throws") >= 3);
        assertThat(scheduler.started()).isGreaterThanOrEqualTo(5);
        assertThat(scheduler.lateness().quantileMicros(0.5)).isPositive();
    }
}
