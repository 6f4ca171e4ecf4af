package dev.candor.lab.d03;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Pace;
import dev.candor.lab.run.Round;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class WrongOrderTest {
    private final WrongOrder drill = new WrongOrder();

    private DrillResult run(Mode mode) throws Exception {
        if (!drill.missing().isEmpty()) {
            System.out.println("LEFT OUT D03: not installed: " + drill.missing());
        }
        assumeTrue(drill.missing().isEmpty(), "not installed: " + drill.missing());
        DrillResult result = drill.run(Round.quiet(mode, 1, Pace.SHORT));
        System.out.println(result.text());
        assertThat(result.shortfalls()).as("D03 " + mode).isEmpty();
        return result;
    }

    @Test
    void without_a_maintenance_nobody_is_alarmed() throws Exception {
        assertThat(run(Mode.CONTROL).alert()).isEmpty();
    }

    @Test
    void what_is_activated_by_hand_in_the_middle_is_named_and_the_run_refuses() throws Exception {
        assertThat(run(Mode.FAULT).alert()).isPresent();
    }

    @Test
    void in_the_only_possible_order_no_customer_notices() throws Exception {
        assertThat(run(Mode.GUARDED).userErrors()).isZero();
    }
}
