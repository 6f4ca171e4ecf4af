package dev.candor.lab.d13;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LostEventsTest {
    @Test
    void events_that_never_arrive_are_noticed_and_with_an_outbox_none_is_lost() throws Exception {
        ShortRuns.pass(new LostEvents());
    }
}
