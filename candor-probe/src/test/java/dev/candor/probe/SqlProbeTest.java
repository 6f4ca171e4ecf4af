package dev.candor.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.sql.DatabaseTarget;
import dev.candor.probe.testing.Here;
import dev.candor.probe.testing.RawServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Against a real PostgreSQL with jobs in a queue, and people who hold locks.
class SqlProbeTest {
    private static EmbeddedPostgres postgres;
    private static final Prober PROBER = Here.prober();

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder().start();
        execute(
                "CREATE TABLE job (id int PRIMARY KEY, lane text, created_at timestamptz, done boolean)",
                "INSERT INTO job VALUES (1, 'mail', now() - interval '9 minutes', false), (2, 'mail', now(), false)",
                "CREATE ROLE watcher LOGIN PASSWORD 'sesame-9' IN ROLE pg_monitor",
                "GRANT ALL ON job TO watcher");
    }

    @AfterAll
    static void stop() throws IOException {
        PROBER.close();
        postgres.close();
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static DatabaseTarget target() {
        return target("watcher:sesame-9", postgres.getPort());
    }

    private static DatabaseTarget target(String who, int port) {
        return DatabaseTarget.parse("postgresql://" + who + "@127.0.0.1:" + port + "/postgres?sslmode=disable");
    }

    private static SqlSpec query(String sql, String... assertions) {
        return new SqlSpec(
                target(), sql, Stream.of(assertions).map(Assertion::of).toList(), List.of(), Duration.ofSeconds(5));
    }

    private static String detail(ProbeResult result) {
        return switch (result) {
            case ProbeResult.Failed(var _, Reason reason, String why) -> reason + " " + why;
            case ProbeResult.NotRun(String why) -> "NOT_RUN " + why;
            default -> result.getClass().getSimpleName();
        };
    }

    @Test
    void the_age_of_the_oldest_job_and_the_depth_of_the_queue_are_judged() {
        String sql = "SELECT min(created_at) AS oldest, count(*) AS waiting FROM job WHERE NOT done";

        assertThat(detail(PROBER.run(query(sql, "age(\"oldest\") < 15m", "column[\"waiting\"] <= 2", "rows == 1"))))
                .isEqualTo("Passed");
        assertThat(detail(PROBER.run(query(sql, "age(\"oldest\") < 5m"))))
                .matches("ASSERTION age\\(\"oldest\"\\) was 54[0-9] s, wanted < 300 s");
        assertThat(detail(PROBER.run(query("SELECT 'x', 2.50::numeric", "value == \"y\""))))
                .isEqualTo("ASSERTION value was \"x\", wanted == \"y\"");
        assertThat(detail(PROBER.run(query("SELECT 1 WHERE false", "value == 1"))))
                .isEqualTo("ASSERTION value is not there: the query gave no row, wanted == 1");
        assertThat(detail(PROBER.run(query("SELECT NULL::timestamptz AS newest", "age(\"newest\") < 5m"))))
                .contains("is null: there is no time");
    }

    @Test
    void a_failure_names_the_columns_it_is_to_show_cut_and_on_one_line() {
        var spec = new SqlSpec(
                target(),
                "SELECT 3 AS attempts, concat('segment', chr(10), '4711') AS key, repeat('x', 500) AS words",
                List.of("key", "words", "gone"),
                List.of(Assertion.of("column[\"attempts\"] <= 2")),
                List.of(),
                Duration.ofSeconds(5));

        assertThat(detail(PROBER.run(spec)))
                .isEqualTo("ASSERTION column[\"attempts\"] was 3, wanted <= 2; key \"segment 4711\", words \""
                        + "x".repeat(100) + "…\", gone is not among the columns");
    }

    @Test
    void a_query_cannot_write() throws SQLException {
        assertThat(detail(PROBER.run(
                        query("WITH gone AS (DELETE FROM job RETURNING id) SELECT count(*) FROM gone", "rows == 1"))))
                .startsWith("QUERY ERROR: cannot execute ");
        assertThat(detail(PROBER.run(query("SELECT set_config('transaction_read_only', 'off', false)", "rows == 1"))))
                .startsWith("QUERY ERROR: ");
        for (String sql : List.of(
                "DELETE FROM job",
                "SELECT 1; DELETE FROM job",
                "SELECT 1; COMMIT; DELETE FROM job",
                "SELECT ';' ; DELETE FROM job",
                "SELECT $a$;$a$; DELETE FROM job",
                "SELECT E'\\'; DELETE FROM job; --'",
                "/* /* */ SELECT 1 */ DELETE FROM job",
                "-- SELECT\nDELETE FROM job",
                "SELECT 1 AS a$b$; COMMIT; BEGIN READ WRITE; DELETE FROM job; COMMIT; SELECT 1 AS c$b$",
                "SELECT 1 AS \u00e9$b$; COMMIT; DELETE FROM job; SELECT $b$",
                "SELECT 1$b$; COMMIT; DELETE FROM job; SELECT $b$",
                "SELECT $\u00e9$ ' $\u00e9$; COMMIT; DELETE FROM job; SELECT '",
                "SELECT 1 -- \r; COMMIT; DELETE FROM job",
                "SELECT $1",
                "SELECT 'open")) {
            assertThatThrownBy(() -> query(sql)).as(sql).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(detail(PROBER.run(query(
                        "select 1 {fn \"; commit; begin read write; delete from job; commit; --\"", "rows == 1"))))
                .startsWith("QUERY ERROR: ");
        assertThat(detail(PROBER.run(query("SELECT 1 AS a$b$, 2 AS c$b$ -- done\r", "rows == 1"))))
                .isEqualTo("Passed");
        assertThat(detail(PROBER.run(query("SELECT ';', $a$;$a$ /* ; */ -- ;\n;", "rows == 1"))))
                .isEqualTo("Passed");
        assertThat(detail(PROBER.run(query("SELECT count(*) FROM job", "value == 2"))))
                .isEqualTo("Passed");
    }

    @Test
    void a_query_that_never_returns_is_ended_by_the_deadline_on_both_sides() throws SQLException {
        var spec = new SqlSpec(
                target(), "SELECT 1, pg_sleep(60) /* endless */", List.of(), List.of(), Duration.ofMillis(700));

        assertThat(detail(PROBER.run(spec))).startsWith("TIMEOUT ");
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%/* endless%' AND pid <> pg_backend_pid()")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void a_server_that_accepts_and_says_nothing_is_a_timeout() {
        try (var silent = new RawServer((_, socket, _) -> {
            socket.getInputStream().read();
            return true;
        })) {
            var spec = new SqlSpec(
                    target("watcher:sesame-9", silent.port()),
                    "SELECT 1",
                    List.of(),
                    List.of(),
                    Duration.ofMillis(400));
            assertThat(detail(PROBER.run(spec))).isEqualTo("TIMEOUT no answer within 400 ms");
        }
    }

    @Test
    void wrong_password_wrong_table_and_nobody_there_are_told_apart_without_the_password() {
        assertThat(detail(PROBER.run(new SqlSpec(
                        target("watcher:sesame-9x", postgres.getPort()),
                        "SELECT nothing FROM nowhere",
                        List.of(),
                        List.of(),
                        Duration.ofSeconds(5)))))
                .startsWith("QUERY ")
                .doesNotContain("sesame");
        assertThat(detail(PROBER.run(query("SELECT nothing FROM nowhere"))))
                .startsWith("QUERY ERROR: relation \"nowhere\" does not exist");
        assertThat(detail(PROBER.run(
                        new SqlSpec(target("watcher:x", 1), "SELECT 1", List.of(), List.of(), Duration.ofSeconds(5)))))
                .startsWith("CONNECT_REFUSED ");
    }

    @Test
    void an_address_that_is_not_allowed_is_not_connected_to() {
        try (Prober strict = Here.prober(Here.NO_NAMES, AddressGuard.publicOnly())) {
            assertThat(detail(strict.run(query("SELECT 1")))).startsWith("NOT_RUN we must not look there: 127.0.0.1");
        }
    }

    @Test
    void who_waits_for_whose_lock_is_named() throws Exception {
        var spec = new PostgresSpec(
                target(),
                List.of(Assertion.of("lock-waiters == 0"), Assertion.of("connections-percent < 90")),
                List.of(),
                Duration.ofSeconds(5));
        assertThat(detail(PROBER.run(spec))).isEqualTo("Passed");

        try (Connection holder = postgres.getPostgresDatabase().getConnection();
                Connection waiter = postgres.getPostgresDatabase().getConnection()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("SET application_name = 'migration'");
            holder.createStatement().execute("ALTER TABLE job ADD COLUMN note text DEFAULT 'secret words'");
            waiter.createStatement().execute("SET application_name = 'billing'");
            Thread blocked = Thread.ofVirtual().start(() -> {
                try (var statement = waiter.createStatement()) {
                    statement.execute("UPDATE job SET done = true WHERE id = 1");
                } catch (SQLException ended) {
                    Thread.currentThread().interrupt();
                }
            });
            String said = "";
            for (int i = 0; i < 100 && !said.contains("billing"); i++) {
                said = detail(PROBER.run(spec));
            }
            assertThat(said)
                    .startsWith("ASSERTION lock-waiters was 1, wanted == 0; billing (pid ")
                    .contains("UPDATE job SET done = true WHERE id = ?")
                    .contains("waits for migration (pid ")
                    .contains("idle in transaction")
                    .contains("ALTER TABLE job ADD COLUMN note text DEFAULT ?")
                    .doesNotContain("secret words");
            holder.rollback();
            blocked.join();
        }
    }
}
