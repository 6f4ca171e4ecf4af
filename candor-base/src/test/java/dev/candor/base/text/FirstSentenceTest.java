package dev.candor.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstSentenceTest {
    private static final String LONG = "lamps: more requests fail than usual, 3.4 % of 1499, usually 0 %. "
            + "Upstream h42 explains 100 % of the failures (51 of 51). Client 192.0.2.9 has 33 % of the traffic.";

    @Test
    void a_long_text_is_its_first_sentence_and_the_rest() {
        assertThat(FirstSentence.of(LONG))
                .isEqualTo("lamps: more requests fail than usual, 3.4 % of 1499, usually 0 %");
        assertThat(FirstSentence.rest(LONG)).startsWith("Upstream h42 explains").endsWith("of the traffic.");
    }

    @Test
    void a_short_text_and_a_long_one_without_a_full_stop_are_themselves() {
        assertThat(FirstSentence.of("It fails. Since noon.")).isEqualTo("It fails. Since noon.");
        assertThat(FirstSentence.rest("It fails. Since noon.")).isEmpty();
        String one = "x".repeat(200);
        assertThat(FirstSentence.of(one)).isEqualTo(one);
        assertThat(FirstSentence.of(one + ".")).isEqualTo(one + ".");
        assertThat(FirstSentence.rest(one + ".")).isEmpty();
        assertThat(FirstSentence.of("")).isEmpty();
        assertThat(FirstSentence.of(". " + one)).isEqualTo(". " + one);
    }
}
