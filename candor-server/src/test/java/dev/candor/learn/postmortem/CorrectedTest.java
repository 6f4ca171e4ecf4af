package dev.candor.learn.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.learn.postmortem.PostmortemStore.Before;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrectedTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void a_text_that_was_never_changed_stays_as_it_is() {
        assertThat(Corrected.of("The belt was old.", List.of())).isEqualTo("The belt was old.");
    }

    @Test
    void what_is_gone_stands_at_the_end_with_when_it_went() {
        String before = "## Why\n\nThe carrier\nwas late.\n\nIt took an hour.";
        String after = "## Why\n\nA belt was torn.\n\nIt took an hour.";
        assertThat(Corrected.of(after, List.of(new Before(before, NOON))))
                .startsWith(after + "\n\n---\n")
                .endsWith(
                        "**Corrected on 2 March 2026, 12:00 UTC.** Until then it said:\n\n> The carrier\n> was late.\n")
                .doesNotContain("> It took");
    }

    @Test
    void each_change_is_told_the_newest_first_and_an_addition_quotes_nothing() {
        String first = "The carrier was late.";
        String second = "A belt was torn.";
        String third = "A belt was torn.\n\nWe bought two.";
        assertThat(Corrected.of(third, List.of(new Before(first, NOON), new Before(second, NOON.plusSeconds(60)))))
                .containsSubsequence(
                        "**Added to on 2 March 2026, 12:01 UTC.**",
                        "**Corrected on 2 March 2026, 12:00 UTC.** Until then it said:",
                        "> The carrier was late.");
    }

    @Test
    void an_open_fence_swallows_nothing_and_endless_paragraphs_are_cut() {
        assertThat(Corrected.of("```\nls", List.of(new Before("gone", NOON)))).contains("```\nls\n```\n\n---");
        String shown = Corrected.of("new", List.of(new Before("x".repeat(90_000) + "\n\ny".repeat(90), NOON)));
        assertThat(shown.length()).isLessThan(3_000);
    }
}
