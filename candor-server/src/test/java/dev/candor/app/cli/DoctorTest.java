package dev.candor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.app.Candor;
import dev.candor.app.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorTest {
    private static String examine(Path data, String configuration) {
        var settings = Settings.load(
                Optional.empty(),
                Map.of("data", data.toString(), "listen", "127.0.0.1:0", "page-listen", "127.0.0.1:0"),
                Map.of());
        try (var candor = new Candor(settings.settings())) {
            assertThat(candor.applying()
                            .files(Map.of("shop.yaml", configuration), Map.of(), false, "candor")
                            .problems())
                    .isEmpty();
        }
        var said = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            new CommandLine(new Doctor()).execute("--data", data.toString());
        } finally {
            System.setOut(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_policy_that_reaches_nobody_is_as_bad_as_none(@TempDir Path data) {
        assertThat(examine(data, """
                people:
                  - {name: omar, email: omar@shop.example, role: admin, contact: [{ntfy: "https://push.example/omar"}]}
                  - {name: gone, email: gone@shop.example, disabled: true, contact: [{ntfy: "https://push.example/gone"}]}
                schedules: [{name: nights, rotations: [{people: [gone], every: 1 week}]}]
                escalation-policies:
                  - {name: dead, steps: [{notify: [{person: gone}]}]}
                  - {name: asleep, steps: [{notify: [{schedule: nights}]}]}
                  - {name: late, steps: [{notify: [{person: gone}]}, {notify: [{person: omar}]}]}
                services:
                  - {name: till, escalation-policy: dead}
                  - {name: depot, escalation-policy: asleep}
                  - {name: shop, escalation-policy: late}
                  - {name: attic}
                """))
                .contains("!!  services: would wake nobody: ")
                .contains("till (its escalation policy dead reaches nobody now: gone cannot be reached")
                .contains("depot (its escalation policy asleep reaches nobody now: gone cannot be reached")
                .contains("attic (it has no escalation policy)")
                .contains("!!  policies: late: step 1 reaches nobody now: gone cannot be reached")
                .doesNotContain("shop (");
    }

    @Test
    void where_everybody_can_be_reached_it_says_so(@TempDir Path data) {
        assertThat(examine(data, """
                people: [{name: omar, email: omar@shop.example, role: admin, contact: [{ntfy: "https://push.example/omar"}]}]
                escalation-policies: [{name: usual, steps: [{notify: [{person: omar}]}]}]
                services: [{name: shop, escalation-policy: usual}]
                """))
                .contains(
                        "ok  services: every service would page somebody now",
                        "ok  policies: every step would reach somebody now");
    }

    @Test
    void mail_without_a_mail_server_is_a_way_that_cannot_work(@TempDir Path data) {
        assertThat(examine(data, """
                people: [{name: omar, email: omar@shop.example, role: admin}]
                escalation-policies: [{name: usual, steps: [{notify: [{person: omar}]}]}]
                services: [{name: shop, escalation-policy: usual}]
                """))
                .contains("!!  people: omar cannot be reached: only by email, and no mail server is set")
                .contains(
                        "shop (its escalation policy usual reaches nobody now: omar cannot be reached: only by email");
    }
}
