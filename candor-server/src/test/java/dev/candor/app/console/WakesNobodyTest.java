package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.app.Candor;
import dev.candor.paging.escalation.EscalationStore;
import dev.candor.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the overview says of pages that reach nobody, before and after the day.
final class WakesNobodyTest {
    @Test
    void a_service_whose_policy_reaches_nobody_is_unproven_and_its_alert_promises_nobody(@TempDir Path data)
            throws Exception {
        try (var browser = new Browser(data, """
                people:
                  - {name: omar, email: omar@shop.example, role: admin}
                  - {name: gone, email: gone@shop.example, disabled: true, contact: [{ntfy: "https://push.example/gone"}]}
                schedules: [{name: nights, rotations: [{people: [gone], every: 1 week}]}]
                escalation-policies:
                  - {name: dead, repeat: 3, steps: [{notify: [{person: gone}], then-after: 5m}, {notify: [{schedule: nights}], then-after: 5m}]}
                services: [{name: till, escalation-policy: dead, intake-keys: [hush-hush-key-of-till]}]
                """)) {
            browser.admit("omar");
            assertThat(browser.get("omar", "/").body())
                    .contains("Service till: its escalation policy dead reaches nobody now: gone cannot be reached");
            browser.post(
                    "omar",
                    "/alerts/new",
                    Map.of(
                            "service", List.of("till"),
                            "severity", List.of("critical"),
                            "summary", List.of("it is broken")));
            Eventually.until(
                    "the alert says what comes next",
                    () -> standing(browser.candor)
                            .filter(one -> one.state().equals("exhausted"))
                            .isPresent());
            assertThat(browser.get("omar", "/").body())
                    .contains("everybody is asked again in")
                    .doesNotContain("Unless somebody answers: gone in");
        }
    }

    private static Optional<EscalationStore.Standing> standing(Candor candor) {
        return candor.platform()
                .ledger()
                .read(tx -> candor.paging().alerts().store().open(tx).stream()
                        .findFirst()
                        .flatMap(alert -> candor.paging().escalations().store().standing(tx, alert.id())));
    }
}
