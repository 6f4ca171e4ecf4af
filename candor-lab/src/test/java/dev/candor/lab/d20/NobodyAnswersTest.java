package dev.candor.lab.d20;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class NobodyAnswersTest {
    @Test
    void the_third_person_is_woken_when_two_are_silent_at_the_times_of_the_policy() throws Exception {
        ShortRuns.pass(new NobodyAnswers());
    }
}
