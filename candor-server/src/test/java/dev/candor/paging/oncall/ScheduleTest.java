package dev.candor.paging.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static Schedule single(String zone, String every, String starts, String... people) {
        return new Schedule("web", ZoneId.of(zone), List.of(rotation("r", every, starts, people)), List.of());
    }

    private static Rotation rotation(String name, String every, String starts, String... people) {
        return new Rotation(name, List.of(people), Period.parse(every), LocalDateTime.parse(starts));
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /// The hand-off at a wall-clock time, at the offset that is right for it: a gap gives the first instant after
    /// it, an overlap its first occurrence.
    @ParameterizedTest
    @CsvSource({
        "America/Chicago,     P1D, 2020-10-30T01:30, 2020-11-01T01:30-05:00, 2020-11-02T01:30-06:00",
        "America/Chicago,     P1D, 2020-03-06T02:30, 2020-03-08T03:00-05:00, 2020-03-09T02:30-05:00",
        "Australia/Lord_Howe, P1D, 2020-10-01T02:15, 2020-10-04T02:30+11:00, 2020-10-05T02:15+11:00",
        "America/Chicago,     P7D, 2017-03-04T08:00, 2017-03-11T08:00-06:00, 2017-03-18T08:00-05:00",
        "America/Chicago,     P7D, 2017-03-04T08:00, 2017-11-04T08:00-05:00, 2017-11-11T08:00-06:00",
        "America/Chicago,     P1D, 2017-03-04T08:00, 2017-03-11T08:00-06:00, 2017-03-12T08:00-05:00",
        "Africa/Cairo,        P1D, 2026-04-20T00:00, 2026-04-24T01:00+03:00, 2026-04-25T00:00+03:00",
        "Asia/Beirut,         P1D, 2026-03-20T00:00, 2026-03-29T01:00+03:00, 2026-03-30T00:00+03:00",
        "Asia/Kathmandu,      P1D, 2026-01-05T09:00, 2026-03-01T09:00+05:45, 2026-03-02T09:00+05:45",
        "Europe/Berlin,       P7D, 2026-01-05T09:00, 2026-03-23T09:00+01:00, 2026-03-30T09:00+02:00",
        "America/Santiago,    P1D, 2026-04-01T00:00, 2026-04-05T00:00-04:00, 2026-04-06T00:00-04:00",
    })
    void a_turn_is_planned_on_the_wall_clock(String zone, String every, String starts, String from, String until) {
        Schedule schedule = single(zone, every, starts, "ana", "ben", "cleo");
        Shift shift = schedule.at(instant(from)).getFirst();
        assertThat(shift.from()).isEqualTo(instant(from));
        assertThat(shift.until()).isEqualTo(instant(until));
        assertThat(schedule.at(instant(until).minusMillis(1))).containsExactly(shift);
        assertThat(schedule.at(instant(until)).getFirst().person()).isNotEqualTo(shift.person());
    }

    @ParameterizedTest
    @CsvSource({
        "America/Chicago, P7D, 2017-03-04T08:00, 2017-03-12T00:00-06:00, 167",
        "America/Chicago, P7D, 2017-03-04T08:00, 2017-11-05T00:00-05:00, 169",
        "America/Chicago, P1D, 2017-03-04T08:00, 2017-03-12T00:00-06:00, 23",
        "America/Chicago, P1D, 2017-03-04T08:00, 2017-11-05T00:00-05:00, 25",
        "America/Chicago, P1D, 2020-10-30T01:30, 2020-11-01T12:00-06:00, 25",
        "America/Santiago, P1D, 2026-04-01T00:00, 2026-04-04T12:00-03:00, 25",
    })
    void a_turn_is_as_long_as_its_wall_clock_days(String zone, String every, String starts, String during, long hours) {
        Shift shift =
                single(zone, every, starts, "ana", "ben").at(instant(during)).getFirst();
        assertThat(Duration.between(shift.from(), shift.until())).isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void before_its_start_a_rotation_extends_backwards() {
        Schedule schedule = single("UTC", "P7D", "2026-01-05T09:00", "ana", "ben", "cleo");
        assertThat(schedule.at(instant("2026-01-05T09:00Z")).getFirst().person())
                .isEqualTo("ana");
        assertThat(schedule.at(instant("2026-01-05T08:59Z")).getFirst().person())
                .isEqualTo("cleo");
        assertThat(schedule.at(instant("2025-12-29T08:59Z")).getFirst().person())
                .isEqualTo("ben");
    }

    @Test
    void the_instant_of_the_hand_off_belongs_to_the_new_person() {
        Schedule schedule = single("UTC", "P1D", "2026-01-05T09:00", "ana", "ben");
        assertThat(schedule.at(instant("2026-01-06T08:59:59.999Z")).getFirst().person())
                .isEqualTo("ana");
        assertThat(schedule.at(instant("2026-01-06T09:00Z")).getFirst().person())
                .isEqualTo("ben");
    }

    @Test
    void a_skipped_day_breaks_nothing() {
        Schedule schedule = single("Pacific/Apia", "P1D", "2011-12-01T00:00", "ana", "ben", "cleo");
        List<Shift> shifts = schedule.between(instant("2011-12-28T00:00-10:00"), instant("2012-01-03T00:00+14:00"));
        for (int i = 1; i < shifts.size(); i++) {
            assertThat(shifts.get(i).from()).isEqualTo(shifts.get(i - 1).until());
            assertThat(Duration.between(shifts.get(i).from(), shifts.get(i).until()))
                    .isPositive();
        }
    }

    @Test
    void twenty_four_people_wrap_around_and_who_stands_twice_has_two_turns() {
        var people = new ArrayList<String>();
        for (int i = 0; i < 24; i++) {
            people.add("p" + i);
        }
        Schedule wide = single("UTC", "P42D", "2026-01-05T09:00", people.toArray(String[]::new));
        assertThat(wide.at(instant("2026-01-05T09:00Z").plus(Duration.ofDays(42 * 25)))
                        .getFirst()
                        .person())
                .isEqualTo("p1");
        Schedule twice = single("UTC", "P1D", "2026-01-05T09:00", "ana", "ana", "ben");
        assertThat(twice.at(instant("2026-01-06T10:00Z")).getFirst().person()).isEqualTo("ana");
        assertThat(twice.at(instant("2026-01-07T10:00Z")).getFirst().person()).isEqualTo("ben");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "Africa/Cairo",
                "Asia/Kathmandu",
                "America/Santiago",
                "Pacific/Apia"
            })
    void over_a_year_exactly_one_person_is_on_call_at_every_instant(String zone) {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        Instant until = Instant.parse("2027-01-01T00:00:00Z");
        for (String every : List.of("P1D", "P3D", "P7D")) {
            Schedule schedule = single(zone, every, "2026-02-01T02:30", "ana", "ben", "cleo");
            List<Shift> shifts = schedule.between(from, until);
            assertThat(shifts.getFirst().from()).isEqualTo(from);
            assertThat(shifts.getLast().until()).isEqualTo(until);
            for (int i = 1; i < shifts.size(); i++) {
                assertThat(shifts.get(i).from()).isEqualTo(shifts.get(i - 1).until());
                assertThat(shifts.get(i).person())
                        .isNotEqualTo(shifts.get(i - 1).person());
            }
        }
    }

    @Test
    void between_says_the_same_as_at_asked_again_and_again() {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            Schedule schedule = someSchedule(random);
            Instant from = Instant.parse("2026-03-20T00:00:00Z").plusSeconds(random.nextInt(1_000_000));
            Instant until = from.plus(Duration.ofDays(20));
            List<Shift> shifts = schedule.between(from, until);
            for (int i = 0; i < 300; i++) {
                Instant at = from.plusSeconds(random.nextInt(20 * 86_400));
                var expected =
                        schedule.at(at).stream().map(Shift::person).sorted().toList();
                var found = shifts.stream()
                        .filter(shift -> !at.isBefore(shift.from()) && at.isBefore(shift.until()))
                        .map(Shift::person)
                        .sorted()
                        .toList();
                assertThat(found).as("seed %s at %s", seed, at).isEqualTo(expected);
            }
        }
    }

    private static Schedule someSchedule(Random random) {
        var people = List.of("ana", "ben", "cleo", "omar");
        var rotations = new ArrayList<Rotation>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            var turns = new ArrayList<String>();
            for (int n = 0; n <= random.nextInt(3); n++) {
                turns.add(people.get(random.nextInt(4)));
            }
            rotations.add(new Rotation(
                    "r" + i,
                    turns,
                    Period.ofDays(1 + random.nextInt(8)),
                    LocalDateTime.of(2026, 3, 1 + random.nextInt(28), random.nextInt(24), 30)));
        }
        var overrides = new ArrayList<Schedule.Override>();
        for (int i = 0; i < random.nextInt(4); i++) {
            LocalDateTime from = LocalDateTime.of(2026, 3, 20, 0, 0).plusHours(random.nextInt(500));
            Optional<String> replaces =
                    random.nextBoolean() ? Optional.empty() : Optional.of(people.get(random.nextInt(4)));
            overrides.add(new Schedule.Override(
                    people.get(random.nextInt(4)), replaces, from, from.plusHours(1 + random.nextInt(60))));
        }
        return new Schedule("s", ZoneId.of("Europe/Berlin"), rotations, overrides);
    }

    @Test
    void an_override_splits_a_shift_in_three() {
        var override = new Schedule.Override(
                "cleo",
                Optional.of("ana"),
                LocalDateTime.parse("2026-01-06T12:00"),
                LocalDateTime.parse("2026-01-06T18:00"));
        var schedule = new Schedule(
                "s",
                ZoneId.of("UTC"),
                List.of(rotation("r", "P7D", "2026-01-05T09:00", "ana", "ben")),
                List.of(override));
        assertThat(schedule.between(instant("2026-01-06T00:00Z"), instant("2026-01-07T00:00Z")))
                .extracting(Shift::person)
                .containsExactly("ana", "cleo", "ana");
        Shift before = schedule.at(instant("2026-01-06T11:00Z")).getFirst();
        assertThat(before.until()).isEqualTo(instant("2026-01-06T12:00Z"));
        Shift after = schedule.at(instant("2026-01-06T18:00Z")).getFirst();
        assertThat(after.from()).isEqualTo(instant("2026-01-06T18:00Z"));
        assertThat(after.until()).isEqualTo(instant("2026-01-12T09:00Z"));
    }

    @Test
    void an_override_of_somebody_who_is_not_on_call_changes_nothing() {
        var override = new Schedule.Override(
                "cleo",
                Optional.of("ben"),
                LocalDateTime.parse("2026-01-06T12:00"),
                LocalDateTime.parse("2026-01-06T18:00"));
        var schedule = new Schedule(
                "s",
                ZoneId.of("UTC"),
                List.of(rotation("r", "P7D", "2026-01-05T09:00", "ana", "ben")),
                List.of(override));
        assertThat(schedule.at(instant("2026-01-06T13:00Z")))
                .extracting(Shift::person)
                .containsExactly("ana");
    }

    @Test
    void somebody_in_two_rotations_hides_no_hand_off_of_the_other() {
        var schedule = new Schedule(
                "s",
                ZoneId.of("UTC"),
                List.of(
                        rotation("long", "P7D", "2026-01-05T09:00", "ana", "ben"),
                        rotation("short", "P1D", "2026-01-05T09:00", "ana", "cleo")),
                List.of());
        assertThat(schedule.between(instant("2026-01-05T09:00Z"), instant("2026-01-07T09:00Z")))
                .extracting(Shift::person)
                .containsExactly("ana", "cleo");
    }
}
