package dev.candor.lab.d10;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class FalseHealthyTest {
    @Test
    void a_green_health_check_hides_nothing() throws Exception {
        ShortRuns.pass(new FalseHealthy());
    }
}
