package dev.candor.paging.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.paging.oncall.Rotation;
import dev.candor.paging.oncall.Schedule;
import dev.candor.paging.oncall.Shift;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static Schedule berlin(List<Schedule.Override> overrides, String... people) {
        return new Schedule(
                "web",
                ZoneId.of("Europe/Berlin"),
                List.of(new Rotation(
                        "days", List.of(people), Period.ofDays(1), LocalDateTime.parse("2026-03-01T09:00"))),
                overrides);
    }

    @Test
    void the_turn_of_somebody_who_cannot_be_reached_is_a_gap_to_the_minute_also_when_the_clocks_change() {
        Instant from = Instant.parse("2026-03-28T06:00:00Z");
        var gaps = Coverage.gaps(
                berlin(List.of(), "ana", "ben"),
                List.of("default"),
                person -> person.equals("ben") ? Optional.of("is away") : Optional.empty(),
                from,
                from.plus(Coverage.AHEAD));
        // Days of hand-offs at 09:00 in Berlin: 08:00 UTC before the change on March 29, 07:00 UTC after it.
        assertThat(gaps)
                .extracting(Coverage.Gap::from, Coverage.Gap::until)
                .satisfiesExactly(
                        first -> assertThat(first.toList())
                                .containsExactly(
                                        Instant.parse("2026-03-28T08:00:00Z"), Instant.parse("2026-03-29T07:00:00Z")),
                        second -> assertThat(second.toList())
                                .containsExactly(
                                        Instant.parse("2026-03-30T07:00:00Z"), Instant.parse("2026-03-31T06:00:00Z")));
        assertThat(gaps.getFirst().why()).isEqualTo("ben is away");
    }

    @Test
    void an_override_by_somebody_reachable_closes_a_part_of_a_gap() {
        Instant from = Instant.parse("2026-03-10T06:00:00Z");
        var steps = new Schedule.Override(
                "cleo",
                Optional.empty(),
                LocalDateTime.parse("2026-03-10T12:00"),
                LocalDateTime.parse("2026-03-10T14:00"));
        var gaps = Coverage.gaps(
                berlin(List.of(steps), "ana"),
                List.of("default"),
                person -> person.equals("cleo") ? Optional.empty() : Optional.of("is away"),
                from,
                from.plus(Duration.ofHours(10)));
        assertThat(gaps).extracting(Coverage.Gap::from).containsExactly(from, Instant.parse("2026-03-10T13:00:00Z"));
        assertThat(gaps)
                .extracting(Coverage.Gap::until)
                .containsExactly(Instant.parse("2026-03-10T11:00:00Z"), from.plus(Duration.ofHours(10)));
    }

    @Test
    void gaps_say_the_same_as_asking_at_every_instant() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            List<String> people = List.of("ana", "ben", "cleo", "omar");
            var rotations = new ArrayList<Rotation>();
            for (int i = 0; i <= random.nextInt(2); i++) {
                rotations.add(new Rotation(
                        "r" + i,
                        List.of(people.get(random.nextInt(4)), people.get(random.nextInt(4))),
                        Period.ofDays(1 + random.nextInt(3)),
                        LocalDateTime.parse("2026-03-01T02:30").plusHours(random.nextInt(24))));
            }
            var overrides = new ArrayList<Schedule.Override>();
            for (int i = 0; i < random.nextInt(4); i++) {
                LocalDateTime begin = LocalDateTime.parse("2026-03-27T00:00").plusMinutes(random.nextInt(6000));
                overrides.add(new Schedule.Override(
                        people.get(random.nextInt(4)),
                        random.nextBoolean() ? Optional.empty() : Optional.of(people.get(random.nextInt(4))),
                        begin,
                        begin.plusMinutes(1 + random.nextInt(2000))));
            }
            String zone = List.of("Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "UTC")
                    .get(random.nextInt(4));
            var schedule = new Schedule("s", ZoneId.of(zone), rotations, overrides);
            Set<String> reachable = Set.of(people.get(random.nextInt(4)), "nobody");
            Instant from = Instant.parse("2026-03-27T00:00:00Z").plusSeconds(random.nextInt(200_000));
            Instant until = from.plus(Coverage.AHEAD);
            List<Coverage.Gap> gaps = Coverage.gaps(
                    schedule,
                    List.of("p"),
                    person -> reachable.contains(person) ? Optional.empty() : Optional.of("is away"),
                    from,
                    until);
            for (int i = 0; i < 300; i++) {
                Instant at = from.plusSeconds(random.nextInt(72 * 3600));
                boolean covered = schedule.at(at).stream().map(Shift::person).anyMatch(reachable::contains);
                boolean gap = gaps.stream().anyMatch(one -> !at.isBefore(one.from()) && at.isBefore(one.until()));
                assertThat(gap).as("seed %d at %s", seed, at).isEqualTo(!covered);
            }
        }
    }
}
