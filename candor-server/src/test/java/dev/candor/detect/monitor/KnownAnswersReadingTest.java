package dev.candor.detect.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import dev.candor.probe.AgreementSpec;
import dev.candor.probe.HealthSpec;
import dev.candor.probe.HttpSpec;
import dev.candor.probe.PostgresSpec;
import dev.candor.probe.ProbeSpec;
import dev.candor.probe.SqlSpec;
import dev.candor.probe.StepsSpec;
import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.steps.ArrivalStep;
import dev.candor.probe.steps.RequestStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Monitors that know the right answer, as they are written in files.
class KnownAnswersReadingTest {
    private final List<Problem> problems = new ArrayList<>();

    private Monitor read(String keys) {
        problems.clear();
        String text = "name: shop\nservice: shop\n" + keys;
        var reading = Reading.of(
                Nodes.yaml("shop.yaml", text, Map.of(), problems), "monitors[shop]", problems, new ArrayList<>());
        Monitor monitor = Monitor.KIND.reader().apply(reading);
        reading.finish();
        return monitor;
    }

    private ProbeSpec good(String keys) {
        ProbeSpec spec = read(keys).spec();
        assertThat(problems).isEmpty();
        return spec;
    }

    private List<String> problems(String keys) {
        read(keys);
        return problems.stream()
                .map(problem -> problem.place().line() + " " + problem.path() + ": " + problem.message())
                .toList();
    }

    @Test
    void steps_with_values_health_and_waiting() {
        ProbeSpec spec = good("""
                kind: steps
                timeout: 20s
                values: {password: "sesame"}
                health: https://shop.example/health
                steps:
                  - {name: login, url: "https://shop.example/login", method: post, body: '{"p": "{{password}}"}', take: {token: 'json("$.t")'}}
                  - name: arrive
                    url: "https://shop.example/orders/{{run}}"
                    headers: {Authorization: "Bearer {{token}}"}
                    assert: ['json("$.state") == "paid"', "status == 200"]
                    await: {for: 8s, every: 500ms}
                  - {name: remove, url: "https://shop.example/orders/{{run}}", method: DELETE, always: true}
                """);

        assertThat(spec).isInstanceOfSatisfying(HealthSpec.class, health -> {
            assertThat(health.health().url()).hasToString("https://shop.example/health");
            assertThat(health.call()).isInstanceOfSatisfying(StepsSpec.class, steps -> {
                assertThat(steps.steps()).extracting("name").containsExactly("login", "arrive", "remove");
                assertThat(steps.timeout()).isEqualTo(Duration.ofSeconds(20));
                assertThat(steps.steps().get(1))
                        .isInstanceOfSatisfying(
                                RequestStep.class,
                                step -> assertThat(step.await().orElseThrow().atMost())
                                        .isEqualTo(Duration.ofSeconds(8)));
                assertThat(steps.toString()).doesNotContain("sesame");
            });
        });
    }

    @Test
    void steps_that_wait_for_what_they_cause() {
        ProbeSpec spec = good("""
                kind: steps
                arrival-token: "an-address-that-stays"
                steps:
                  - {name: order, url: "https://shop.example/orders", method: post, body: '{"tell": "{{arrival}}"}', take: {order: 'json("$.id")'}}
                  - {name: told, await-arrival: 20s, assert: ['json("$.order") == "{{order}}"'], take: {receipt: 'json("$.receipt")'}}
                """);

        assertThat(spec).isInstanceOfSatisfying(StepsSpec.class, steps -> {
            assertThat(steps.awaitsArrival()).isTrue();
            assertThat(steps.arrivalToken()).contains("an-address-that-stays");
            assertThat(steps.steps().get(1))
                    .isInstanceOfSatisfying(
                            ArrivalStep.class, step -> assertThat(step.atMost()).isEqualTo(Duration.ofSeconds(20)));
        });
    }

    @Test
    void every_mistake_about_arrivals_is_told_with_its_place() {
        assertThat(problems("""
                kind: steps
                arrival-token: short
                steps:
                  - {name: order, url: "https://shop.example/orders?tell={{arrival}}"}
                  - {name: told, url: "https://shop.example/", await-arrival: 1h, assert: ["status == 200"]}
                """))
                .containsExactlyInAnyOrder(
                        "4 monitors[shop].arrival-token: has 16 to 64 letters, digits, `-` or `_`",
                        "7 monitors[shop].steps[1].url: a step with `await-arrival` asks nothing, it waits: leave `url` out",
                        "7 monitors[shop].steps[1].await-arrival: must be from 100ms to 5m, was 1h",
                        "7 monitors[shop].steps[1].assert: in `status == 200`: status is not seen by this kind of step; it sees header, body, json, size, age, lag");
        assertThat(problems("""
                kind: steps
                arrival-token: an-address-that-stays
                steps:
                  - {name: order, url: "https://shop.example/orders"}
                """))
                .containsExactly(
                        "4 monitors[shop].arrival-token: is of no use: no step waits for an arrival with `await-arrival`");
        assertThat(problems("""
                kind: steps
                steps:
                  - {name: order, url: "https://shop.example/orders"}
                  - {name: told, await-arrival: 20s}
                """)).singleElement().asString().contains("no step before it uses {{arrival}}");
    }

    @Test
    void what_must_arrive_here_is_not_waited_for_elsewhere() {
        String steps = """
                kind: steps
                steps:
                  - {name: order, url: "https://shop.example/orders?tell={{arrival}}"}
                  - {name: told, await-arrival: 20s}
                """;
        assertThat(problems(steps + "locations: [main, eu-west]\nhealth: https://shop.example/health\n"))
                .singleElement()
                .asString()
                .contains(
                        "monitors[shop].locations: a step waits for an arrival, which can only come to Candor itself");
        assertThat(problems(steps + "locations: [main]\n")).isEmpty();
    }

