package dev.candor.paging.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.Item;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.results.ResultPoint;
import dev.candor.probe.Phases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Monitors as people write them, right and wrong.
class MonitorRehearsalTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");

    private static Item<Monitor> monitor(String keys) {
        var problems = new ArrayList<Problem>();
        String yaml = "{name: home, service: shop, " + keys + "}";
        Reading in = Reading.of(
                Nodes.yaml("m.yaml", yaml, Map.of(), problems), Monitor.KIND.singular(), problems, new ArrayList<>());
        Monitor value = Monitor.KIND.reader().apply(in);
        assertThat(problems).as(yaml).isEmpty();
        return new Item<>(new UUID(0, 1), "home", value, "", Map.of("keys", keys), NOW, NOW);
    }

    private static Result rehearsed(String keys) {
        return MonitorRehearsal.of(monitor(keys), MonitorRehearsal.Known.NOTHING, NOW);
    }

    private static Result rehearsed(String keys, List<ResultPoint> points) {
        return MonitorRehearsal.of(monitor(keys), new MonitorRehearsal.Known(points, "", List.of(), false), NOW);
    }

    /// A day of runs that took up to `slowest` milliseconds.
    private static List<ResultPoint> runs(long seed, int slowest, int failing) {
        var random = new Random(seed);
        var points = new ArrayList<ResultPoint>();
        for (int i = 0; i < 400; i++) {
            long micros = (slowest / 4 + random.nextInt(Math.max(1, slowest * 3 / 4))) * 1000L;
            Outcome outcome = random.nextInt(100) < failing ? Outcome.FAILED : Outcome.PASSED;
            points.add(
                    new ResultPoint(NOW.minusSeconds(30L * (400 - i)), outcome, new Phases(100, 200, 300, micros, 50)));
        }
        return points;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: http, url: 'https://shop.example/'",
                "kind: http, url: 'https://shop.example/', assert: ['status == 200', 'latency < 2s', 'body contains \"cart\"']",
                "kind: http, url: 'https://shop.example/', assert: ['status in [200, 503]', 'header[\"x-a\"] exists', 'not body contains \"error\"', 'json(\"$.n\") in 1..20']",
                "kind: http, url: 'https://shop.example/', down-after: {failures: 3, of: 5}, up-after: 4, every: 5m",
                "kind: http, url: 'https://shop.example/', assert: ['body matches /^ok$/', 'size < 2MB', 'json(\"$.a\") == null', 'json(\"$.b\") == true', 'protocol != \"h2\"']",
                "kind: page, url: 'https://shop.example/'",
                "kind: freshness, url: 'https://shop.example/feed', newest: $.at, max-age: 10m",
                "kind: queue, url: 'https://shop.example/queue', max-age: 5m, max-depth: 100",
                "kind: agreement, left: {url: 'https://a.example/'}, right: {url: 'https://b.example/'}",
                "kind: heartbeat, period: 1h, grace: 10m",
                "kind: heartbeat, cron: '0 3 * * *', time-zone: Europe/Berlin, grace: 1h"
            })
    void what_people_write_is_proven(String keys) {
        assertThat(rehearsed(keys))
                .isInstanceOfSatisfying(
                        Result.Fires.class,
                        fires -> assertThat(fires.tried()).hasSizeGreaterThan(2).allMatch(Result.Tried::held));
    }

    @Test
    void an_expectation_that_lets_error_pages_pass_is_refused() {
        assertThat(rehearsed("kind: http, url: 'https://shop.example/', assert: ['status in 100..599']"))
                .isInstanceOfSatisfying(
                        Result.CannotFire.class,
                        cannot -> assertThat(cannot.why())
                                .isEqualTo("Answer 500: that counts as good, so nobody would hear of it"));
        assertThat(rehearsed("kind: http, url: 'https://shop.example/', assert: ['status != 500']"))
                .isInstanceOf(Result.CannotFire.class);
    }

    @Test
    void limits_are_held_against_what_was_recorded() {
        String two = "kind: http, url: 'https://shop.example/', assert: ['latency < 2s']";
        assertThat(rehearsed(two, runs(1, 900, 0))).isInstanceOf(Result.Fires.class);
        assertThat(rehearsed(two.replace("2s", "20s"), runs(1, 900, 0)))
                .isInstanceOfSatisfying(
                        Result.CannotFire.class,
                        cannot -> assertThat(cannot.why())
                                .contains("10 times as slow")
                                .contains("would pass unseen"));
        assertThat(rehearsed(two.replace("<", ">"), runs(1, 900, 0)))
                .isInstanceOfSatisfying(
                        Result.CannotFire.class,
                        cannot -> assertThat(cannot.why()).contains("wrong direction"));
    }

    @Test
    void who_fails_all_the_time_cannot_show_that_it_is_ever_silent() {
        assertThat(rehearsed("kind: http, url: 'https://shop.example/'", runs(2, 300, 90)))
                .isInstanceOfSatisfying(
                        Result.Open.class, open -> assertThat(open.why()).startsWith("It failed in "));
    }

    @Test
    void who_cannot_look_cannot_fire() {
        Item<Monitor> home = monitor("kind: http, url: 'https://shop.example/'");
        assertThat(MonitorRehearsal.of(home, new MonitorRehearsal.Known(List.of(), "ana", List.of(), false), NOW))
                .isInstanceOfSatisfying(
                        Result.CannotFire.class,
                        cannot -> assertThat(cannot.toDo()).isEqualTo("Resume it"));
        assertThat(MonitorRehearsal.of(home, new MonitorRehearsal.Known(List.of(), "", List.of("eu"), false), NOW))
                .isInstanceOf(Result.CannotFire.class);
        assertThat(MonitorRehearsal.of(
                        monitor("kind: heartbeat, period: 1h"),
                        new MonitorRehearsal.Known(List.of(), "", List.of(), true),
                        NOW))
                .isInstanceOfSatisfying(
                        Result.CannotFire.class,
                        cannot -> assertThat(cannot.why()).contains("first ping"));
        var blind = runs(3, 100, 0).stream()
                .map(point -> new ResultPoint(point.at(), Outcome.NOT_RUN, Phases.NONE))
                .toList();
        assertThat(rehearsed("kind: http, url: 'https://shop.example/'", blind)).isInstanceOf(Result.CannotFire.class);
    }

    /// The share of D14 that is about values.
    @Test
    void wrong_monitors_are_refused_and_right_ones_are_not() {
        int total = 0;
        int refused = 0;
        var survivors = new ArrayList<String>();
        for (int seed = 1; seed <= 20; seed++) {
            int slowest = 50 + new Random(seed).nextInt(1500);
            List<ResultPoint> recorded = runs(seed, slowest, 1);
            long limit = slowest * 2L + 1000;
            String right =
                    "kind: http, url: 'https://shop.example/', assert: ['status == 200', 'latency < " + limit + "ms']";
            assertThat(rehearsed(right, recorded))
                    .as("slowest %d: %s", slowest, right)
                    .isInstanceOf(limit > 10L * slowest ? Result.CannotFire.class : Result.Fires.class);
            var mutants = new LinkedHashMap<String, String>();
            mutants.put("threshold times ten", right.replace(limit + "ms", limit * 10 + "ms"));
            mutants.put("threshold times a hundred", right.replace(limit + "ms", limit * 100 + "ms"));
            mutants.put("wrong direction", right.replace("latency <", "latency >"));
            mutants.put("every status", right.replace("status == 200", "status in 100..599"));
            mutants.put("only one status is bad", right.replace("status == 200", "status != 500"));
            mutants.put("status the wrong way round", right.replace("status == 200", "status >= 500"));
            for (var mutant : mutants.entrySet()) {
                total++;
                if (rehearsed(mutant.getValue(), recorded) instanceof Result.CannotFire) {
                    refused++;
                } else {
                    survivors.add(slowest + " ms: " + mutant.getKey());
                }
            }
        }
        System.out.println("monitor mutants refused: " + refused + " of " + total + "; not: " + survivors);
        assertThat(refused).as("of %d, survivors %s", total, survivors).isGreaterThanOrEqualTo(total * 95 / 100);
    }

    @Test
    void a_rule_is_another_one_as_soon_as_its_document_is() {
        WatchedRule before = WatchedRule.of(monitor("kind: http, url: 'https://shop.example/'"));
        WatchedRule after = WatchedRule.of(monitor("kind: http, url: 'https://shop.example/a'"));
        var head = new ProofStore.Head(before.name(), before.fingerprint(), "fires", "", NOW);
        assertThat(Rehearsals.isDue(before, java.util.Optional.of(head), NOW, NOW.plusSeconds(60)))
                .isFalse();
        assertThat(Rehearsals.isDue(after, java.util.Optional.of(head), NOW, NOW.plusSeconds(60)))
                .isTrue();
        assertThat(Rehearsals.isDue(before, java.util.Optional.of(head), NOW, NOW.plusSeconds(7 * 86_400)))
                .isTrue();
        assertThat(Rehearsals.isDue(before, java.util.Optional.of(head), NOW.plusSeconds(30), NOW.plusSeconds(60)))
                .as("another program runs since")
                .isTrue();
    }
}
