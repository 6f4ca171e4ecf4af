package dev.candor.platform.db;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What every store's contract test stands on: one database per class on the engine the subclass names, emptied
/// before every test, and a clock that stands still.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StoreContract {
    protected static final Instant T0 = Instant.parse("2026-03-02T03:00:00Z");

    private final Engine engine;
    private final Schema schema;

    protected Database database;
    protected MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");
    protected Ids ids = new Ids(clock, Randomness.seeded(1));

    protected StoreContract(Engine engine) {
        this(engine, Schema.LEDGER);
    }

    @SuppressWarnings("NullAway.Init") // JUnit opens it before the first test
    protected StoreContract(Engine engine, Schema schema) {
        this.engine = engine;
        this.schema = schema;
    }

    @BeforeAll
    void open(@TempDir Path folder) {
        database = TestDatabases.open(engine, schema, folder);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        clock.set(T0);
        database.inTransaction(tx -> {
            for (String table : tables(tx)) {
                tx.update("DELETE FROM " + table);
            }
            return true;
        });
    }

    private static List<String> tables(Tx tx) {
        String sql = tx.engine() == Engine.SQLITE
                ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                : "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()";
        return tx.list(sql, row -> row.text("name")).stream()
                .filter(name -> !name.equals("schema_digest") && !name.startsWith("flyway"))
                .toList();
    }

    /// `seconds` after the test's beginning.
    protected static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }

    protected static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }

    /// Runs work for its effect.
    protected void write(Consumer<Tx> work) {
        database.inTransaction(tx -> {
            work.accept(tx);
            return true;
        });
    }

    /// Whether work that changes rows says it did.
    protected boolean did(Predicate<Tx> work) {
        return database.inTransaction(work::test);
    }

    protected <T> Optional<T> one(Function<Tx, Optional<T>> work) {
        return database.read(work::apply);
    }

    protected <T> List<T> list(Function<Tx, List<T>> work) {
        return database.read(work::apply);
    }
}
