package dev.candor.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.candor.testing.Eventually;
import dev.candor.testing.ExpectedErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

abstract class DatabaseContract extends StoreContract {
    private static final String PUT = "INSERT INTO setting (name, value) VALUES (?, ?)";

    DatabaseContract(Engine engine) {
        super(engine);
    }

    private long settings() {
        return database.read(tx -> tx.count("SELECT count(*) AS n FROM setting"));
    }

    @Test
    void what_was_committed_is_seen_by_the_next_read() {
        for (int i = 0; i < 50; i++) {
            int number = i;
            database.inTransaction(tx -> tx.update(PUT, "n" + number, "v"));
            assertThat(settings()).isEqualTo(number + 1);
        }
    }

    @Test
    void an_exception_leaves_nothing_behind_and_reaches_the_caller() {
        assertThatThrownBy(() -> database.inTransaction(tx -> {
                    tx.update(PUT, "a", "v");
                    throw new IllegalArgumentException("second thoughts");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("second thoughts");
        assertThat(settings()).isZero();
    }

    @Test
    void work_that_fails_does_not_take_its_neighbours_with_it() throws Exception {
        var start = new CountDownLatch(1);
        var futures = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                int number = i;
                futures.add(threads.submit(() -> {
                    start.await();
                    return database.inTransaction(tx -> {
                        tx.update(PUT, "n" + number, "v");
                        if (number % 3 == 0) {
                            throw new IllegalStateException("every third");
                        }
                        return true;
                    });
                }));
            }
            start.countDown();
        }
        long failed = 0;
        for (Future<?> future : futures) {
            failed += future.state() == Future.State.FAILED ? 1 : 0;
        }
        assertThat(failed).isEqualTo(20);
        assertThat(settings()).isEqualTo(40);
    }

    @Test
    void many_virtual_threads_write_at_once_and_lose_nothing() {
        database.inTransaction(tx -> tx.update("INSERT INTO counter (name, value) VALUES ('sum', 0)"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                threads.execute(() -> {
                    for (int n = 0; n < 10; n++) {
                        database.inTransaction(
                                tx -> tx.update("UPDATE counter SET value = value + 1 WHERE name = 'sum'"));
                    }
                });
            }
        }
        assertThat(one(tx -> tx.one("SELECT value AS n FROM counter WHERE name = 'sum'", row -> row.number("n"))))
                .contains(640L);
    }

    @Test
    void a_topic_is_announced_after_the_commit_and_never_after_a_rollback() {
        var seen = new ConcurrentLinkedQueue<Long>();
        var work = new CountDownLatch(1);
        database.onCommit("bell", () -> {
            if (work.getCount() > 0) {
                Thread.ofVirtual().start(() -> seen.add(settings()));
            }
        });
        assertThatThrownBy(() -> database.inTransaction(tx -> {
                    tx.wake("bell");
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);
        database.inTransaction(tx -> {
            tx.wake("bell");
            return tx.update(PUT, "a", "v");
        });
        Eventually.until("the bell rang", () -> !seen.isEmpty());
        work.countDown();
        assertThat(seen).containsExactly(1L);
    }

    @Test
    @ExpectedErrors("A listener of broken-bell threw")
    void a_listener_that_throws_does_not_make_a_commit_look_lost() {
        var heard = new AtomicInteger();
        database.onCommit("broken-bell", () -> {
            throw new IllegalStateException("cracked");
        });
        database.onCommit("broken-bell", heard::incrementAndGet);
        int rows = database.inTransaction(tx -> {
            tx.wake("broken-bell");
            return tx.update(PUT, "a", "v");
        });
        assertThat(rows).isEqualTo(1);
        Eventually.until("the second listener heard it too", () -> heard.get() == 1);
    }

    @Test
    void a_transaction_inside_a_transaction_or_read_is_refused_and_the_outer_one_stays_whole() {
        List<Database.Work<Object>> nested = List.of(
                _ -> database.inTransaction(inner -> inner.update(PUT, "x", "v")),
                _ -> database.read(inner -> inner.count("SELECT 1 AS n")));
        for (Database.Work<Object> work : nested) {
            assertThatThrownBy(() -> database.inTransaction(work))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("inside");
            assertThatThrownBy(() -> database.read(work))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("inside");
        }
        database.inTransaction(tx -> tx.update(PUT, "after", "v"));
        assertThat(settings()).isEqualTo(1);
    }

    @Test
    void a_write_inside_read_is_a_bug_of_ours_and_stores_nothing() {
        var failure =
                catchThrowableOfType(DatabaseException.class, () -> database.read(tx -> tx.update(PUT, "a", "v")));
        assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.WRONG);
        assertThat(settings()).isZero();
    }

    @Test
    void a_read_with_several_statements_sees_one_state() throws Exception {
        var first = new CountDownLatch(1);
        var second = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> same = threads.submit(() -> database.read(tx -> {
                long before = tx.count("SELECT count(*) AS n FROM setting");
                first.countDown();
                awaitQuietly(second);
                return before == tx.count("SELECT count(*) AS n FROM setting");
            }));
            first.await();
            database.inTransaction(tx -> tx.update(PUT, "meanwhile", "v"));
            second.countDown();
            assertThat(same.get()).isTrue();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_broken_constraint_is_wrong_and_a_second_try_as_well() {
        database.inTransaction(tx -> tx.update(PUT, "a", "v"));
        var failure = catchThrowableOfType(
                DatabaseException.class, () -> database.inTransaction(tx -> tx.update(PUT, "a", "w")));
        assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.WRONG);
        assertThat(one(tx -> tx.one("SELECT value FROM setting WHERE name = 'a'", row -> row.text("value"))))
                .contains("v");
    }

    @Test
    void a_nul_that_a_machine_sent_is_replaced_as_no_engine_may_refuse_what_another_takes() {
        database.inTransaction(tx -> tx.update(PUT, "a\0", "v\0w"));
        assertThat(database.<List<String>>read(
                        tx -> tx.list("SELECT value FROM setting WHERE name = ?", row -> row.text("value"), "a\0")))
                .containsExactly("v\uFFFDw");
    }

    @Test
    void a_null_column_is_not_zero() {
        database.inTransaction(
                tx -> tx.update(
                        "INSERT INTO one_time_token (token_hash, purpose, subject, created_at, expires_at) VALUES ('h', 'p', 's', 1, 2)"));
        assertThatThrownBy(() ->
                        database.read(tx -> tx.one("SELECT used_at FROM one_time_token", row -> row.number("used_at"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("used_at is NULL");
        assertThat(one(tx -> tx.one("SELECT used_at FROM one_time_token", row -> row.optionalInstant("used_at"))
                        .orElseThrow()))
                .isEmpty();
    }

    @Test
    void every_kind_of_argument_comes_back_as_it_went_in() {
        var id = ids.next();
        database.inTransaction(tx -> tx.update(
                "INSERT INTO subscriber (id, page, email, state, created_at, confirmed_at) VALUES (?, ?, ?, ?, ?, ?)",
                id,
                "página \u00fc \ud83d\ude80 'quoted'",
                "dora@shop.example",
                Engine.SQLITE,
                at(5),
                java.util.Optional.empty()));
        database.read(tx -> tx.one("SELECT id, page, state, created_at, confirmed_at FROM subscriber", row -> {
            assertThat(row.uuid("id")).isEqualTo(id);
            assertThat(row.text("page")).isEqualTo("página \u00fc \ud83d\ude80 'quoted'");
            assertThat(row.text("state")).isEqualTo("sqlite");
            assertThat(row.instant("created_at")).isEqualTo(at(5));
            assertThat(row.optionalInstant("confirmed_at")).isEmpty();
            return true;
        }));
    }

    @Test
    void a_closed_database_says_so(@TempDir java.nio.file.Path other) {
        Database closed = TestDatabases.open(database.engine(), Migrations.Schema.LEDGER, other);
        closed.close();
        closed.close();
        for (Runnable use : List.<Runnable>of(
                () -> closed.inTransaction(tx -> tx.update(PUT, "a", "v")),
                () -> closed.read(tx -> tx.count("SELECT 1 AS n")))) {
            var failure = catchThrowableOfType(DatabaseException.class, use::run);
            assertThat(failure).hasMessageContaining("closed");
            assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.UNAVAILABLE);
        }
    }

    @Test
    void writers_that_race_with_close_get_an_answer(@TempDir java.nio.file.Path other) {
        Database closing = TestDatabases.open(database.engine(), Migrations.Schema.LEDGER, other);
        var answered = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                int number = i;
                threads.execute(() -> {
                    try {
                        closing.inTransaction(tx -> tx.update(PUT, "n" + number, "v"));
                        answered.incrementAndGet();
                    } catch (DatabaseException closed) {
                        answered.incrementAndGet();
                    }
                });
            }
            closing.close();
        }
        assertThat(answered).hasValue(40);
    }
}
