package dev.candor.lab.d08;

import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The service before the database: a few connections that read and write orders all the time, each statement within
/// two seconds or it is an error a customer sees.
final class Orders implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int ROWS = 20_000;

    private final AtomicLong done = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final LabClock clock;

    Orders(Postgres postgres, int connections, LabClock clock) {
        this.clock = clock;
        for (int i = 0; i < connections; i++) {
            int first = i;
            threads.add(Thread.ofVirtual().name("orders-" + i).start(() -> work(postgres, first)));
        }
    }

    private void work(Postgres postgres, int first) {
        long number = first;
        try (Connection connection = postgres.connect();
                var limit = connection.createStatement()) {
            limit.execute("SET statement_timeout = '2s'");
            try (var write = connection.prepareStatement("UPDATE orders SET looked = looked + 1 WHERE id = ?");
                    var read = connection.prepareStatement("SELECT price FROM orders WHERE id = ?")) {
                while (!Thread.currentThread().isInterrupted()) {
                    number = number * 31 + 7;
                    long id = 1 + Math.floorMod(number, ROWS);
                    write.setLong(1, id);
                    read.setLong(1, id);
                    once(write::execute);
                    once(read::execute);
                    clock.sleeper().sleep(PAUSE);
                }
            }
        } catch (SQLException gone) {
            errors.incrementAndGet();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Ask {
        boolean now() throws SQLException;
    }

    private void once(Ask ask) {
        long from = clock.elapsed().nanos();
        try {
            ask.now();
            done.incrementAndGet();
        } catch (SQLException failed) {
            errors.incrementAndGet();
        }
        slowestNanos.accumulateAndGet(clock.elapsed().nanos() - from, Math::max);
    }

    long done() {
        return done.get();
    }

    long errors() {
        return errors.get();
    }

    Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
