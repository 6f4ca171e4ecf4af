package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.monitor.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverviewViewTest {
    private static String said(Map<Verdict, Long> verdicts) {
        long monitors = verdicts.values().stream().mapToLong(Long::longValue).sum();
        var view = new OverviewView(
                List.of(),
                List.of(),
                verdicts,
                List.of(),
                monitors,
                List.of(),
                new OverviewView.Outgoing(0, 0, Optional.empty()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                "",
                List.of());
        return view.look() + ": " + view.headline();
    }

    @Test
    void only_what_was_looked_at_is_called_well() {
        assertThat(said(Map.of())).isEqualTo("unknown: Nothing is watched yet");
        assertThat(said(Map.of(Verdict.UP, 3L))).isEqualTo("good: Everything is well");
        assertThat(said(Map.of(Verdict.UNKNOWN, 2L))).isEqualTo("unknown: Nothing is known yet");
        assertThat(said(Map.of(Verdict.UP, 3L, Verdict.UNKNOWN, 1L)))
                .isEqualTo("unknown: 1 monitor is unknown, the rest is well");
        assertThat(said(Map.of(Verdict.UNKNOWN, 1L, Verdict.DEGRADED, 2L)))
                .isEqualTo("minor: 2 monitors are degraded, nothing is broken");
        assertThat(said(Map.of(Verdict.UP, 3L, Verdict.DOWN, 1L)))
                .isEqualTo("major: 1 monitor is down, and no alert is open for it");
    }
}
