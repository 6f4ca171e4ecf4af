package dev.candor.lab.d16;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class RoleMatrixTest {
    @Test
    void every_role_may_what_is_declared_and_a_deploy_that_breaks_it_is_noticed() throws Exception {
        ShortRuns.pass(new RoleMatrix());
    }
}
