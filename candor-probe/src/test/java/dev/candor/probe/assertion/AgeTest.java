package dev.candor.probe.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgeTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static String judged(String assertion, Object value) {
        Observation seen = (subject, _) -> subject == Subject.LAG ? Age.waiting(value, NOW) : Age.of(value, NOW);
        return Assertion.of(assertion).unmet(seen).orElse("met");
    }

    @Test
    void one_row_of_the_far_future_does_not_hide_that_nothing_new_comes() {
        assertThat(judged("age(\"$.at\") < 5m", "2099-12-31T00:00:00Z"))
                .isEqualTo("age(\"$.at\") lies 73 years in the future, wanted < 300 s");
        Map.of(
                        "2026-11-25T11:00:00Z", "3 days",
                        "2026-11-22T13:00:00Z", "3 hours",
                        "2026-11-22T10:05:01Z", "5 minutes")
                .forEach((time, words) ->
                        assertThat(judged("age(\"$.at\") < 5m", time)).contains("lies " + words + " in the future"));
        assertThat(judged("not age(\"$.at\") > 5m", "2099-12-31T00:00:00Z")).isNotEqualTo("met");
    }

    @Test
    void what_two_clocks_differ_by_is_now() {
        assertThat(Age.of(NOW.plusSeconds(300), NOW)).isEqualTo(new Seen.Time(Duration.ZERO));
        assertThat(Age.of(NOW.minusSeconds(7), NOW)).isEqualTo(new Seen.Time(Duration.ofSeconds(7)));
    }

    @Test
    void who_is_due_in_the_future_does_not_wait_yet() {
        assertThat(judged("lag(\"$.at\") < 5m", "2027-01-01T00:00:00Z")).isEqualTo("met");
        assertThat(judged("lag(\"$.at\") < 5m", "2026-11-22T09:00:00Z")).contains("was 3600 s");
        assertThat(judged("lag(\"$.at\") < 5m", "soon")).contains("is no time");
    }

    @Test
    void a_row_of_the_year_1_is_old() {
        assertThat(judged("age(\"$.at\") < 5m", "0001-01-01T00:00:00Z"))
                .contains("was 6393")
                .contains(" s, wanted");
    }
}
