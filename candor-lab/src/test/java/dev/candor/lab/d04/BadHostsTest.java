package dev.candor.lab.d04;

import dev.candor.lab.run.ShortRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class BadHostsTest {
    @Test
    void the_three_bad_hosts_are_named_and_the_noisy_client_is_not() throws Exception {
        ShortRuns.pass(new BadHosts());
    }
}
