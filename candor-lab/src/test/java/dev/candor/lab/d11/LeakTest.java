package dev.candor.lab.d11;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class LeakTest {
    @Test
    void one_request_of_a_thousand_that_dies_is_noticed_in_100_seconds() throws Exception {
        ShortRuns.pass(new Leak());
    }
}
