package dev.candor.base.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CronTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static String next(String cron, String after, ZoneId zone) {
        return Cron.parse(cron).next(Instant.parse(after), zone).toString();
    }

    @Test
    void finds_the_next_time() {
        String sunday = "2026-11-22T09:30:10Z";
        assertThat(next("* * * * *", sunday, ZoneOffset.UTC)).isEqualTo("2026-11-22T09:31:00Z");
        assertThat(next("*/15 * * * *", sunday, ZoneOffset.UTC)).isEqualTo("2026-11-22T09:45:00Z");
        assertThat(next("0 3 * * *", sunday, ZoneOffset.UTC)).isEqualTo("2026-11-23T03:00:00Z");
        assertThat(next("0 3 * * *", sunday, BERLIN)).isEqualTo("2026-11-23T02:00:00Z");
        assertThat(next("5,35 8-10/2 * * mon-fri", sunday, ZoneOffset.UTC)).isEqualTo("2026-11-23T08:05:00Z");
        assertThat(next("0 12 13 * fri", sunday, ZoneOffset.UTC))
                .as("either day")
                .isEqualTo("2026-11-27T12:00:00Z");
        assertThat(next("0 0 29 2 *", sunday, ZoneOffset.UTC)).isEqualTo("2028-02-29T00:00:00Z");
        assertThat(next("@weekly", sunday, ZoneOffset.UTC)).isEqualTo("2026-11-29T00:00:00Z");
        assertThat(next("59 23 31 dec 7", sunday, ZoneOffset.UTC)).isEqualTo("2026-12-06T23:59:00Z");
        assertThat(next("30 9 * * *", "2026-11-22T09:30:00Z", ZoneOffset.UTC)).isEqualTo("2026-11-23T09:30:00Z");
    }

    @Test
    void a_time_the_clocks_leave_out_comes_at_once_after_the_gap_and_one_that_comes_twice_comes_once() {
        assertThat(next("30 2 * * *", "2026-03-28T12:00:00Z", BERLIN)).isEqualTo("2026-03-29T01:00:00Z");
        assertThat(next("30 2 * * *", "2026-03-29T01:00:00Z", BERLIN)).isEqualTo("2026-03-30T00:30:00Z");
        assertThat(next("30 2 * * *", "2026-10-24T12:00:00Z", BERLIN)).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(next("30 2 * * *", "2026-10-25T00:30:00Z", BERLIN)).isEqualTo("2026-10-26T01:30:00Z");
    }

    @Test
    void agrees_with_looking_at_every_minute() {
        var random = new SplittableRandom(20261122);
        for (int round = 0; round < 300; round++) {
            int minute = random.nextInt(60);
            int other = random.nextInt(60);
            int every = 1 + random.nextInt(6);
            int lastDay = random.nextInt(29); // 0: every day
            int weekDay = random.nextInt(8); // 7: every day
            String text = minute + "," + other + " */" + every + " " + (lastDay == 0 ? "*" : "1-" + lastDay) + " * "
                    + (weekDay == 7 ? "*" : weekDay);
            Instant after = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(31_000_000));
            ZonedDateTime at = after.atZone(ZoneOffset.UTC).withSecond(0).plusMinutes(1);
            while (true) {
                boolean month = at.getDayOfMonth() <= lastDay;
                boolean week = at.getDayOfWeek().getValue() % 7 == weekDay;
                boolean day = lastDay == 0 ? weekDay == 7 || week : weekDay == 7 ? month : month || week;
                if (day && at.getHour() % every == 0 && (at.getMinute() == minute || at.getMinute() == other)) {
                    break;
                }
                at = at.plusMinutes(1);
            }
            assertThat(Cron.parse(text).next(after, ZoneOffset.UTC)).as(text).isEqualTo(at.toInstant());
        }
    }

    @Test
    void what_cannot_be_read_is_said_with_its_field() {
        for (List<String> wrong : List.of(
                List.of("0 3 * *", "expected five fields"),
                List.of("60 3 * * *", "the minute must be from 0 to 59, found `60`"),
                List.of("0 3 * foo *", "the month must be from 1 to 12 or a name like `jan`, found `foo`"),
                List.of("0 5-3 * * *", "the hour `5-3` ends before it begins"),
                List.of("0 0 31 2 *", "`0 0 31 2 *` never comes"),
                List.of("*/0 * * * *", "the minute must be from 1 to 59, found `0`"),
                List.of("@often", "expected five fields"),
                List.of("", "expected five fields"))) {
            assertThatThrownBy(() -> Cron.parse(wrong.getFirst()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong.getLast());
        }
    }
}
