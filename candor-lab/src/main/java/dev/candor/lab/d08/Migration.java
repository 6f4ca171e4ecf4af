package dev.candor.lab.d08;

import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Postgres;
import dev.candor.respond.gate.Applied;
import dev.candor.respond.gate.Finding;
import dev.candor.respond.gate.Gate;
import dev.candor.respond.gate.Migrations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// The migration: as somebody wrote it, or as the gate says that it is to be written.
final class Migration {
    static final String FILE = "V7__price_is_positive.sql";

    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final String GAVE_UP = "55P03";

    private Migration() {}

    static String sql(String name) throws IOException {
        try (var in = Migration.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("there is no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// What the gate refuses in the file, by rule.
    static List<Finding> judged() throws IOException {
        byte[] bytes = sql(FILE).getBytes(StandardCharsets.UTF_8);
        return Migrations.judge(Map.of(FILE, bytes), Applied.NOTHING, Gate.How.USUAL)
                .findings();
    }

    /// As it was written: waits for its lock as long as it takes.
    static void naive(Postgres postgres) throws IOException, SQLException {
        postgres.execute(sql(FILE));
    }

    /// The statements the gate offers, one after the other, each tried again when it gives up waiting for its lock.
    ///
    /// @return how often it gave up
    static int safe(Postgres postgres, LabClock clock) throws IOException, SQLException, InterruptedException {
        var steps = new LinkedHashSet<String>();
        steps.add("SET lock_timeout = '200ms'");
        judged().stream()
                .filter(finding -> finding.rule().equals("add-check"))
                .flatMap(finding -> finding.instead().stream())
                .filter(line -> line.startsWith("ALTER TABLE"))
                .forEach(steps::add);
        int gaveUp = 0;
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            for (String step : steps) {
                while (true) {
                    try {
                        statement.execute(step);
                        break;
                    } catch (SQLException waiting) {
                        if (!GAVE_UP.equals(waiting.getSQLState())) {
                            throw waiting;
                        }
                        gaveUp++;
                        clock.sleeper().sleep(AGAIN);
                    }
                }
            }
        }
        return gaveUp;
    }
}
