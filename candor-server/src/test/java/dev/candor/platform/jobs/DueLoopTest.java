package dev.candor.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.candor.base.time.SystemTime;
import dev.candor.platform.db.DatabaseException;
import dev.candor.testing.Eventually;
import dev.candor.testing.ExpectedErrors;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// On real threads and the real clock; waits for what must happen, never for a time.
class DueLoopTest {
    /// So long that a run because of it would fail the test by its time limit.
    private static final Duration NEVER = Duration.ofHours(1);

    private final AtomicInteger runs = new AtomicInteger();

    private DueLoop loop(Ticking body, Duration poll) {
        return new DueLoop("test", body, SystemTime.wall(), poll).start();
    }

    private Optional<Instant> count(Instant now) {
        runs.incrementAndGet();
        return Optional.empty();
    }

    @Test
    void a_wake_runs_the_body_and_a_wake_while_it_runs_is_not_lost() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (DueLoop loop = loop(
                now -> {
                    inside.countDown();
                    await(goOn);
                    return count(now);
                },
                NEVER)) {
            assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
            loop.wake();
            goOn.countDown();
            Eventually.until("2 runs", () -> runs.get() == 2);
            loop.wake();
            Eventually.until("3 runs", () -> runs.get() == 3);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void what_is_due_runs_without_a_wake_and_the_poll_is_the_safety_net() {
        try (DueLoop _ = loop(now -> count(now).or(() -> Optional.of(now.plusMillis(5))), NEVER)) {
            Eventually.until("more than 3 runs", () -> runs.get() > 3);
        }
        runs.set(0);
        try (DueLoop _ = loop(this::count, Duration.ofMillis(5))) {
            Eventually.until("more than 3 runs", () -> runs.get() > 3);
        }
    }

    @Test
    void a_failure_ends_nothing_and_is_forgotten_after_a_good_run() {
        try (DueLoop loop = loop(
                now -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new DatabaseException(
                                DatabaseException.Kind.UNAVAILABLE, "away", new IllegalStateException());
                    }
                    return Optional.empty();
                },
                NEVER)) {
            Eventually.until("a good run", () -> loop.succeededAt().isAfter(Instant.EPOCH));
            assertThat(runs).hasValue(2);
            assertThat(loop.lastFailure()).isEmpty();
            assertThat(loop.moves(Instant.now())).isTrue();
        }
    }

    @Test
    @ExpectedErrors("Loop test failed by a fault of ours")
    void a_bug_is_an_error_once_however_often_it_happens() {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(DueLoop.class);
        logger.addAppender(log);
        try (DueLoop loop = loop(
                _ -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException("planted");
                },
                NEVER)) {
            Eventually.until("more than 2 runs", () -> runs.get() > 2);
            assertThat(loop.lastFailure()).contains("planted");
            assertThat(loop.moves(Instant.now())).isFalse();
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list.stream().filter(event -> event.getLevel() == Level.ERROR))
                .hasSize(1);
    }

    @Test
    void close_waits_for_the_run_under_way_and_nothing_runs_after_it() throws Exception {
        var inside = new CountDownLatch(1);
        DueLoop loop = loop(
                now -> {
                    inside.countDown();
                    return count(now);
                },
                Duration.ofMillis(1));
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        loop.close();
        int before = runs.get();
        loop.wake();
        loop.close();
        assertThat(runs).hasValue(before);
    }
}
