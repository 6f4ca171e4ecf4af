package dev.candor.respond.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static final String WAIT = "SET lock_timeout = '2s';\n";

    private static List<Finding> look(String sql) {
        try {
            return new Gate(Gate.How.USUAL).look("V1__x.sql", sql, true);
        } catch (NotSqlException wrong) {
            throw new AssertionError(wrong.line() + ": " + wrong.getMessage(), wrong);
        }
    }

    private static List<String> refused(String sql) {
        return look(sql).stream().filter(Finding::refused).map(Finding::rule).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "add-check            | ALTER TABLE orders ADD CONSTRAINT p CHECK (price > 0)",
                "add-check            | alter table only shop.orders add check (price > 0), alter price set default 1",
                "add-check            | ALTER TABLE orders ADD COLUMN n int CHECK (n > 0)",
                "add-foreign-key      | ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (person) REFERENCES people (id)",
                "add-foreign-key      | ALTER TABLE orders ADD n int DEFAULT 1 REFERENCES people",
                "add-unique           | ALTER TABLE orders ADD CONSTRAINT u UNIQUE (number)",
                "add-unique           | ALTER TABLE orders ADD COLUMN code text UNIQUE",
                "add-primary-key      | ALTER TABLE orders ADD PRIMARY KEY (id)",
                "add-exclude          | ALTER TABLE rooms ADD CONSTRAINT e EXCLUDE USING gist (room WITH =, during WITH &&)",
                "add-column-rewrites  | ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid()",
                "add-column-rewrites  | ALTER TABLE orders ADD at timestamptz NOT NULL DEFAULT clock_timestamp()",
                "add-column-rewrites  | ALTER TABLE orders ADD COLUMN n bigserial",
                "add-column-rewrites  | ALTER TABLE orders ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY",
                "add-column-rewrites  | ALTER TABLE orders ADD COLUMN t int GENERATED ALWAYS AS (price * 2) STORED",
                "add-column-not-null  | ALTER TABLE orders ADD COLUMN name text NOT NULL",
                "set-not-null         | ALTER TABLE orders ALTER COLUMN name SET NOT NULL",
                "alter-type           | ALTER TABLE orders ALTER price TYPE bigint",
                "alter-type           | ALTER TABLE orders ALTER COLUMN price SET DATA TYPE numeric(12, 2)",
                "drop-column          | ALTER TABLE orders DROP COLUMN IF EXISTS price",
                "rename-column        | ALTER TABLE orders RENAME price TO amount",
                "rename-table         | ALTER TABLE orders RENAME TO purchases",
                "rewrites-table       | ALTER TABLE orders SET UNLOGGED",
                "detach-partition     | ALTER TABLE orders DETACH PARTITION orders_2020",
                "create-index         | CREATE INDEX ON orders (price)",
                "create-index         | CREATE UNIQUE INDEX IF NOT EXISTS i ON shop.\"Orders\" USING btree (price)",
                "reindex              | REINDEX TABLE orders",
                "lock-table           | LOCK TABLE orders",
                "lock-table           | LOCK orders IN SHARE ROW EXCLUSIVE MODE",
                "truncate             | TRUNCATE orders CASCADE",
                "drop-table           | DROP TABLE IF EXISTS orders",
                "vacuum-full          | VACUUM (FULL, ANALYZE) orders",
                "cluster              | CLUSTER orders USING i",
                "refresh              | REFRESH MATERIALIZED VIEW totals",
                "update-all           | UPDATE orders SET price = 0",
                "delete-all           | DELETE FROM orders",
                "rename-enum-value    | ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'",
                "create-index         | DO $$ BEGIN IF true THEN CREATE INDEX i ON orders (price); END IF; END $$",
            })
    void what_locks_or_rewrites_is_refused_with_a_reason_and_a_way(String rule, String sql) {
        var findings = look(WAIT + sql + ";");
        assertThat(findings)
                .filteredOn(Finding::refused)
                .extracting(Finding::rule)
                .containsExactly(rule);
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.line()).isEqualTo(2);
            assertThat(finding.why()).endsWith(".");
            assertThat(finding.instead()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE orders ADD COLUMN note text",
                "ALTER TABLE orders ADD COLUMN n int NOT NULL DEFAULT 7",
                "ALTER TABLE orders ADD COLUMN at timestamptz NOT NULL DEFAULT now()",
                "ALTER TABLE orders ADD COLUMN kind varchar(20) DEFAULT 'x'::varchar(20)",
                "ALTER TABLE orders ADD CONSTRAINT p CHECK (price > 0) NOT VALID",
                "ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (person) REFERENCES people NOT VALID",
                "ALTER TABLE orders VALIDATE CONSTRAINT p",
                "ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX u_index",
                "ALTER TABLE orders ALTER price SET DEFAULT 1, ALTER price DROP NOT NULL",
                "ALTER TABLE orders DROP CONSTRAINT p",
                "ALTER TABLE orders DETACH PARTITION orders_2020 CONCURRENTLY",
                "CREATE INDEX CONCURRENTLY i ON orders (price)",
                "DROP INDEX CONCURRENTLY i",
                "REINDEX INDEX CONCURRENTLY i",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY totals",
                "LOCK TABLE orders IN ROW SHARE MODE",
                "VACUUM (ANALYZE) orders",
                "UPDATE orders SET price = 0 WHERE id IN (SELECT id FROM orders WHERE price < 0 LIMIT 1000)",
                "INSERT INTO people (name) VALUES ('ana; -- ben /* cleo')",
                "ALTER TYPE mood ADD VALUE 'calm'",
                "CREATE TABLE t (id int PRIMARY KEY, person int REFERENCES people, note text CHECK (note <> ''))",
                "CREATE VIEW v AS SELECT 1",
                "COMMENT ON TABLE orders IS 'ALTER TABLE orders ADD CHECK (x)'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
                "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN TRUNCATE orders; END $body$",
                "SELECT 1",
            })
    void what_harms_nobody_passes(String sql) {
        assertThat(refused(WAIT + sql + ";")).isEmpty();
    }

    @Test
    void a_table_that_is_new_in_the_same_migration_may_be_done_anything_with() {
        assertThat(refused("""
                CREATE TABLE shop.parcels (id bigint, person int);
                CREATE INDEX ON shop.parcels (person);
                ALTER TABLE shop.parcels ADD PRIMARY KEY (id), ADD CHECK (id > 0);
                ALTER TABLE shop.parcels ALTER person SET NOT NULL;
                UPDATE shop.parcels SET person = 1;
                TRUNCATE shop.parcels;
                """)).isEmpty();
    }

    @Test
    void every_lock_that_stops_others_needs_a_limit_to_how_long_it_is_waited_for() {
        String harmless = "ALTER TABLE orders ADD COLUMN note text;";
        assertThat(refused(harmless)).containsExactly("no-lock-timeout");
        assertThat(refused("SET lock_timeout TO '60s'; " + harmless)).containsExactly("long-lock-timeout");
        assertThat(refused("SET lock_timeout = 0; " + harmless)).containsExactly("no-lock-timeout");
        assertThat(refused("SET LOCAL lock_timeout = 500; " + harmless)).isEmpty();
        assertThat(refused("SET SESSION lock_timeout = '200ms'; " + harmless)).isEmpty();
        assertThat(refused("SELECT set_config('lock_timeout', '2s', false); " + harmless))
                .isEmpty();
        assertThat(refused("SET lock_timeout = '2s'; RESET lock_timeout; " + harmless))
                .containsExactly("no-lock-timeout");
        for (String end : List.of("COMMIT", "ROLLBACK", "END", "BEGIN; COMMIT")) {
            assertThat(refused(end + "; SET LOCAL lock_timeout = '2s'; " + harmless))
                    .as(end + " ends the runner's transaction too")
                    .containsExactly("no-lock-timeout");
            assertThat(refused(end + "; BEGIN; SET LOCAL lock_timeout = '2s'; " + harmless))
                    .isEmpty();
        }
        assertThat(refused("BEGIN; SET LOCAL lock_timeout = '2s'; COMMIT; " + harmless))
                .containsExactly("no-lock-timeout");
        assertThat(refused("ALTER TABLE orders VALIDATE CONSTRAINT p;")).isEmpty();
        assertThat(refused("CREATE TABLE t (person int REFERENCES people);")).containsExactly("no-lock-timeout");
    }

    @Test
    void a_column_that_a_valid_check_knows_to_be_never_null_is_set_so_without_reading() throws Exception {
        var gate = new Gate(Gate.How.USUAL);
        String add = WAIT + "ALTER TABLE orders ADD CONSTRAINT c CHECK (name IS NOT NULL) NOT VALID;";
        String set = WAIT + "ALTER TABLE orders ALTER COLUMN name SET NOT NULL;";
        assertThat(gate.look("1", add, true)).isEmpty();
        assertThat(gate.look("2", set, true)).extracting(Finding::rule).containsExactly("set-not-null");
        assertThat(gate.look("3", "ALTER TABLE orders VALIDATE CONSTRAINT c;", true))
                .isEmpty();
        assertThat(gate.look("4", set, true)).isEmpty();
        assertThat(gate.look("5", WAIT + "ALTER TABLE orders ALTER COLUMN price SET NOT NULL;", true))
                .hasSize(1);
    }

    @Test
    void validating_in_the_transaction_that_added_it_is_no_better_than_not_doing_it() {
        String both = WAIT
                + "ALTER TABLE orders ADD CONSTRAINT c CHECK (price > 0) NOT VALID; COMMIT_HERE ALTER TABLE orders VALIDATE CONSTRAINT c;";
        assertThat(refused(both.replace("COMMIT_HERE", ""))).containsExactly("validate-at-once");
        assertThat(refused("BEGIN; " + both.replace("COMMIT_HERE", "COMMIT;"))).isEmpty();
    }

    @Test
    void what_cannot_run_in_a_transaction_stands_alone() {
        assertThat(refused("BEGIN; CREATE INDEX CONCURRENTLY i ON orders (price); COMMIT;"))
                .containsExactly("in-transaction");
        assertThat(refused("SELECT 1; CREATE INDEX CONCURRENTLY i ON orders (price);"))
                .containsExactly("in-transaction");
        assertThat(refused("SET statement_timeout = 0; CREATE INDEX CONCURRENTLY i ON orders (price);"))
                .isEmpty();
    }

    @Test
    void a_new_value_of_an_enum_is_not_used_before_it_is_there() {
        assertThat(refused("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm'; INSERT INTO days VALUES ('calm');"))
                .containsExactly("enum-value-at-once");
        assertThat(
                        refused(
                                "BEGIN; ALTER TYPE mood ADD VALUE 'calm'; COMMIT; BEGIN; INSERT INTO days VALUES ('calm'); COMMIT;"))
                .isEmpty();
    }

    @Test
    void what_somebody_allows_with_a_reason_is_shown_and_passes() {
        String drop =
                WAIT + "-- candor:allow drop-column nothing reads it since 1.4\nALTER TABLE orders DROP COLUMN price;";
        assertThat(refused(drop)).isEmpty();
        assertThat(look(drop)).extracting(Finding::level).containsExactly(Finding.Level.ALLOWED);
        assertThat(look(drop).getFirst().why()).endsWith("Allowed: nothing reads it since 1.4");
        assertThat(refused(drop.replace("nothing reads it since 1.4", ""))).containsExactly("drop-column");
        assertThat(refused(drop.replace("allow drop-column", "allow drop-table")))
                .containsExactly("drop-column");
    }

    @Test
    void quotes_comments_and_lines_of_psql_hide_nothing_and_start_nothing() {
        assertThat(refused("""
                \\set ON_ERROR_STOP on
                /* one /* inside */ TRUNCATE orders; */
                -- TRUNCATE orders;
                INSERT INTO notes VALUES (E'it\\'s; TRUNCATE orders;', $a$ TRUNCATE orders; $b$ $a$, U&'\\0041;', 'a''b;');
                SELECT "a;TRUNCATE orders;" FROM x WHERE y = $1;
                COPY notes FROM stdin;
                1\tTRUNCATE orders; 'never closed
                \\.
                """)).isEmpty();
        assertThat(refused("SELECT 1;/**/TRUNCATE/**/orders")).contains("truncate");
        assertThat(look("SELECT 1;\n\n/* a\nb */ TRUNCATE orders;").getFirst().line())
                .isEqualTo(4);
        assertThat(refused(WAIT + "TRUNCATE \"Odd \"\"name\"\"\";")).containsExactly("truncate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 | package main;                   | `package` begins no statement",
                "1 | <?xml version=\"1.0\"?>           | begins no statement",
                "1 | databaseChangeLog: []           | begins no statement",
                "1 | SELECT 'open                    | a text (') is never closed",
                "1 | SELECT $tag$ open $tag          | a text ($tag$) is never closed",
                "1 | /* open                         | a comment (/*) is never closed",
                "1 | SELECT (1;                      | `(` is never closed",
                "1 | SELECT 1);                      | `)` without its `(`",
                "1 | {\"a\": 1}                        | no sign of SQL",
            })
    void a_file_that_is_not_sql_is_a_mistake_with_its_line(int line, String text, String words) {
        var report = judge(Map.of("V1__x.sql", text), Applied.NOTHING);
        assertThat(report.mistakes()).hasSize(1);
        assertThat(report.mistakes().getFirst())
                .startsWith("V1__x.sql:" + line + ":")
                .contains(words);
    }

    @Test
    void bytes_that_are_no_text_are_a_mistake() {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("a.sql", new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        files.put("b.sql", "SELECT 1;\n\0".getBytes(StandardCharsets.UTF_8));
        var report = Migrations.judge(files, Applied.NOTHING, Gate.How.USUAL);
        assertThat(report.mistakes()).hasSize(2);
        assertThat(String.join(" ", report.mistakes())).contains("not UTF-8", "holds a NUL");
    }

    private static Migrations.Report judge(Map<String, String> texts, Applied applied) {
        var files = new LinkedHashMap<String, byte[]>();
        texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return Migrations.judge(files, applied, Gate.How.USUAL);
    }

    @Test
    void numbers_that_two_files_have_and_files_behind_their_time_are_refused() {
        var applied = Applied.files(Map.of(
                "V1__a.sql", "SELECT 1;".getBytes(StandardCharsets.UTF_8),
                "V3__c.sql", "SELECT 3;".getBytes(StandardCharsets.UTF_8)));
        var report = judge(
                Map.of(
                        "m/V1__a.sql", "SELECT 1;",
                        "m/V2__b.sql", "SELECT 2;",
                        "m/V3__c.sql", "SELECT 3;",
                        "m/V4__d.sql", "SELECT 4;",
                        "m/V4.0__e.sql", "SELECT 5;",
                        "m/V10__f.sql", "SELECT 6;"),
                applied);
        assertThat(report.findings())
                .extracting(Finding::rule, Finding::file)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("out-of-order", "m/V2__b.sql"),
                        org.assertj.core.groups.Tuple.tuple(
                                "doubled-number",
                                report.findings().stream()
                                        .filter(one -> one.rule().equals("doubled-number"))
                                        .findFirst()
                                        .orElseThrow()
                                        .file()));
        assertThat(report.judged()).isEqualTo(4);
    }

    @Test
    void what_ran_must_be_what_it_was_and_is_not_judged_again() throws Exception {
        String old = "TRUNCATE orders;\r\nSELECT 1;\n";
        String sha = dev.candor.platform.auth.Hashes.sha256(old);
        for (Applied applied : List.of(
                Applied.of(sha + "  migrations/V1__a.sql\n"),
                Applied.of("V1__a.sql," + Applied.flyway(old.getBytes(StandardCharsets.UTF_8))),
                Applied.files(Map.of("V1__a.sql", old.getBytes(StandardCharsets.UTF_8))))) {
            assertThat(judge(Map.of("V1__a.sql", old), applied).findings()).isEmpty();
            assertThat(judge(Map.of("V1__a.sql", old + "SELECT 2;"), applied).findings())
                    .extracting(Finding::rule)
                    .containsExactly("edited-after-run");
        }
        assertThatThrownBy(() -> Applied.of("nonsense")).isInstanceOf(NotSqlException.class);
    }

    /// Whatever is thrown at it, it answers: findings or a mistake with a line, in time.
    @Test
    void no_text_makes_it_fail_in_another_way_than_saying_so() {
        List<String> pieces = List.of(
                "ALTER TABLE ",
                "orders ",
                "ADD ",
                "COLUMN ",
                "CONSTRAINT ",
                "CHECK ",
                "(",
                ")",
                ";",
                ",",
                "'",
                "\"",
                "$$",
                "$a$",
                "/*",
                "*/",
                "--",
                "\n",
                "\\",
                "E'",
                "NOT VALID",
                "DEFAULT ",
                "f()",
                "CREATE ",
                "INDEX ",
                "CONCURRENTLY ",
                "ON ",
                "DROP ",
                "RENAME ",
                "TO ",
                "SET ",
                "lock_timeout ",
                "= ",
                "'2s'",
                "UPDATE ",
                "WHERE ",
                "DO ",
                "BEGIN ",
                "COMMIT",
                "COPY x FROM stdin",
                "::",
                ".",
                "1",
                "VALIDATE ",
                "LOCK ",
                "VACUUM ",
                "FULL ",
                "REINDEX ",
                "TRUNCATE ",
                "TYPE ",
                "ADD VALUE ",
                "REFRESH MATERIALIZED VIEW ",
                "REFERENCES ");
        for (int seed = 0; seed < 3000; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (int i = 0; i < 1 + random.nextInt(25); i++) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            try {
                assertThat(new Gate(Gate.How.USUAL).look("x", text.toString(), true))
                        .as("seed " + seed)
                        .isNotNull();
            } catch (NotSqlException said) {
                assertThat(said.line()).as("seed " + seed).isPositive();
                assertThat(said.column()).as("seed " + seed).isPositive();
            } catch (RuntimeException wrong) {
                throw new AssertionError("seed " + seed + ": " + text, wrong);
            }
        }
    }
}
