package dev.candor.lab.d06;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class VendorPathTest {
    @Test
    void the_one_bad_location_is_named_and_the_service_is_not_called_down() throws Exception {
        ShortRuns.pass(new VendorPath());
    }
}
