package dev.candor.lab.d02;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RemovedRoleTest {
    @Test
    void exactly_the_sites_whose_files_are_refused_are_named() throws Exception {
        ShortRuns.pass(new RemovedRole());
    }
}
