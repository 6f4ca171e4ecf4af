package dev.candor.lab.d08;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Postgres;
import dev.candor.lab.run.Miniature;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Round;
import dev.candor.lab.run.Sightings;
import dev.candor.respond.gate.Finding;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL, a service that reads and writes, a long report in a transaction. The switch is a migration behind
/// that report; it ends when the report does.
final class LockMiniature implements Miniature {
    private static final int CONNECTIONS = 8;

    private final Round round;
    private final boolean guarded;
    private final Postgres postgres;
    private final Orders orders;
    private final List<Finding> judged;
    private Optional<Connection> report = Optional.empty();
    private Optional<Thread> migration = Optional.empty();
    private volatile String outcome = "";
    private volatile int gaveUp;

    private LockMiniature(Round round, boolean guarded, Postgres postgres, Orders orders, List<Finding> judged) {
        this.round = round;
        this.guarded = guarded;
        this.postgres = postgres;
        this.orders = orders;
        this.judged = judged;
    }

    /// @param guarded whether the gate stands before the migration; then it runs as the gate offers, by itself
    static LockMiniature start(Round round, boolean guarded, FreePorts ports, Duration after, Duration report)
            throws IOException, InterruptedException, SQLException {
        Postgres postgres = Postgres.start(ports.take(), round.clock());
        try {
            postgres.execute(Migration.sql("schema.sql"));
            var orders = new Orders(postgres, CONNECTIONS, round.clock());
            var miniature = new LockMiniature(round, guarded, postgres, orders, Migration.judged());
            if (guarded) {
                miniature.migration = Optional.of(
                        Thread.ofVirtual().name("migration").start(() -> miniature.guardedRun(after, report)));
            }
            return miniature;
        } catch (IOException | SQLException | RuntimeException broken) {
            postgres.close();
            throw broken;
        }
    }

    /// The report goes on for a while; the migration comes in its middle, keeps giving up, and runs when it is over.
    private void guardedRun(Duration after, Duration lasting) {
        try {
            round.clock().sleeper().sleep(after);
            report();
            Thread over = Thread.ofVirtual().name("report").start(() -> {
                try {
                    round.clock().sleeper().sleep(lasting);
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                } finally {
                    endReport();
                }
            });
            gaveUp = Migration.safe(postgres, round.clock());
            over.join();
            outcome = "done";
        } catch (IOException | SQLException broken) {
            outcome = String.valueOf(broken.getMessage());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void report() throws SQLException {
        Connection connection = postgres.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT sum(price) FROM orders");
        }
        report = Optional.of(connection);
    }

    private synchronized void endReport() {
        try {
            if (report.isPresent()) {
                report.get().rollback();
                report.get().close();
            }
        } catch (SQLException gone) {
            outcome = String.valueOf(gone.getMessage());
        }
        report = Optional.empty();
    }

    @Override
    public Map<String, String> values() {
        return Map.of("DATABASE", postgres.url());
    }

    @Override
    public void strike() throws Exception {
        report();
        migration = Optional.of(Thread.ofVirtual().name("migration").start(() -> {
            try {
                Migration.naive(postgres);
                outcome = "done";
            } catch (IOException | SQLException broken) {
                outcome = String.valueOf(broken.getMessage());
            }
        }));
    }

    @Override
    public void mend() {
        endReport();
    }

    @Override
    public boolean settled() {
        return outcome.equals("done");
    }

    @Override
    public long userErrors() {
        return orders.errors();
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        return Json.object(
                "statements",
                orders.done(),
                "slowest_statement_s",
                orders.slowest().toMillis() / 1000.0,
                "gate",
                judged.stream()
                        .filter(finding -> finding.level() == Finding.Level.REFUSED)
                        .map(Finding::rule)
                        .toList(),
                "gave_up",
                gaveUp);
    }

    @Override
    public List<String> missed(Mode mode, Sightings seen) {
        var missed = new ArrayList<String>();
        if (judged.stream().noneMatch(finding -> finding.rule().equals("add-check"))) {
            missed.add("the gate did not refuse the migration");
        }
        if (mode == Mode.FAULT && userErrors() == 0) {
            missed.add("customers felt nothing: the fault is no fault");
        }
        if (mode == Mode.FAULT && !seen.says("wait")) {
            missed.add("the alert does not say who waits");
        }
        if (guarded && !outcome.equals("done")) {
            missed.add("the safe migration did not end: " + outcome);
        }
        if (guarded && gaveUp == 0) {
            missed.add("the safe migration never met the report: nothing was tried");
        }
        return missed;
    }

    @Override
    public void close() {
        endReport();
        migration.ifPresent(Thread::interrupt);
        orders.close();
        postgres.close();
    }
}
