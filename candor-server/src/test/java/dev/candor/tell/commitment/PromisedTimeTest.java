package dev.candor.tell.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromisedTimeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /// Monday, 2 March 2026, 14:02 in Berlin.
    private static final Instant NOW = Instant.parse("2026-03-02T13:02:00Z");

    private static Instant at(String text, String zone, String now) {
        PromisedTime read = PromisedTime.read(text, ZoneId.of(zone), Instant.parse(now));
        assertThat(read).as(text + " in " + zone + " at " + now).isInstanceOf(PromisedTime.At.class);
        return ((PromisedTime.At) read).instant();
    }

    private static String wrong(String text, ZoneId zone, Instant now) {
        return PromisedTime.read(text, zone, now) instanceof PromisedTime.Wrong(String why) ? why : "was taken";
    }

    @ParameterizedTest
    @CsvSource({
        "14:30, 2026-03-02T13:30:00Z",
        "at 14:30, 2026-03-02T13:30:00Z",
        "today 18:00, 2026-03-02T17:00:00Z",
        "in 30 min, 2026-03-02T13:32:00Z",
        "In  90 Minutes, 2026-03-02T14:32:00Z",
        "in 1h 30m, 2026-03-02T14:32:00Z",
        "in 24 h, 2026-03-03T13:02:00Z",
        "in 2 days, 2026-03-04T13:02:00Z",
        "tomorrow 9:05, 2026-03-03T08:05:00Z",
        "tomorrow at 10:00, 2026-03-03T09:00:00Z",
        "2026-03-05 08:00, 2026-03-05T07:00:00Z",
        "2026-03-05T08:00, 2026-03-05T07:00:00Z",
        "2026-03-05T08:00:00Z, 2026-03-05T08:00:00Z",
        "2026-03-05T08:00:00-05:00, 2026-03-05T13:00:00Z",
    })
    void a_time_is_read_on_the_clock_of_the_page(String text, String due) {
        assertThat(at(text, "Europe/Berlin", NOW.toString())).isEqualTo(due);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "tomorrow",
                "24:00",
                "14:60",
                "7",
                "1430",
                "14.30",
                "in",
                "in min",
                "in -5 min",
                "in 0 min",
                "in 20 s",
                "in 91 days",
                "in 5000 h",
                "in 99999999999 h",
                "2026-02-30 10:00",
                "2027-01-01 10:00",
                "2026-03-01 10:00",
                "yesterday 10:00",
                "2026-03-05T25:00:00Z",
                "14:30 UTC",
                "14:02",
                "14:30 or so"
            })
    void what_is_no_time_ahead_is_refused_in_words(String text) {
        assertThat(PromisedTime.read(text, BERLIN, NOW))
                .isInstanceOfSatisfying(
                        PromisedTime.Wrong.class,
                        wrong -> assertThat(wrong.why()).isNotBlank());
    }

    @Test
    void a_time_that_has_passed_means_tomorrow_only_across_midnight() {
        assertThat(wrong("13:30", BERLIN, NOW)).contains("has passed today", "14:02", "tomorrow 13:30");
        Instant lateEvening = Instant.parse("2026-03-02T22:50:00Z"); // 23:50
        assertThat(at("00:15", "Europe/Berlin", lateEvening.toString())).isEqualTo("2026-03-02T23:15:00Z");
        assertThat(wrong("23:00", BERLIN, lateEvening)).contains("tomorrow 23:00");
    }

    @Test
    void a_time_that_the_clock_skips_is_refused_with_what_the_clock_does() {
        Instant before = Instant.parse("2026-03-29T00:10:00Z"); // 01:10 in Berlin, the clock goes from 02:00 to 03:00
        assertThat(wrong("02:30", BERLIN, before))
                .contains("02:30 does not exist on 2026-03-29", "from 02:00 to 03:00");
        assertThat(at("03:00", "Europe/Berlin", before.toString())).isEqualTo("2026-03-29T01:00:00Z");
        assertThat(at("in 1 h", "Europe/Berlin", before.toString())).isEqualTo("2026-03-29T01:10:00Z");
        assertThat(wrong("2026-10-04 02:10", ZoneId.of("Australia/Lord_Howe"), Instant.parse("2026-10-03T00:00:00Z")))
                .contains("from 02:00 to 02:30");
    }

    @Test
    void of_a_time_that_comes_twice_it_is_the_first_that_lies_ahead() {
        // Berlin goes back from 03:00 to 02:00 at 01:00 UTC.
        assertThat(at("02:30", "Europe/Berlin", "2026-10-24T23:30:00Z")).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(at("02:30", "Europe/Berlin", "2026-10-25T00:40:00Z")).isEqualTo("2026-10-25T01:30:00Z");
        assertThat(at("tomorrow 02:30", "Europe/Berlin", "2026-10-24T10:00:00Z"))
                .isEqualTo("2026-10-25T00:30:00Z");
        assertThat(at("01:30", "America/New_York", "2026-11-01T05:40:00Z")).isEqualTo("2026-11-01T06:30:00Z");
    }

    @Test
    void days_keep_the_time_of_day_and_hours_are_hours() {
        String before = "2026-03-28T10:00:00Z"; // 11:00, the night after is an hour shorter
        assertThat(at("in 1 day", "Europe/Berlin", before)).isEqualTo("2026-03-29T09:00:00Z");
        assertThat(at("in 24 h", "Europe/Berlin", before)).isEqualTo("2026-03-29T10:00:00Z");
    }

    @Test
    void foreign_text_of_any_kind_is_an_answer_and_no_failure() {
        var random = new java.util.Random(20260302);
        String letters = "in 0123456789:-tTzZ+ minhdaytomorw\u0000é";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(random.nextBoolean() ? "in " : "");
            int length = random.nextInt(30);
            for (int k = 0; k < length; k++) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            if (PromisedTime.read(text.toString(), BERLIN, NOW) instanceof PromisedTime.At(Instant at)) {
                assertThat(at)
                        .as(text.toString())
                        .isBetween(NOW.plus(PromisedTime.SOONEST), NOW.plus(PromisedTime.FARTHEST));
            }
        }
    }
}
