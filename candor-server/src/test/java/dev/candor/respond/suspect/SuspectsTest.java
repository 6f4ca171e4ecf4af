package dev.candor.respond.suspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeKind;
import dev.candor.catalog.change.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SuspectsTest {
    private static final Instant FIRST = Instant.parse("2020-05-22T10:18:00Z");
    private static final Neighbours AROUND = new Neighbours(Map.of("database", 1, "disks", 2), Set.of("billing"));

    private int number;

    private ChangeEvent change(ChangeKind kind, String service, Duration before, Map<String, List<String>> labels) {
        return change(kind, service, before, Optional.of(before), Outcome.DONE, labels);
    }

    private ChangeEvent change(
            ChangeKind kind,
            String service,
            Duration begun,
            Optional<Duration> ended,
            Outcome outcome,
            Map<String, List<String>> labels) {
        number++;
        return new ChangeEvent(
                new UUID(0, number),
                number,
                kind,
                kind.word() + " " + number,
                service,
                labels,
                "ana",
                "cli",
                "",
                "k" + number,
                outcome,
                "",
                FIRST.minus(begun),
                ended.map(FIRST::minus),
                FIRST);
    }

    private static Trouble shop(Map<String, Set<String>> failing) {
        return new Trouble("shop", FIRST, failing);
    }

    private static Suspects rank(ChangeEvent... changes) {
        return Suspects.rank(shop(Map.of()), List.of(changes), AROUND);
    }

    @Test
    void a_deploy_seconds_before_is_told_with_its_reasons() {
        var found = rank(change(ChangeKind.DEPLOY, "shop", Duration.ofSeconds(40), Map.of()));
        var first = found.suspects().getFirst();
        assertThat(first.reasons()).containsExactly("40 s before the first failure", "same service");
        assertThat(first.score()).isEqualTo(0.84);
        assertThat(found.line())
                .isEqualTo("Changed just before: deploy of shop: deploy 1 (ana), 40 s before the first failure");
    }

    @Test
    void what_came_after_the_first_failure_is_acquitted() {
        var found = rank(
                change(ChangeKind.DEPLOY, "shop", Duration.ofMinutes(-3), Map.of()),
                change(ChangeKind.DEPLOY, "shop", Duration.ofSeconds(-10), Map.of()));
        assertThat(found.acquitted())
                .extracting(Suspects.Acquitted::why)
                .containsExactly("began 3 min after the first failure");
        assertThat(found.suspects().getFirst().reasons()).contains("at the first failure");
    }

    /// Fasterize, 22 May 2020: a role was removed as a side effect of a manual change nobody connected with it.
    @Test
    void what_touches_exactly_the_customers_that_fail_comes_before_a_nearer_change_of_the_same_service() {
        var role = change(
                ChangeKind.PERMISSION,
                "storage",
                Duration.ofMinutes(4),
                Map.of("customer", List.of("acme", "orb", "zed")));
        var deploy = change(ChangeKind.DEPLOY, "shop", Duration.ofMinutes(3), Map.of());
        var found = Suspects.rank(shop(Map.of("customer", Set.of("acme", "orb"))), List.of(deploy, role), AROUND);
        assertThat(found.suspects()).extracting(one -> one.change().kind()).startsWith(ChangeKind.PERMISSION);
        assertThat(found.suspects().getFirst().reasons())
                .containsExactly("4 min before the first failure", "touches what fails: customer acme, orb");
    }

    @Test
    void what_touches_another_host_is_acquitted_and_says_which_fails() {
        var elsewhere = change(ChangeKind.CONFIG, "shop", Duration.ofMinutes(1), Map.of("host", List.of("edge-2")));
        var found = Suspects.rank(shop(Map.of("host", Set.of("edge-1"))), List.of(elsewhere), AROUND);
        assertThat(found.suspects()).isEmpty();
        assertThat(found.acquitted().getFirst().why()).isEqualTo("touches host edge-2, while edge-1 fails");
        assertThat(found.line()).isEmpty();
    }

    @Test
    void the_version_that_was_deployed_is_not_the_one_a_client_has() {
        var deploy = change(ChangeKind.DEPLOY, "shop", Duration.ofMinutes(1), Map.of("version", List.of("1.4")));
        var found = Suspects.rank(shop(Map.of("version", Set.of("go-2.1"))), List.of(deploy), AROUND);
        assertThat(found.suspects()).hasSize(1);
    }

    @Test
    void a_service_it_depends_on_counts_less_than_itself_and_a_stranger_not_at_all() {
        var found = rank(
                change(ChangeKind.DEPLOY, "mail", Duration.ofMinutes(1), Map.of()),
                change(ChangeKind.DEPLOY, "billing", Duration.ofMinutes(1), Map.of()),
                change(ChangeKind.DEPLOY, "disks", Duration.ofMinutes(1), Map.of()),
                change(ChangeKind.DEPLOY, "database", Duration.ofMinutes(1), Map.of()),
                change(ChangeKind.DEPLOY, "", Duration.ofMinutes(1), Map.of()),
                change(ChangeKind.DEPLOY, "shop", Duration.ofMinutes(1), Map.of()));
        assertThat(found.suspects())
                .extracting(one -> one.change().service())
                .containsExactly("shop", "database", "disks", "", "billing");
        assertThat(found.suspects().get(1).reasons()).contains("shop depends on database");
        assertThat(found.suspects().get(2).reasons()).contains("shop depends on disks, 2 steps away");
        assertThat(found.acquitted().getFirst().why()).isEqualTo("belongs to mail, on which shop does not depend");
    }

    @Test
    void a_migration_under_way_stays_suspected_however_long_it_runs_but_not_for_ever() {
        var migration = change(
                ChangeKind.MIGRATION, "database", Duration.ofHours(5), Optional.empty(), Outcome.RUNNING, Map.of());
        var forgotten =
                change(ChangeKind.DEPLOY, "shop", Duration.ofDays(3), Optional.empty(), Outcome.RUNNING, Map.of());
        var found = rank(migration, forgotten);
        assertThat(found.suspects()).hasSize(1);
        assertThat(found.suspects().getFirst().reasons().getFirst())
                .isEqualTo("under way at the first failure, begun 5 h before");
        assertThat(found.acquitted().getFirst().why()).isEqualTo("ended 3 d before the first failure");
    }

    @Test
    void what_ended_long_before_is_acquitted_and_what_failed_says_so() {
        var old = change(ChangeKind.DEPLOY, "shop", Duration.ofDays(2), Map.of());
        var failed = change(
                ChangeKind.DEPLOY,
                "shop",
                Duration.ofMinutes(9),
                Optional.of(Duration.ofMinutes(2)),
                Outcome.FAILED,
                Map.of());
        var found = rank(old, failed);
        assertThat(found.suspects().getFirst().reasons())
                .containsExactly("2 min before the first failure", "same service", "it failed");
        assertThat(found.acquitted().getFirst().why()).isEqualTo("ended 2 d before the first failure");
    }

    /// Properties of the order, whatever is thrown at it.
    @Test
    void every_change_is_either_suspected_or_acquitted_with_a_reason_and_scores_fall() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var changes = new ArrayList<ChangeEvent>();
            for (int i = 0; i < random.nextInt(30); i++) {
                var begun = Duration.ofSeconds(random.nextInt(200_000) - 3_000);
                var services = List.of("shop", "database", "disks", "billing", "mail", "");
                changes.add(change(
                        ChangeKind.values()[random.nextInt(ChangeKind.values().length)],
                        services.get(random.nextInt(services.size())),
                        begun,
                        random.nextBoolean() ? Optional.of(begun.minusSeconds(random.nextInt(5000))) : Optional.empty(),
                        Outcome.values()[random.nextInt(4)],
                        random.nextInt(3) == 0 ? Map.of("host", List.of("edge-" + random.nextInt(3))) : Map.of()));
            }
            var found = Suspects.rank(shop(Map.of("host", Set.of("edge-1"))), changes, AROUND);
            assertThat(found.suspects().size() + found.acquitted().size())
                    .as("seed " + seed)
                    .isEqualTo(changes.size());
            assertThat(found.suspects())
                    .as("seed " + seed)
                    .allSatisfy(one -> {
                        assertThat(one.score()).isBetween(0.02, 1.0);
                        assertThat(one.reasons()).isNotEmpty();
                    })
                    .isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
            assertThat(found.acquitted())
                    .allSatisfy(one -> assertThat(one.why()).isNotBlank());
        }
    }
}
