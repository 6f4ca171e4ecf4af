package dev.candor.paging.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AlertRuleTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");

    private static Signal firing(String source) {
        return new Signal(
                new UUID(0, 1),
                Signal.Event.FIRING,
                source,
                "shop",
                "key",
                Severity.ERROR,
                "It fails",
                Json.object(),
                NOW,
                NOW);
    }

    /// The one thing that must not be silent while work is announced is the work itself.
    @Test
    void a_maintenance_mutes_what_fails_meanwhile_but_not_the_run_or_the_change_it_is_for() {
        Optional<String> covering = Optional.of("work");
        assertThat(AlertRule.decide(Optional.empty(), firing("monitor/home"), Optional.empty(), covering))
                .isEqualTo(new AlertRule.Decision.Open("maintenance work"));
        for (String source : new String[] {"run/7", "change/3"}) {
            assertThat(AlertRule.decide(Optional.empty(), firing(source), Optional.empty(), covering))
                    .isEqualTo(new AlertRule.Decision.Open("no escalation policy"));
        }
    }
}
