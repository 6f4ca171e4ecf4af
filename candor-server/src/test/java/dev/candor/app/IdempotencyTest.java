package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.base.time.SystemTime;
import dev.candor.platform.Platform;
import dev.candor.platform.auth.Principal;
import dev.candor.platform.auth.Role;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.RefusedException;
import dev.candor.platform.http.Route;
import dev.candor.platform.secret.SecretBox;
import dev.candor.testing.Eventually;
import dev.candor.testing.MutableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyTest {
    private final MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");
    private final AtomicInteger done = new AtomicInteger();

    private final AtomicLong asked = new AtomicLong();
    private long perLook;

    @SuppressWarnings("NullAway.Init")
    private Database ledger;

    @SuppressWarnings("NullAway.Init")
    private Idempotency idempotency;

    @BeforeEach
    void open(@TempDir Path folder) {
        ledger = TestDatabases.sqlite(Schema.LEDGER, folder);
        var random = Randomness.seeded(1);
        idempotency = new Idempotency(new Platform(
                clock,
                () -> SystemTime.elapsed().nanos() + asked.getAndAdd(1) * perLook,
                SystemTime.sleeper(),
                new Ids(clock, random),
                random,
                ledger,
                ledger,
                new SecretBox(List.of(new byte[32]), random)));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Answer send(Route.Endpoint endpoint, String key, String body) {
        Route route = Route.post("/api/things", Access.anybody("a test"), endpoint);
        return idempotency
                .around(route)
                .endpoint()
                .answer(new Call(
                        "POST",
                        "/api/things",
                        Map.of(),
                        Map.of(),
                        Map.of("idempotency-key", key),
                        body.getBytes(StandardCharsets.UTF_8),
                        "192.0.2.1",
                        "http://console.example",
                        new Principal.Token("ci", Role.ADMIN, java.util.Optional.empty())));
    }

    private Answer make(Call call) {
        return Answer.json(201, Json.object("token", "cdr_hush_" + done.incrementAndGet()));
    }

    /// Until somebody else looks whether it is done.
    private Answer makeSlowly(Call call) {
        Eventually.until("another waits", () -> asked.get() > 0);
        return make(call);
    }

    private static String body(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void the_same_request_gives_the_same_answer_and_is_done_once() {
        Answer first = send(this::make, "k", "{}");
        Answer second = send(this::make, "k", "{}");
        assertThat(done).hasValue(1);
        assertThat(second.status()).isEqualTo(201);
        assertThat(body(second)).isEqualTo(body(first));
        assertThat(second.headers()).containsEntry("Idempotent-Replay", "true");
        assertThat(send(this::make, "k", "{\"other\": 1}").status()).isEqualTo(422);
        assertThat(send(this::make, "another", "{}").status()).isEqualTo(201);
        assertThat(done).hasValue(2);
    }

    @Test
    void of_six_at_once_one_does_it_and_the_others_wait_for_its_answer() throws Exception {
        var together = new CountDownLatch(6);
        try (var threads = Executors.newFixedThreadPool(6)) {
            var answers = new ArrayList<Future<Answer>>();
            for (int i = 0; i < 6; i++) {
                answers.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return send(this::makeSlowly, "k", "{}");
                }));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(201);
                assertThat(body(answer.get())).isEqualTo(body(answers.getFirst().get()));
            }
        }
        assertThat(done).hasValue(1);
        assertThat(send(this::make, "k", "{}").status()).isEqualTo(201);
        assertThat(done).hasValue(1);
    }

    /// It took so long that it was believed to be dead, and then failed.
    @Test
    void whoever_was_taken_over_frees_nothing_and_keeps_nothing_when_it_is_done_at_last() {
        Answer late = send(
                _ -> {
                    clock.pass(Duration.ofMinutes(2));
                    Answer other = send(this::make, "k", "{}");
                    assertThat(other.status()).isEqualTo(201);
                    return Answer.problem(503, "Away", "The database is away.");
                },
                "k",
                "{}");
        assertThat(late.status()).isEqualTo(503);
        Answer other = send(
                _ -> {
                    clock.pass(Duration.ofMinutes(2));
                    assertThat(send(this::make, "l", "{}").status()).isEqualTo(201);
                    return Answer.json(201, Json.object("token", "the late one"));
                },
                "l",
                "{}");
        assertThat(body(other)).contains("the late one");
        assertThat(body(send(this::make, "k", "{}"))).contains("cdr_hush_1");
        assertThat(body(send(this::make, "l", "{}"))).contains("cdr_hush_2");
        assertThat(done).hasValue(2);
    }

    @Test
    void a_refusal_is_kept_and_a_failure_of_ours_is_not() {
        Route.Endpoint refusing = _ -> {
            done.incrementAndGet();
            throw new RefusedException(Answer.badRequest("not like this"));
        };
        assertThat(send(refusing, "refused", "{}").status()).isEqualTo(400);
        assertThat(send(this::make, "refused", "{}").status()).isEqualTo(400);
        assertThat(send(_ -> Answer.problem(503, "away", "later"), "failed", "{}")
                        .status())
                .isEqualTo(503);
        assertThat(send(this::make, "failed", "{}").status()).isEqualTo(201);
    }

    @Test
    void one_that_died_in_the_middle_is_taken_over_after_a_minute() {
        perLook = Duration.ofSeconds(2).toNanos();
        send(this::make, "k", "{}");
        ledger.inTransaction(tx -> tx.update("UPDATE idempotency SET status = 0, body = 'died'"));
        assertThat(send(this::make, "k", "{}").status()).isEqualTo(409);
        clock.pass(Duration.ofMinutes(2));
        assertThat(send(this::make, "k", "{}").status()).isEqualTo(201);
        assertThat(done).hasValue(2);
    }

    @Test
    void what_is_kept_does_not_stand_in_clear_in_the_database() {
        send(this::make, "k", "{}");
        assertThat(ledger.<List<String>>read(tx -> tx.list("SELECT body FROM idempotency", row -> row.text("body"))))
                .singleElement()
                .asString()
                .startsWith("sealed:")
                .doesNotContain("hush");
    }
}
