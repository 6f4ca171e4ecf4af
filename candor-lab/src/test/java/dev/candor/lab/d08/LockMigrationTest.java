package dev.candor.lab.d08;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Pace;
import dev.candor.lab.run.Round;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LockMigrationTest {
    @Test
    void a_migration_that_locks_is_seen_in_time_and_the_way_the_gate_offers_is_not_noticed() throws Exception {
        var drill = new LockMigration();
        assumeTrue(drill.missing().isEmpty(), "not installed: " + drill.missing());
        for (Mode mode : drill.modes()) {
            DrillResult result = drill.run(Round.quiet(mode, 1, Pace.SHORT));
            System.out.println(result.text());
            assertThat(result.shortfalls()).as("D08 " + mode).isEmpty();
            assertThat(result.alert().isPresent()).as("an alert").isEqualTo(mode == Mode.FAULT);
            assertThat(result.userErrors() > 0).as("customers notice").isEqualTo(mode == Mode.FAULT);
        }
    }
}