    @Test
    void every_mistake_in_steps_is_told_with_its_place() {
        assertThat(problems("""
                kind: steps
                steps:
                  - {name: login, url: "https://shop.example/{{pasword", method: post}
                  - {name: next, url: "ftp://shop.example/", assert: ["lock-wait < 1s"], await: {for: 1h}, take: {a: 'jsn("$.x")'}}
                  - {name: last, url: "https://shop.example/", headers: {Host: x}, tkae: {}}
                """))
                .containsExactlyInAnyOrder(
                        "5 monitors[shop].steps[0].url: `{{pasword` must be a name in double braces such as {{cart}}",
                        "6 monitors[shop].steps[1].take: in `jsn(\"$.x\")`: expected a subject, found 'jsn': did you mean json? at position 1",
                        "6 monitors[shop].steps[1].await.for: must be from 100ms to 5m, was 1h",
                        "6 monitors[shop].steps[1].url: 'ftp://shop.example/' must begin with http:// or https://",
                        "6 monitors[shop].steps[1].assert: in `lock-wait < 1s`: lock-wait is not seen by this kind of monitor; it sees status, latency, dns, connect, tls, first-byte, transfer, header, body, json, certificate-days, redirects, size, protocol, age, lag",
                        "7 monitors[shop].steps[2].headers: header 'Host' cannot be set",
                        "7 monitors[shop].steps[2]: unknown key `tkae` (did you mean `take`?); known keys: always, assert, await, await-arrival, body, headers, method, name, redirects, take, url");
        assertThat(problems("kind: steps\nsteps:\n  - {name: a, url: \"https://shop.example/{{id}}\"}\n"))
                .containsExactly("5 monitors[shop].steps: step a uses {{id}}, which no step before it takes");
        assertThat(problems("kind: steps\n"))
                .anySatisfy(problem -> assertThat(problem)
                        .endsWith("steps: is missing: a list of requests, each with `name` and `url`"));
    }

    @Test
    void two_answers_that_must_agree() {
        ProbeSpec spec = good("""
                kind: agreement
                left: {name: origin, url: "https://origin.example/flags", headers: {X-Env: prod}}
                right: {name: edge, url: "https://edge.example/flags"}
                ignore: ["$.generated_at"]
                ignore-order: true
                compare-headers: [ETag]
                """);

        assertThat(spec).isInstanceOfSatisfying(AgreementSpec.class, both -> {
            assertThat(both.leftName()).isEqualTo("origin");
            assertThat(both.right().url()).hasToString("https://edge.example/flags");
            assertThat(both.comparing().ignored()).containsExactly("$.generated_at");
        });
        assertThat(problems("kind: agreement\nleft: {url: \"https://a.example/\"}\nignore: [\"generated\"]\n"))
                .containsExactlyInAnyOrder(
                        "1 monitors[shop].right: is missing: one of the two answers that must agree, with `url` and, if you like, `name`",
                        "5 monitors[shop].ignore: ignore: in `generated`: a JSON path begins with $ at position 1");
    }

    @Test
    void what_lags_behind_over_http_and_sql() {
        assertThat(good("kind: freshness\nurl: https://shop.example/feed\nnewest: $.updated_at\nmax-age: 6m\n"))
                .isInstanceOfSatisfying(
                        HttpSpec.class,
                        http -> assertThat(http.assertions())
                                .containsExactly(Assertion.of("age(\"$.updated_at\") < 6m")));
        assertThat(good("""
                kind: queue
                database: postgresql://watcher:pw@db.example/jobs?sslmode=verify-full
                query: SELECT min(created_at) AS oldest, count(*) AS depth FROM job WHERE NOT done
                max-age: 1m
                max-depth: 500
                """)).isInstanceOfSatisfying(SqlSpec.class, sql -> {
            assertThat(sql.assertions())
                    .containsExactly(Assertion.of("lag(\"oldest\") < 1m"), Assertion.of("column[\"depth\"] <= 500"));
            assertThat(sql.toString()).doesNotContain("pw").contains("db.example:5432/jobs");
        });
        assertThat(problems("kind: queue\nurl: https://shop.example/queue\n"))
                .containsExactly(
                        "1 monitors[shop].max-age: is missing, and `max-depth` too: how far may the queue lag behind?");
        assertThat(problems("kind: freshness\nurl: https://shop.example/feed\n"))
                .hasSize(2);
    }

    @Test
    void databases_are_only_read() {
        assertThat(
                        problems(
                                "kind: sql\ndatabase: postgresql://u@db.example/x\nquery: DELETE FROM job\nassert: [rows == 1]\n"))
                .containsExactly(
                        "5 monitors[shop].query: a query only reads: it begins with SELECT, WITH, VALUES, TABLE or SHOW, found DELETE");
        assertThat(problems("kind: sql\ndatabase: mysql://u:geheim@db.example/x\nquery: SELECT 1\n"))
                .hasSize(2)
                .noneMatch(problem -> problem.contains("geheim"));
        assertThat(good("kind: postgresql\ndatabase: postgresql://u:p@db.example:5433/x\n"))
                .isInstanceOfSatisfying(PostgresSpec.class, server -> {
                    assertThat(server.assertions())
                            .containsExactly(Assertion.of("lock-wait < 5s"), Assertion.of("connections-percent < 90"));
                    assertThat(server.host()).isEqualTo("db.example:5433");
                });
    }
}
