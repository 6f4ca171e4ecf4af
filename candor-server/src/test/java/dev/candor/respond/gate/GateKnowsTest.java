package dev.candor.respond.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the gate does not know to be harmless, it refuses.
class GateKnowsTest {
    private static final String WAIT = "SET lock_timeout = '2s';\n";
    private static final String ADD = "ALTER TABLE orders ADD COLUMN note text;";

    private static List<Finding> look(String sql) {
        try {
            return new Gate(Gate.How.USUAL).look("V1__x.sql", sql, true);
        } catch (NotSqlException wrong) {
            throw new AssertionError(wrong.of("V1__x.sql"), wrong);
        }
    }

    private static List<String> refused(String sql) {
        return look(sql).stream().filter(Finding::refused).map(Finding::rule).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CALL tidy()",
                "SELECT tidy()",
                "SELECT shop.now()",
                "SELECT \"Tidy\"(1)",
                "SELECT * FROM json_to_record('{}') AS (a int), tidy(1) AS (b int)",
                "SELECT DISTINCT ON (id) tidy(id) FROM orders",
                "INSERT INTO people SELECT tidy(id) FROM orders",
                "EXECUTE plan",
                "PREPARE TRANSACTION 'x'",
                "COMMIT PREPARED 'x'",
                "EXPLAIN ANALYZE DELETE FROM orders WHERE id = 1",
                "REASSIGN OWNED BY ana TO ben",
                "DROP OWNED BY ana",
                "ALTER SYSTEM SET lock_timeout = 0",
                "ALTER DATABASE shop SET TABLESPACE slow",
                "ALTER EXTENSION postgis UPDATE",
                "CREATE EXTENSION timescaledb",
                "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f()",
                "CREATE SCHEMA s CREATE TABLE t (id int) CREATE INDEX ON t (id)",
                "ALTER TABLE orders SPLIT PARTITION a INTO (PARTITION b FOR VALUES IN (1))",
                "ALTER TABLE ALL IN TABLESPACE slow SET TABLESPACE fast",
                "ALTER TABLE orders ALTER CONSTRAINT c ENFORCED",
                "ALTER TABLE orders ALTER COLUMN price SET SOMETHING NEW",
                "ALTER TABLE orders ADD COLUMN amount money_above_zero",
                "ALTER TYPE address ALTER ATTRIBUTE zip TYPE text CASCADE",
                "ALTER SEQUENCE numbers RENAME TO counts",
                "ALTER INDEX ALL IN TABLESPACE slow SET TABLESPACE fast",
                "DROP INDEX i CASCADE",
                "UPDATE pg_settings SET setting = '0' WHERE name = 'lock_timeout'",
                "DELETE FROM pg_catalog.pg_class WHERE oid = 1",
                "COPY orders FROM PROGRAM 'curl x'",
                "SET standard_conforming_strings = off",
                "SELECT :what",
                "LOAD 'x'",
                "CHECKPOINT",
                "\\i more.sql",
                "\\ir more.sql",
                "\\set x `rm -r x`",
                "\\echo quiet \\i more.sql",
                "SELECT 'TRUNCATE orders' \\gexec",
                "SELECT 1\\; TRUNCATE orders",
                "DO LANGUAGE plpython3u $$ plpy.execute('TRUNCATE orders') $$",
                "DO $$ plpy.execute('TRUNCATE orders') $$ LANGUAGE plpython3u",
                "DO E'BEGIN \\124RUNCATE orders; END'",
                "DO $$ BEGIN EXECUTE 'TRUNCATE orders'; END $$",
                "DO $$ BEGIN IF true THEN EXECUTE format('TRUNCATE %I', 'orders'); END IF; END $$",
                "DO $$ BEGIN PERFORM tidy(); END $$",
                "DO $$ DECLARE n int := tidy(); BEGIN NULL; END $$",
                "DO $$ DECLARE n int; BEGIN n := tidy(); END $$",
                "DO $$ BEGIN IF tidy() THEN NULL; END IF; END $$",
                "DO $$ DECLARE r record; BEGIN FOR r IN EXECUTE 'x' LOOP NULL; END LOOP; END $$",
                "DO $$ BEGIN CALL tidy(); END $$",
                "DO $$ BEGIN COMMIT; END $$",
            })
    void a_statement_that_nobody_knows_is_refused_and_says_what_to_do(String sql) {
        List<Finding> findings = look(WAIT + sql + "\n;");
        assertThat(findings)
                .filteredOn(Finding::refused)
                .extracting(Finding::rule)
                .containsOnly("unknown");
        assertThat(findings).filteredOn(Finding::refused).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.why()).startsWith("I do not know what this locks: ");
            assertThat(finding.instead()).anyMatch(line -> line.startsWith("-- candor:allow unknown "));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "drop-cascade     | DROP SCHEMA shop CASCADE",
                "drop-cascade     | DROP TYPE mood CASCADE",
                "drop-cascade     | DROP EXTENSION IF EXISTS citext CASCADE",
                "drop-used        | DROP MATERIALIZED VIEW totals",
                "drop-used        | DROP VIEW v",
                "drop-used        | DROP FUNCTION f(int)",
                "delete-all       | WITH gone AS (DELETE FROM orders RETURNING *) INSERT INTO old SELECT * FROM gone",
                "update-all       | WITH some AS (SELECT 1) UPDATE orders SET price = 0",
                "update-all       | UPDATE orders SET price = 0 WHERE true",
                "delete-all       | DELETE FROM orders WHERE 1 = 1",
                "update-all       | COPY (UPDATE orders SET price = 0 RETURNING id) TO STDOUT",
                "merge            | MERGE INTO orders o USING people p ON p.id = o.person WHEN MATCHED THEN DELETE",
                "lock-rows        | SELECT * FROM orders FOR UPDATE",
                "rewrites-table   | ALTER INDEX i SET TABLESPACE slow",
                "rewrites-table   | ALTER TABLE orders ALTER COLUMN t SET EXPRESSION AS (price * 3)",
                "rewrites-table   | ALTER MATERIALIZED VIEW totals SET TABLESPACE slow",
                "rename-table     | ALTER TABLE orders SET SCHEMA old",
                "rename-table     | ALTER VIEW v RENAME TO w",
                "alter-domain     | ALTER DOMAIN price ADD CONSTRAINT c CHECK (VALUE > 0)",
                "alter-domain     | ALTER DOMAIN price SET NOT NULL",
                "alter-domain     | ALTER DOMAIN price VALIDATE CONSTRAINT c",
                "attach-partition | ALTER TABLE log ATTACH PARTITION log_2021 FOR VALUES IN (1)",
                "new-partition    | CREATE TABLE log_2021 PARTITION OF log FOR VALUES IN (1)",
                "add-primary-key  | ALTER TABLE orders ADD PRIMARY KEY USING INDEX i",
                "truncate         | DO LANGUAGE plpgsql $$ BEGIN TRUNCATE orders; END $$",
                "truncate         | DO LANGUAGE 'plpgsql' $$ BEGIN TRUNCATE orders; END $$",
                "truncate         | DO $$ BEGIN TRUNCATE orders; END $$ LANGUAGE plpgsql",
                "truncate         | DO 'BEGIN TRUNCATE orders; END'",
                "truncate         | DO $$ BEGIN CASE WHEN true THEN TRUNCATE orders; ELSE NULL; END CASE; END $$",
                "truncate         | DO $$ BEGIN IF CASE WHEN true THEN false ELSE true END THEN NULL; ELSE TRUNCATE orders; END IF; END $$",
                "truncate         | DO $$ BEGIN NULL; EXCEPTION WHEN others THEN TRUNCATE orders; END $$",
                "truncate         | DO $$ <<here>> DECLARE n int := 1; BEGIN FOR n IN 1..2 LOOP TRUNCATE orders; END LOOP; END $$",
                "delete-all       | DO $$ DECLARE r record; BEGIN FOR r IN DELETE FROM orders RETURNING id LOOP NULL; END LOOP; END $$",
            })
    void what_slipped_through_is_refused_by_name(String rule, String sql) {
        assertThat(refused(WAIT + sql + ";")).containsExactly(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP SCHEMA old",
                "DROP TYPE mood",
                "ALTER DOMAIN price ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID",
                "ALTER DOMAIN price SET DEFAULT 1",
                "ALTER INDEX i RENAME TO j",
                "ALTER SEQUENCE numbers RESTART WITH 7",
                "ALTER TABLE orders ENABLE ROW LEVEL SECURITY, OWNER TO ana",
                "ALTER TABLE orders REPLICA IDENTITY FULL, SET (fillfactor = 90)",
                "CREATE CONSTRAINT TRIGGER c AFTER INSERT ON orders DEFERRABLE FOR EACH ROW EXECUTE FUNCTION f()",
                "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\"",
                "CREATE OR REPLACE VIEW v AS SELECT lower(name) AS n FROM people",
                "CREATE MATERIALIZED VIEW m AS SELECT person, sum(price) FROM orders GROUP BY person",
                "CREATE TYPE mood AS ENUM ('sad'); ALTER TABLE orders ADD COLUMN mood mood",
                "INSERT INTO people (id, name) VALUES (1, upper('ana')) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
                "SELECT setval('numbers', (SELECT max(id) FROM orders))",
                "SELECT pg_catalog.setval('numbers', 7)",
                "SELECT id, row_number() OVER (PARTITION BY person ORDER BY id), a[1:2] FROM orders",
                "WITH t (a, b) AS (SELECT 1, 2), u (c) AS MATERIALIZED (VALUES (1)) SELECT count(*) FROM t, u WHERE a IN (1, 2)",
                "WITH batch AS (SELECT id FROM orders LIMIT 10) UPDATE orders SET price = 0 FROM batch WHERE orders.id = batch.id",
                "MERGE INTO orders o USING (SELECT id FROM people LIMIT 10) p ON p.id = o.person WHEN MATCHED THEN UPDATE SET price = 0",
                "GRANT SELECT ON orders TO ana",
                "SAVEPOINT a; RELEASE a",
                "ALTER ROLE ana SET statement_timeout = '5s'",
                "DO $$ DECLARE n int := 1; BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('sad'); END IF; RAISE NOTICE 'done %', n; END $$",
            })
    void what_is_known_to_harm_nobody_passes(String sql) {
        assertThat(refused(WAIT + sql + ";")).isEmpty();
    }

    @Test
    void a_limit_that_was_taken_away_does_not_count() {
        assertThat(refused(WAIT + "SET LOCAL lock_timeout = 0; " + ADD)).containsExactly("no-lock-timeout");
        assertThat(refused(WAIT + "SET \"Lock_Timeout\" = 0; " + ADD)).containsExactly("no-lock-timeout");
        assertThat(refused(WAIT + "SET lock_timeout TO DEFAULT; " + ADD)).containsExactly("no-lock-timeout");
        assertThat(refused(WAIT + "RESET LOCK_TIMEOUT; " + ADD)).containsExactly("no-lock-timeout");
        assertThat(refused(WAIT + "RESET ALL; " + ADD)).containsExactly("no-lock-timeout");
        assertThat(refused(WAIT + "DISCARD ALL; " + ADD)).containsExactly("no-lock-timeout");
        assertThat(refused(WAIT + "SELECT set_config('lock_timeout', '0', false); " + ADD))
                .containsExactly("no-lock-timeout");
        assertThat(refused(WAIT + "SELECT 1, set_config('lock_' || 'timeout', '0', false); " + ADD))
                .containsExactly("no-lock-timeout");
        assertThat(refused("SELECT set_config('lock_timeout', '2s', false) WHERE false; " + ADD))
                .containsExactly("no-lock-timeout");
        assertThat(refused(WAIT + "DO $$ BEGIN PERFORM set_config('lock_timeout', '0', false); END $$; " + ADD))
                .containsExactly("no-lock-timeout");
        assertThat(refused(WAIT + "DO $$ BEGIN SET lock_timeout = 0; END $$; " + ADD))
                .containsExactly("no-lock-timeout");
        assertThat(refused("BEGIN; SET lock_timeout = '2s'; ROLLBACK; " + ADD)).containsExactly("no-lock-timeout");
        assertThat(refused("SAVEPOINT s; SET lock_timeout = '2s'; ROLLBACK TO s; " + ADD))
                .containsExactly("no-lock-timeout");
        assertThat(refused("SELECT pg_catalog.set_config('lock_timeout', '2s', true); " + ADD))
                .isEmpty();
    }

    @Test
    void only_a_table_that_was_certainly_not_there_before_is_new() {
        String index = "CREATE INDEX ON parcels (id);";
        assertThat(refused("CREATE TABLE parcels (id int); " + index)).isEmpty();
        assertThat(refused("CREATE TABLE shop.parcels (id int); CREATE INDEX ON shop.parcels (id);"))
                .isEmpty();
        assertThat(refused("CREATE UNLOGGED TABLE \"parcels\" AS SELECT 1 AS id; " + index))
                .isEmpty();
        assertThat(refused("CREATE TEMP TABLE parcels (id int); " + index)).isEmpty();
        for (String before : List.of(
                "CREATE TABLE IF NOT EXISTS parcels (id int);",
                "CREATE TABLE archive.parcels (id int);",
                "CREATE TABLE parcels (id int); SET search_path = shop;",
                "CREATE TABLE parcels (id int); ROLLBACK;",
                "CREATE TABLE parcels (id int); DROP TABLE parcels;",
                "CREATE TABLE parcels (id int); ALTER TABLE parcels RENAME TO old;",
                "CREATE TEMP TABLE parcels (id int); DROP TABLE parcels;",
                "SET search_path = shop, pg_temp; CREATE TEMP TABLE parcels (id int);",
                "DO $$ BEGIN IF false THEN CREATE TABLE parcels (id int); END IF; END $$;",
                "CREATE TABLE \"Parcels\" (id int);")) {
            assertThat(refused(WAIT + before + index)).as(before).contains("create-index");
        }
        assertThat(refused(WAIT + "CREATE TEMP TABLE parcels (id int); CREATE INDEX ON public.parcels (id);"))
                .containsExactly("create-index");
        assertThat(refused("CREATE TABLE fresh (id int); ALTER TABLE fresh RENAME TO parcels; " + index))
                .isEmpty();
    }

    @Test
    void a_table_is_the_same_with_its_schema_and_without_where_that_is_the_worse_case() {
        String add = WAIT + "ALTER TABLE shop.orders ADD CONSTRAINT c CHECK (price > 0) NOT VALID;";
        assertThat(refused(add + "ALTER TABLE orders VALIDATE CONSTRAINT c;")).containsExactly("validate-at-once");
        assertThat(refused(WAIT + ADD + "ALTER TABLE shop.orders VALIDATE CONSTRAINT c;"))
                .as("any lock that is held on it counts")
                .containsExactly("validate-at-once");
        assertThat(refused(WAIT
                        + "ALTER TABLE orders VALIDATE CONSTRAINT c, ADD CONSTRAINT d CHECK (price > 0) NOT VALID;"))
                .containsExactly("validate-at-once");
    }

    @Test
    void a_primary_key_by_an_index_passes_once_its_columns_are_known_never_to_be_null() throws Exception {
        var gate = new Gate(Gate.How.USUAL);
        String key = WAIT + "ALTER TABLE orders ADD CONSTRAINT k PRIMARY KEY USING INDEX k_index;";
        assertThat(gate.look("1", "CREATE UNIQUE INDEX CONCURRENTLY k_index ON orders (id);", true))
                .isEmpty();
        assertThat(gate.look("2", key, true)).extracting(Finding::rule).containsExactly("add-primary-key");
        assertThat(gate.look("3", WAIT + "ALTER TABLE orders ADD CONSTRAINT c CHECK (id IS NOT NULL) NOT VALID;", true))
                .isEmpty();
        assertThat(gate.look("4", "ALTER TABLE orders VALIDATE CONSTRAINT c;", true))
                .isEmpty();
        assertThat(gate.look("5", key, true)).isEmpty();
        assertThat(gate.look("6", WAIT + "ALTER TABLE orders DROP CONSTRAINT c;", true))
                .isEmpty();
        assertThat(gate.look("7", key, true)).hasSize(1);
    }

    @Test
    void one_comment_allows_one_finding_and_one_that_allows_nothing_is_told() {
        String allow = "-- candor:allow drop-column nothing reads it\n";
        String drop = "ALTER TABLE orders DROP COLUMN ";
        assertThat(refused(WAIT + allow + drop + "a;\n" + drop + "b;")).containsExactly("drop-column");
        assertThat(refused(WAIT + allow + drop + "a, DROP COLUMN b;")).containsExactly("drop-column");
        assertThat(refused(WAIT + allow + allow + drop + "a, DROP COLUMN b;")).isEmpty();
        assertThat(refused(WAIT + allow + "SELECT 1;\n" + drop + "a;")).containsExactly("drop-column");
        assertThat(refused(WAIT + drop + "a; " + allow)).containsExactly("drop-column");
        assertThat(refused(WAIT + "SELECT '\n" + allow + "';" + drop + "a;")).containsExactly("drop-column");
        assertThat(
                        refused(
                                WAIT
                                        + "DO $$ BEGIN\n-- candor:allow unknown it only reads\nPERFORM tidy();\nPERFORM tidy(); END $$;"))
                .containsExactly("unknown");
        List<Finding> unused = look(WAIT + allow + allow + drop + "a;\n\n-- candor:allow truncate it is small\n");
        assertThat(unused)
                .filteredOn(one -> one.rule().equals("unused-allow"))
                .extracting(Finding::line)
                .containsExactly(3, 6);
        assertThat(unused).noneMatch(Finding::refused);
    }

    @Test
    void what_is_no_sql_at_all_is_told_with_line_and_column() {
        assertThat(mistake("SELECT 1;\n  resource \"x\" {\n")).startsWith("f.sql:2:3: `resource` begins no statement");
        assertThat(mistake("---\n- name: it's a list\n")).startsWith("f.sql:2:1: `-` begins no statement");
        assertThat(mistake("services: {name: it's}")).startsWith("f.sql:1:1: `services` begins no statement");
        assertThat(mistake("SELECT 1,\n  'open")).startsWith("f.sql:2:3: a text (') is never closed");
        assertThat(mistake("SELECT 1;\nSELECT \"open")).startsWith("f.sql:2:8: a name (\") is never closed");
        assertThat(mistake("SELECT 1;\n SELECT $x$ open $y$")).startsWith("f.sql:2:9: a text ($x$) is never closed");
        assertThat(mistake("SELECT 'ü' §")).startsWith("f.sql:1:12: `§` is no sign of SQL");
        assertThat(mistake(new byte[] {'S', '\n', 'x', (byte) 0xff}))
                .startsWith("f.sql:2:2: is not UTF-8 from its byte 4 on");
        assertThat(mistake("SELECT 1;\nab\0")).startsWith("f.sql:2:3: holds a NUL");
        assertThat(mistake(new byte[50 << 20])).startsWith("f.sql:1:1: has 50 MB, at most 10 MB are read");
    }

    private static String mistake(String text) {
        return mistake(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String mistake(byte[] bytes) {
        var report = Migrations.judge(Map.of("f.sql", bytes), Applied.NOTHING, Gate.How.USUAL);
        assertThat(report.mistakes()).hasSize(1);
        return report.mistakes().getFirst();
    }
}
