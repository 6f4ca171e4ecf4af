package dev.candor.lab.d14;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class RuleProofTest {
    @Test
    void rules_with_a_mistake_are_refused_and_the_right_ones_are_not() throws Exception {
        ShortRuns.pass(new RuleProof());
    }
}
