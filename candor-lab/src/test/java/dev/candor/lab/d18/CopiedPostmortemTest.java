package dev.candor.lab.d18;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class CopiedPostmortemTest {
    @Test
    void a_copied_postmortem_is_found_before_it_is_published_and_one_of_its_own_is_not() throws Exception {
        ShortRuns.pass(new CopiedPostmortem());
    }
}
