package dev.candor.lab.d23;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.lab.run.ShortRuns;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DeadOriginTest {
    private static final URI ONE = URI.create("http://127.0.0.1:1");
    private static final URI TWO = URI.create("http://127.0.0.1:2");
    private static final Instant START = Instant.parse("2026-03-02T03:00:00Z");

    @Test
    @Tag("slow")
    void copies_answer_while_candor_is_dead_and_show_what_a_person_says() throws Exception {
        ShortRuns.passWithoutAlerts(new DeadOrigin());
    }

    private static Sight sight(URI copy, int second, long sequence, boolean word) {
        return new Sight(copy, START.plusSeconds(second), 200, sequence, Optional.of(START), word);
    }

    @Test
    void an_older_page_or_one_that_forgot_the_word_is_counted_for_its_copy_only() {
        assertThat(Sight.sum(List.of(
                        sight(ONE, 1, 5, false),
                        sight(TWO, 2, 4, false),
                        sight(ONE, 3, 6, true),
                        sight(TWO, 4, 5, false),
                        sight(ONE, 5, 5, true),
                        sight(ONE, 6, 7, false),
                        Sight.nothing(TWO, START))))
                .isEqualTo(new Sight.Sum(7, 1, 1, 1, Duration.ofSeconds(6)));
    }

    @Test
    void a_word_is_everywhere_when_the_last_copy_shows_it() {
        List<Sight> both = List.of(sight(ONE, 3, 6, true), sight(TWO, 4, 5, false), sight(TWO, 9, 6, true));
        assertThat(Sight.everywhere(both, List.of(ONE, TWO))).contains(START.plusSeconds(9));
        assertThat(Sight.everywhere(both.subList(0, 2), List.of(ONE, TWO))).isEmpty();
    }

    @Test
    void a_page_that_does_not_say_how_old_it_is_does_not_count_as_answered() {
        String page = "<p>As of <time datetime=\"2026-03-02T02:59:00Z\" data-form=\"clock\">02:59</time></p> Words.";
        Sight whole = Sight.of(ONE, START, 200, Optional.of("17"), page, "Words.");
        assertThat(whole.answered()).isTrue();
        assertThat(whole.age()).isEqualTo(Duration.ofMinutes(1));
        assertThat(whole.word()).isTrue();
        assertThat(Sight.of(ONE, START, 200, Optional.of("17"), "<p>Words.</p>", "Words.")
                        .answered())
                .isFalse();
        assertThat(Sight.of(ONE, START, 200, Optional.empty(), page, "Words.").answered())
                .isFalse();
        assertThat(Sight.of(ONE, START, 503, Optional.of("17"), page, "Words.").answered())
                .isFalse();
    }
}
