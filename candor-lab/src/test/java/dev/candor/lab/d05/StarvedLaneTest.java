package dev.candor.lab.d05;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class StarvedLaneTest {
    @Test
    void a_frozen_lane_is_named_and_the_others_go_on() throws Exception {
        ShortRuns.pass(new StarvedLane());
    }
}
