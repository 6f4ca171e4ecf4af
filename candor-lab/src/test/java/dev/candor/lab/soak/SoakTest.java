package dev.candor.lab.soak;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class SoakTest {
    @Test
    void nobody_is_woken_by_a_bad_line_and_noisy_logs_and_ana_by_a_real_failure() throws Exception {
        ShortRuns.pass(new Soak());
    }
}
