package dev.candor.lab.d02;

import dev.candor.lab.run.Mode;
import dev.candor.lab.run.ShortRuns;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Order(1) // the longest: begun last, all would wait for it
class RemovedRoleTest {
    @Test
    @Tag("slow")
    void exactly_the_sites_whose_files_are_refused_are_named() throws Exception {
        ShortRuns.pass(new RemovedRole(), List.of(Mode.CONTROL, Mode.FAULT));
    }

    @Test
    @Tag("long")
    void those_named_are_served_around_the_store_soon_after_the_approval_and_back_without_harm() throws Exception {
        ShortRuns.pass(new RemovedRole(), List.of(Mode.GUARDED));
    }
}
