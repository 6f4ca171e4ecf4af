package dev.candor.respond.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the gate says of locks, against a real PostgreSQL that does it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateOnPostgresTest {
    private static final String WORLD = """
            DROP SCHEMA IF EXISTS public CASCADE;
            CREATE SCHEMA public;
            CREATE TABLE people (id int PRIMARY KEY, name text);
            CREATE TABLE orders (id int NOT NULL, person int, price int, name varchar(20) NOT NULL DEFAULT '', note text DEFAULT 'n');
            INSERT INTO people SELECT n, 'p' || n FROM generate_series(1, 50) AS n;
            INSERT INTO orders SELECT n, 1 + n % 50, n FROM generate_series(1, 500) AS n;
            CREATE INDEX orders_person ON orders (person);
            CREATE MATERIALIZED VIEW totals AS SELECT person, sum(price) AS total FROM orders GROUP BY person;
            CREATE UNIQUE INDEX totals_person ON totals (person);
            CREATE TABLE log (id int, day date) PARTITION BY RANGE (day);
            CREATE TABLE log_2020 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
            CREATE TABLE log_2021 (id int, day date);
            INSERT INTO log_2021 SELECT n, '2021-02-01' FROM generate_series(1, 500) AS n;
            CREATE DOMAIN amount AS int;
            CREATE DOMAIN positive AS int CHECK (VALUE > 0);
            CREATE TABLE bills (id int, amount amount, doubled int GENERATED ALWAYS AS (id * 2) STORED);
            CREATE UNIQUE INDEX bills_id ON bills (id);
            INSERT INTO bills SELECT n, n FROM generate_series(1, 500) AS n;
            """;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgres postgres;

    @BeforeAll
    void start() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("shared_buffers", "16MB")
                .setPGStartupWait(Duration.ofSeconds(90))
                .start();
    }

    @AfterAll
    void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void world() throws SQLException {
        try (Connection connection = connect()) {
            if (texts(connection, "SELECT spcname FROM pg_tablespace WHERE spcname = 'elsewhere'")
                    .isEmpty()) {
                run(connection, "SET allow_in_place_tablespaces = on");
                run(connection, "CREATE TABLESPACE elsewhere LOCATION ''");
            }
            run(connection, WORLD);
        }
    }

    private Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /// What a statement did to a table before it committed.
    ///
    /// @param locks modes held on it
    /// @param scans how often it was read from the beginning
    /// @param rewritten whether it lies in another file now
    private record Done(List<String> locks, long scans, boolean rewritten) {}

    private Done inTransaction(String table, String sql) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            String file = "SELECT coalesce(pg_relation_filenode('" + table + "'), 0)::text";
            String id = texts(connection, "SELECT '" + table + "'::regclass::oid::text")
                    .getFirst();
            String before = texts(connection, file).getFirst();
            connection.commit();
            run(connection, sql);
            var locks = texts(
                    connection,
                    "SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND granted AND relation = " + id);
            long scans = Long.parseLong(texts(connection, "SELECT pg_stat_get_xact_numscans(" + id + ")::text")
                    .getFirst());
            List<String> after = texts(connection, "SELECT relfilenode::text FROM pg_class WHERE oid = " + id);
            connection.commit();
            return new Done(locks, scans, !after.equals(List.of(before)));
        }
    }

    private static Finding finding(String rule, String sql) throws NotSqlException {
        var found = new Gate(Gate.How.USUAL)
                .look("V1__x.sql", "SET lock_timeout = '2s';\n" + sql, true).stream()
                        .filter(Finding::refused)
                        .toList();
        assertThat(found).extracting(Finding::rule).containsExactly(rule);
        return found.getFirst();
    }

    /// `read`: all rows are looked at under the lock; `rewritten`: they are all written anew; `moment`: neither, and
    /// it is refused for other reasons.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "add-check           | read      | ALTER TABLE orders ADD CONSTRAINT p CHECK (price > 0)",
                "add-check           | read      | ALTER TABLE orders ADD COLUMN n int CHECK (n > 0)",
                "add-foreign-key     | read      | ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (person) REFERENCES people (id)",
                "add-foreign-key     | read      | ALTER TABLE orders ADD COLUMN other int DEFAULT 1 REFERENCES people",
                "add-unique          | read      | ALTER TABLE orders ADD CONSTRAINT u UNIQUE (id)",
                "add-unique          | read      | ALTER TABLE orders ADD COLUMN code text UNIQUE",
                "add-primary-key     | read      | ALTER TABLE orders ADD PRIMARY KEY (id)",
                "add-exclude         | read      | ALTER TABLE orders ADD CONSTRAINT e EXCLUDE (id WITH =)",
                "add-column-rewrites | rewritten | ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid()",
                "add-column-rewrites | rewritten | ALTER TABLE orders ADD COLUMN at timestamptz NOT NULL DEFAULT clock_timestamp()",
                "add-column-rewrites | rewritten | ALTER TABLE orders ADD COLUMN n bigserial",
                "add-column-rewrites | rewritten | ALTER TABLE orders ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY",
                "add-column-rewrites | rewritten | ALTER TABLE orders ADD COLUMN t int GENERATED ALWAYS AS (price * 2) STORED",
                "set-not-null        | read      | ALTER TABLE orders ALTER COLUMN price SET NOT NULL",
                "alter-type          | rewritten | ALTER TABLE orders ALTER id TYPE bigint",
                "drop-column         | moment    | ALTER TABLE orders DROP COLUMN price CASCADE",
                "rename-column       | moment    | ALTER TABLE orders RENAME price TO amount",
                "rename-table        | moment    | ALTER TABLE orders RENAME TO purchases",
                "rewrites-table      | rewritten | ALTER TABLE orders SET UNLOGGED",
                "create-index        | read      | CREATE INDEX ON orders (price)",
                "reindex             | read      | REINDEX TABLE orders",
                "lock-table          | moment    | LOCK TABLE orders",
                "lock-table          | moment    | LOCK orders IN SHARE MODE",
                "truncate            | rewritten | TRUNCATE orders",
                "cluster             | rewritten | CLUSTER orders USING orders_person",
                "update-all          | read      | UPDATE orders SET price = 0",
                "delete-all          | read      | DELETE FROM orders",
                "detach-partition    | moment    | ALTER TABLE log DETACH PARTITION log_2020",
                "refresh             | rewritten | REFRESH MATERIALIZED VIEW totals",
                "attach-partition    | read      | ALTER TABLE log ATTACH PARTITION log_2021 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
                "new-partition       | moment    | CREATE TABLE log_2022 PARTITION OF log FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')",
                "add-primary-key     | read      | ALTER TABLE bills ADD PRIMARY KEY USING INDEX bills_id",
                "rewrites-table      | rewritten | ALTER TABLE bills ALTER COLUMN doubled SET EXPRESSION AS (id * 3)",
                "rewrites-table      | rewritten | ALTER INDEX orders_person SET TABLESPACE elsewhere",
                "rename-table        | moment    | ALTER MATERIALIZED VIEW totals RENAME TO sums",
                "merge               | read      | MERGE INTO orders USING people ON people.id = orders.person WHEN MATCHED THEN DELETE",
                "delete-all          | read      | WITH gone AS (DELETE FROM orders RETURNING id) SELECT count(*) FROM gone",
                "update-all          | read      | COPY (UPDATE orders SET price = 0 RETURNING id) TO '/dev/null'",
                "truncate            | rewritten | DO LANGUAGE plpgsql $$ BEGIN CASE WHEN true THEN TRUNCATE orders; END CASE; END $$",
            })
    void a_refused_statement_really_takes_that_lock_and_really_reads_or_rewrites(String rule, String how, String sql)
            throws Exception {
        Finding finding = finding(rule, sql);
        Done done = inTransaction(finding.table(), sql);
        assertThat(done.locks()).as(finding.why()).contains(finding.lock().inPgLocks());
        assertThat(strongest(done.locks())).as("nothing stronger than said").isEqualTo(finding.lock());
        assertThat(done.rewritten()).as("rewritten").isEqualTo(how.equals("rewritten"));
        if (how.equals("read")) {
            assertThat(done.scans()).as("read as a whole").isPositive();
        }
        if (how.equals("moment")) {
            assertThat(done.scans()).as("not read").isZero();
        }
    }

    /// What the gate cannot name a table for: whatever it says of it, it happens to this one.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "alter-domain | bills  | SHARE            | ALTER DOMAIN amount ADD CONSTRAINT c CHECK (VALUE > 0)",
                "alter-domain | bills  | SHARE            | ALTER DOMAIN amount SET NOT NULL",
                "drop-cascade | bills  | ACCESS_EXCLUSIVE | DROP DOMAIN amount CASCADE",
                "drop-cascade | orders | ACCESS_EXCLUSIVE | DROP SCHEMA public CASCADE",
                "drop-used    | totals | ACCESS_EXCLUSIVE | DROP MATERIALIZED VIEW totals",
                "unknown      | orders | ACCESS_EXCLUSIVE | ALTER TABLE orders ADD COLUMN more positive DEFAULT 1",
                "unknown      | orders | ACCESS_EXCLUSIVE | DO $$ BEGIN EXECUTE 'LOCK TABLE orders'; END $$",
            })
    void what_it_does_not_know_or_cannot_name_locks_indeed(String rule, String table, Lock lock, String sql)
            throws Exception {
        assertThat(new Gate(Gate.How.USUAL).look("x", "SET lock_timeout = '2s';\n" + sql, true))
                .filteredOn(Finding::refused)
                .extracting(Finding::rule)
                .contains(rule);
        assertThat(strongest(inTransaction(table, sql).locks())).isEqualTo(lock);
    }

    @Test
    void a_trigger_of_constraint_locks_its_table_for_a_moment_only() throws Exception {
        try (Connection connection = connect()) {
            run(connection, "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
        }
        String sql = "CREATE CONSTRAINT TRIGGER c AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f()";
        Done done = inTransaction("orders", sql);
        assertThat(strongest(done.locks())).isEqualTo(Lock.SHARE_ROW_EXCLUSIVE);
        assertThat(done.scans()).isZero();
        assertThat(new Gate(Gate.How.USUAL).look("x", sql, true))
                .extracting(Finding::rule)
                .containsExactly("no-lock-timeout");
    }

    @Test
    void the_ways_to_take_a_limit_away_take_it_away_indeed() throws Exception {
        for (String sql : List.of(
                "SET LOCAL lock_timeout = 0",
                "SET \"Lock_Timeout\" = 0",
                "SET lock_timeout TO DEFAULT",
                "RESET LOCK_TIMEOUT",
                "SELECT set_config('lock_' || 'timeout', '0', false)",
                "DO $$ BEGIN PERFORM set_config('lock_timeout', '0', true); END $$")) {
            try (Connection connection = connect()) {
                run(connection, "SET lock_timeout = '2s'");
                connection.setAutoCommit(false);
                run(connection, sql);
                assertThat(texts(connection, "SHOW lock_timeout")).as(sql).containsExactly("0");
            }
        }
    }

    @Test
    void a_temporary_table_hides_the_one_of_the_same_name_and_if_not_exists_makes_none() throws Exception {
        assertThat(inTransaction("public.orders", "CREATE TEMP TABLE orders (id int); TRUNCATE orders")
                        .locks())
                .doesNotContain(Lock.ACCESS_EXCLUSIVE.inPgLocks());
        assertThat(inTransaction("orders", "CREATE TABLE IF NOT EXISTS orders (id int); TRUNCATE orders")
                        .locks())
                .contains(Lock.ACCESS_EXCLUSIVE.inPgLocks());
    }

    @Test
    void functions_that_are_known_change_nothing_and_lock_nothing() throws Exception {
        try (Connection connection = connect()) {
            var careless = texts(
                    connection,
                    "SELECT DISTINCT proname FROM pg_proc WHERE provolatile = 'v' AND pronamespace = 'pg_catalog'::regnamespace");
            careless.retainAll(Functions.KNOWN);
            assertThat(careless)
                    .containsExactlyInAnyOrder(
                            "clock_timestamp",
                            "currval",
                            "gen_random_uuid",
                            "lastval",
                            "nextval",
                            "random",
                            "set_config", // followed by the gate
                            "setval",
                            "uuidv4",
                            "uuidv7");
        }
    }

    private static Lock strongest(List<String> modes) {
        Lock strongest = Lock.NONE;
        for (Lock lock : Lock.values()) {
            strongest = modes.contains(lock.inPgLocks()) ? lock : strongest;
        }
        return strongest;
    }

    @Test
    void a_foreign_key_locks_the_other_table_too() throws Exception {
        Done done = inTransaction(
                "people", "ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (person) REFERENCES people (id) NOT VALID");
        assertThat(done.locks()).contains(Lock.SHARE_ROW_EXCLUSIVE.inPgLocks());
        assertThat(inTransaction("people", "CREATE TABLE t (person int REFERENCES people)")
                        .locks())
                .contains(Lock.SHARE_ROW_EXCLUSIVE.inPgLocks());
    }

    @Test
    void a_table_with_rows_refuses_a_column_without_a_value() {
        assertThat(new TreeSet<>(List.of("23502")))
                .contains(state("ALTER TABLE orders ADD COLUMN needed text NOT NULL"));
    }

    private String state(String sql) {
        try (Connection connection = connect()) {
            run(connection, sql);
            return "";
        } catch (SQLException refused) {
            return String.valueOf(refused.getSQLState());
        }
    }

    /// Each way the gate offers is run as it stands. No step of it both stops others and looks at all rows.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "add-check       | ALTER TABLE orders ADD CONSTRAINT p CHECK (price > 0)",
                "add-check       | ALTER TABLE orders ADD CHECK (price > 0)",
                "add-foreign-key | ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (person) REFERENCES people (id)",
                "add-unique      | ALTER TABLE orders ADD CONSTRAINT u UNIQUE (id)",
                "add-primary-key | ALTER TABLE orders ADD CONSTRAINT k PRIMARY KEY (id)",
                "set-not-null    | ALTER TABLE orders ALTER COLUMN price SET NOT NULL",
                "add-column-rewrites | ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid()",
                "create-index    | CREATE INDEX orders_price ON orders (price)",
                "reindex         | REINDEX TABLE orders",
                "refresh         | REFRESH MATERIALIZED VIEW totals",
                "detach-partition | ALTER TABLE log DETACH PARTITION log_2020",
            })
    void the_safe_way_that_is_offered_runs_and_stops_nobody_for_long(String rule, String sql) throws Exception {
        Finding finding = finding(rule, sql);
        int steps = 0;
        for (String line : finding.instead()) {
            String step = line.replaceAll("\\s*--.*", "").replaceAll(";$", "");
            if (step.isBlank() || step.startsWith("SET lock_timeout")) {
                continue;
            }
            steps++;
            if (step.toUpperCase(java.util.Locale.ROOT).contains("CONCURRENTLY")) {
                besideWriters(finding.table(), step);
            } else {
                Done done = inTransaction(finding.table(), step);
                boolean stops = strongest(done.locks()).stopsOthers();
                assertThat(stops && done.scans() > 0).as(step + " " + done).isFalse();
                assertThat(done.rewritten()).as(step).isFalse();
            }
        }
        assertThat(steps).isPositive();
        // The whole way passes the gate itself: each `--` that begins a migration begins a file.
        for (String part : String.join("\n", finding.instead()).split("-- in a migration of its own.*\n")) {
            assertThat(new Gate(new Gate.How(false, java.util.Optional.of(Duration.ofSeconds(2))))
                            .look("x", part, true))
                    .filteredOn(Finding::refused)
                    .extracting(Finding::rule)
                    .as(part)
                    .allMatch(one -> one.equals("set-not-null")); // which needs to know the file before
        }
    }

    /// Runs a statement that takes no transaction while somebody reads and writes the table in one: it must neither
    /// stop the writer nor anybody who comes after it.
    private void besideWriters(String table, String step) throws Exception {
        String read = "SELECT count(*) FROM " + table;
        try (Connection writer = connect();
                Connection later = connect();
                Connection watcher = connect()) {
            writer.setAutoCommit(false);
            run(writer, table.equals("orders") ? "UPDATE orders SET note = 'x' WHERE id = 1" : read);
            var running = CompletableFuture.runAsync(() -> {
                try (Connection connection = connect()) {
                    run(connection, "SET application_name = 'gate step'");
                    run(connection, step);
                } catch (SQLException failed) {
                    throw new AssertionError(step, failed);
                }
            });
            String waiting =
                    "SELECT pid::text FROM pg_stat_activity WHERE application_name = 'gate step' AND wait_event_type = 'Lock'";
            dev.candor.testing.Eventually.until(step + " waits or is done", () -> {
                try {
                    return running.isDone() || !texts(watcher, waiting).isEmpty();
                } catch (SQLException broken) {
                    throw new AssertionError(broken);
                }
            });
            run(later, "SET lock_timeout = '500ms'");
            run(later, table.equals("orders") ? "UPDATE orders SET note = 'y' WHERE id = 2" : read);
            writer.commit();
            running.get(30, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    @Test
    void a_new_check_that_is_validated_in_the_same_transaction_reads_under_the_first_lock() throws Exception {
        Done done = inTransaction(
                "orders",
                "ALTER TABLE orders ADD CONSTRAINT p CHECK (price > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT p");
        assertThat(strongest(done.locks())).isEqualTo(Lock.ACCESS_EXCLUSIVE);
        assertThat(done.scans()).isPositive();
        Done alone = inTransaction("orders", "ALTER TABLE orders VALIDATE CONSTRAINT p");
        assertThat(strongest(alone.locks()).stopsOthers()).isFalse();
    }

    @Test
    void not_null_reads_nothing_where_a_valid_check_says_so_already() throws Exception {
        try (Connection connection = connect()) {
            run(connection, "ALTER TABLE orders ADD CONSTRAINT c CHECK (price IS NOT NULL)");
        }
        assertThat(inTransaction("orders", "ALTER TABLE orders ALTER price SET NOT NULL")
                        .scans())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"now()", "7", "'x'", "current_timestamp", "date_trunc('day'; now())", "concat('a'; 'b')"})
    void a_default_that_is_the_same_for_all_rows_rewrites_nothing(String value) throws Exception {
        String sql = "ALTER TABLE orders ADD COLUMN fresh text NOT NULL DEFAULT " + value.replace(';', ',') + "::text";
        Done done = inTransaction("orders", sql);
        assertThat(done.rewritten()).isFalse();
        assertThat(done.scans()).isZero();
        assertThat(new Gate(Gate.How.USUAL).look("x", "SET lock_timeout = '1s';" + sql, true))
                .isEmpty();
    }

    @Test
    void whoever_waits_for_a_lock_without_limit_stops_everybody_behind_and_lock_timeout_ends_that() throws Exception {
        try (Connection reader = connect();
                Connection other = connect()) {
            reader.setAutoCommit(false);
            run(reader, "SELECT count(*) FROM orders");
            run(other, "SET lock_timeout = '300ms'");
            for (String sql : List.of("ALTER TABLE orders ADD COLUMN a int", "VACUUM FULL orders", "TRUNCATE orders")) {
                try {
                    run(other, sql);
                    throw new AssertionError(sql + " did not wait for the reader");
                } catch (SQLException gaveUp) {
                    assertThat(gaveUp.getSQLState()).as(sql).isEqualTo("55P03");
                }
            }
        }
    }

    @Test
    void vacuum_full_rewrites_and_plain_vacuum_does_not() throws Exception {
        String file = "SELECT pg_relation_filenode('orders')::text";
        try (Connection connection = connect()) {
            var before = texts(connection, file);
            run(connection, "VACUUM orders");
            assertThat(texts(connection, file)).isEqualTo(before);
            run(connection, "VACUUM FULL orders");
            assertThat(texts(connection, file)).isNotEqualTo(before);
        }
    }

    @Test
    void a_new_value_of_an_enum_cannot_be_used_in_its_transaction() {
        String make = "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE days (mood mood);";
        assertThat(state(make)).isEmpty();
        assertThat(state("BEGIN; ALTER TYPE mood ADD VALUE 'calm'; INSERT INTO days VALUES ('calm'); COMMIT"))
                .isEqualTo("55P04");
    }

    @Test
    void an_index_cannot_be_built_concurrently_in_a_transaction() {
        assertThat(state("BEGIN; CREATE INDEX CONCURRENTLY ON orders (price); COMMIT"))
                .isEqualTo("25001");
    }
}
