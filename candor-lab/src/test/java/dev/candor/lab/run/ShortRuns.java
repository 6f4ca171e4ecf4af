package dev.candor.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;

/// Runs a drill for real, at the short pace, in all its modes.
public final class ShortRuns {
    private ShortRuns() {}

    /// Every run must be within its budget, with every moment measured where something broke.
    public static void pass(Drill drill) throws Exception {
        pass(drill, drill.modes());
    }

    /// The same in some of its modes.
    public static void pass(Drill drill, List<Mode> modes) throws Exception {
        pass(drill, modes, true);
    }

    /// The same of one in which nobody is left who could raise an alert.
    public static void passWithoutAlerts(Drill drill) throws Exception {
        pass(drill, drill.modes(), false);
    }

    private static void pass(Drill drill, List<Mode> modes, boolean alerts) throws Exception {
        if (!drill.missing().isEmpty()) {
            System.out.println("LEFT OUT " + drill.id() + ": not installed: " + drill.missing());
        }
        assumeTrue(drill.missing().isEmpty(), "not installed: " + drill.missing());
        for (Mode mode : modes) {
            DrillResult result = drill.run(Round.quiet(mode, 1, Pace.SHORT));
            System.out.println(result.text());
            assertThat(result.shortfalls()).as(drill.id() + " " + mode).isEmpty();
            assertThat(result.alert().isPresent()).as("an alert").isEqualTo(alerts && mode != Mode.CONTROL);
            assertThat(result.falseAlerts()).isZero();
            assertThat(result.lost()).isZero();
        }
    }
}
