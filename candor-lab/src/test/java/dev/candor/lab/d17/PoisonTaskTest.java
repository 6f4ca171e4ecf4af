package dev.candor.lab.d17;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PoisonTaskTest {
    @Test
    void the_task_that_kills_its_worker_is_named_and_set_aside() throws Exception {
        ShortRuns.pass(new PoisonTask());
    }
}
