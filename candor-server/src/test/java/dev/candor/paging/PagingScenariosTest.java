package dev.candor.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.paging.channel.Ways;
import dev.candor.platform.outbox.Delivery;
import dev.candor.platform.outbox.SendResult;
import dev.candor.testing.ExpectedErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From signal to page, as people live it. Virtual time begins at 03:00.
class PagingScenariosTest {
    private static final String YAML = """
            people:
              - {name: ana, email: ana@shop.example, role: responder, contact: [{email: ana@shop.example}, {ntfy: "https://ntfy.example/ana", after: 2m}, {webhook: "https://hook.example/ana", after: 4m}]}
              - {name: ben, email: ben@shop.example, role: responder}
            channels:
              - {name: ops, kind: webhook, url: "https://ops.example/hook"}
            escalation-policies:
              - name: default
                repeat: 1
                steps:
                  - {notify: [{person: ana}], then-after: 5m}
                  - {notify: [{person: ben}, {channel: ops}], then-after: 10m}
            services:
              - {name: shop, escalation-policy: default}
            """;
    private static final String DOWN = "checkout answers 503";
    private static final SendResult NEVER = new SendResult.NeverWorks("no such mailbox.", "Check the address.");

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private PagingWorld world;

    @BeforeEach
    void open() {
        world = new PagingWorld(folder, YAML);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void pass(String duration) {
        world.pass(Duration.parse("PT" + duration));
    }

    @Test
    void the_second_person_is_paged_when_the_first_does_not_answer() {
        world.trigger(DOWN);
        pass("5M");
        assertThat(world.arrived())
                .containsExactlyInAnyOrder(
                        "03:00 ana@shop.example: " + DOWN,
                        "03:02 https://ntfy.example/ana: " + DOWN,
                        "03:04 https://hook.example/ana: " + DOWN,
                        "03:05 ben@shop.example: " + DOWN,
                        "03:05 ops: " + DOWN);
    }

    @Test
    void the_same_trouble_reported_often_is_one_alert_and_one_page() {
        for (int i = 0; i < 10; i++) {
            world.trigger(DOWN);
            pass("5S");
        }
        assertThat(world.alert(1).count()).isEqualTo(10);
        assertThat(world.arrived()).hasSize(1);
        assertThat(world.events).containsExactly("opened 1");
    }

    @Test
    void the_same_signal_twice_counts_once() {
        var signal = new Signal(
                new UUID(1, 2),
                Signal.Event.FIRING,
                "door/json",
                "shop",
                "k",
                Severity.ERROR,
                DOWN,
                Json.object(),
                world.clock.instant(),
                world.clock.instant());
        world.put(signal);
        world.put(signal);
        assertThat(world.alert(1).count()).isEqualTo(1);
        assertThat(world.arrived()).hasSize(1);
    }

    @Test
    void after_an_acknowledgement_nobody_is_paged_any_more() {
        world.trigger(DOWN);
        pass("1M");
        world.acknowledge(1, "ana");
        world.acknowledge(1, "ben");
        pass("60M");
        assertThat(world.arrived()).hasSize(1);
        assertThat(world.escalation(1)).isEqualTo("stopped");
        assertThat(world.events).containsExactly("opened 1", "acknowledged 1 by ana");
        assertThat(world.deliveries())
                .extracting(Delivery::state)
                .containsExactlyInAnyOrder("sent", "cancelled", "cancelled");
    }

    @Test
    void a_page_that_failed_while_somebody_acknowledged_is_not_tried_again() {
        world.answers("ana@shop.example", new SendResult.TryLater("busy"));
        world.whileSendingTo(
                "ana@shop.example",
                () -> world.alerts.acknowledge(world.alert(1).id(), "ben"));
        world.trigger(DOWN);
        world.answers("ana@shop.example", new SendResult.Accepted("ok"));
        pass("30M");
        assertThat(world.arrived()).isEmpty();
        assertThat(world.deliveries()).extracting(Delivery::state).containsOnly("cancelled");
    }

    @Test
    void only_who_was_told_hears_that_it_is_over() {
        world.trigger(DOWN);
        pass("2M");
        world.recover(DOWN);
        pass("60M");
        assertThat(world.arrived())
                .containsExactly(
                        "03:00 ana@shop.example: " + DOWN,
                        "03:02 https://ntfy.example/ana: " + DOWN,
                        "03:02 resolved ana@shop.example: " + DOWN,
                        "03:02 resolved https://ntfy.example/ana: " + DOWN);
        assertThat(world.events).containsExactly("opened 1", "resolved 1 by door/json");
        world.recover(DOWN);
        world.trigger(DOWN);
        assertThat(world.alert(2).count()).isEqualTo(1);
    }

    @Test
    void a_maintenance_mutes_and_what_is_still_there_when_it_ends_pages() {
        world.maintenance(Optional.of("m1"));
        world.trigger(DOWN);
        world.trigger("short trouble");
        world.signal(Signal.Event.FIRING, "just so you know", Severity.INFO);
        pass("30M");
        world.recover("short trouble");
        assertThat(world.arrived()).isEmpty();
        world.maintenance(Optional.empty());
        world.settle();
        assertThat(world.arrived()).containsExactly("03:30 ana@shop.example: " + DOWN);
        assertThat(world.alert(1).muted()).isEmpty();
        assertThat(world.alert(3).muted()).isEqualTo("only information");
    }

    @Test
    void information_wakes_nobody_until_it_becomes_worse() {
        world.signal(Signal.Event.FIRING, "disk", Severity.INFO);
        pass("20M");
        assertThat(world.arrived()).isEmpty();
        world.signal(Signal.Event.FIRING, "disk", Severity.CRITICAL);
        assertThat(world.arrived()).containsExactly("03:20 ana@shop.example: disk");
        assertThat(world.alert(1).severity()).isEqualTo(Severity.CRITICAL);
        world.signal(Signal.Event.FIRING, "disk", Severity.INFO);
        assertThat(world.alert(1).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void when_nobody_is_on_call_the_next_step_fires_at_once() {
        world.configure(YAML.replace(
                        "- {notify: [{person: ana}], then-after: 5m}", "- {notify: [{person: cleo}], then-after: 5m}")
                .replace("channels:", "  - {name: cleo, email: cleo@shop.example, disabled: true}\nchannels:"));
        world.trigger(DOWN);
        assertThat(world.arrived()).containsExactlyInAnyOrder("03:00 ben@shop.example: " + DOWN, "03:00 ops: " + DOWN);
        assertThat(world.journal(1)).contains("page.gap");
    }

    @Test
    void a_failed_channel_hands_over_to_the_next_at_once_and_only_to_that() {
        world.answers("ana@shop.example", new SendResult.TryLater("the mail server is away"));
        world.trigger(DOWN);
        assertThat(world.arrived()).containsExactly("03:00 https://ntfy.example/ana: " + DOWN);
        world.answers("ana@shop.example", new SendResult.Accepted("ok"));
        pass("30S");
        assertThat(world.arrivedAt("ana@shop.example")).hasSize(1);
        assertThat(world.arrivedAt("https://hook.example/ana")).isEmpty();
    }

    @Test
    void a_step_whose_people_have_no_way_that_can_work_is_passed_over_at_once() throws IOException {
        Path other = Files.createDirectory(folder.resolve("without-mail"));
        try (var without = new PagingWorld(
                other,
                YAML.replace("- {notify: [{person: ana}]", "- {notify: [{person: ben}]")
                        .replace("{person: ben}, {channel: ops}", "{person: ana}"),
                Ways.of(Optional.empty()))) {
            without.answers("ana@shop.example", NEVER);
            without.trigger(DOWN);
            assertThat(without.arrived())
                    .as("ben has only mail; ana's mail cannot leave, so that her next way is at once")
                    .containsExactly("03:00 https://ntfy.example/ana: " + DOWN);
            assertThat(without.journal(1)).contains("page.gap");
            assertThat(without.deliveries()).noneMatch(page -> page.receiver().contains("ben@"));
        }
    }

    @Test
    void when_every_channel_of_a_step_is_dead_the_next_step_fires_at_once() {
        world.answers("ana@shop.example", NEVER);
        world.answers("https://ntfy.example/ana", NEVER);
        world.answers("https://hook.example/ana", NEVER);
        world.trigger(DOWN);
        assertThat(world.arrived()).containsExactlyInAnyOrder("03:00 ben@shop.example: " + DOWN, "03:00 ops: " + DOWN);
        assertThat(world.journal(1)).contains("page.dead");
    }

    @Test
    void a_page_that_dies_late_does_not_cut_the_time_of_the_next_person_short() {
        world.answers("ana@shop.example", new SendResult.TryLater("busy"));
        world.answers("https://ntfy.example/ana", NEVER);
        world.answers("https://hook.example/ana", NEVER);
        world.trigger(DOWN);
        pass("6M");
        assertThat(world.arrivedAt("ben@shop.example"))
                .as("nothing of ana's got through: ben is not made to wait")
                .containsExactly("03:00 ben@shop.example: " + DOWN);
        world.answers("ana@shop.example", NEVER);
        pass("3M");
        world.answers("ana@shop.example", new SendResult.Accepted("ok"));
        assertThat(world.arrivedAt("ana@shop.example")).isEmpty();
        pass("1M");
        assertThat(world.arrivedAt("ana@shop.example")).containsExactly("03:10 ana@shop.example: " + DOWN);
    }

    @Test
    void a_busy_channel_that_is_all_there_is_is_tried_again_and_not_paged_anew() {
        world.configure(YAML.replaceAll("(?m)^.*person: ben.*$", "").replace("[{person: ana}]", "[{channel: ops}]"));
        world.answers("ops", new SendResult.TryLater("busy"));
        world.trigger(DOWN);
        pass("1M");
        world.answers("ops", new SendResult.Accepted("ok"));
        pass("3M");
        assertThat(world.arrivedAt("ops")).hasSize(1);
    }

    @Test
    void the_next_person_waits_while_another_of_the_same_step_was_reached() {
        world.configure(YAML.replace("[{person: ana}]", "[{person: ana}, {channel: ops}]"));
        for (String way : List.of("ana@shop.example", "https://ntfy.example/ana", "https://hook.example/ana")) {
            world.answers(way, NEVER);
        }
        world.trigger(DOWN);
        pass("6M");
        assertThat(world.arrivedAt("ben@shop.example")).containsExactly("03:05 ben@shop.example: " + DOWN);
    }

    private static final String WITH_ADMIN =
            YAML.replace("channels:", "  - {name: omar, email: omar@shop.example, role: admin}\nchannels:");

    @Test
    void when_nobody_answers_in_any_round_the_admins_are_told_once_and_everybody_every_hour() {
        world.configure(WITH_ADMIN);
        world.trigger(DOWN);
        pass("31M");
        assertThat(world.arrivedAt("ben@shop.example"))
                .containsExactly("03:05 ben@shop.example: " + DOWN, "03:20 ben@shop.example: " + DOWN);
        assertThat(world.escalation(1)).isEqualTo("exhausted");
        assertThat(world.journal(1)).contains("escalation.exhausted");
        pass("120M");
        assertThat(world.arrivedAt("omar@shop.example")).containsExactly("03:30 omar@shop.example: " + DOWN);
        assertThat(world.arrivedAt("ben@shop.example"))
                .endsWith("04:30 ben@shop.example: " + DOWN, "05:30 ben@shop.example: " + DOWN);
        assertThat(world.arrivedAt("ana@shop.example")).endsWith("05:30 ana@shop.example: " + DOWN);
        world.acknowledge(1, "omar");
        pass("180M");
        assertThat(world.arrivedAt("ben@shop.example")).hasSize(4);
        assertThat(world.escalation(1)).isEqualTo("stopped");
    }

    @Test
    void a_policy_none_of_whose_steps_reaches_anybody_falls_back_to_the_admins_at_once() {
        world.configure(WITH_ADMIN
                .replace("role: responder", "role: responder, disabled: true")
                .replace(", {channel: ops}", ""));
        world.trigger(DOWN);
        assertThat(world.arrived()).containsExactly("03:00 omar@shop.example: " + DOWN);
        pass("61M");
        assertThat(world.arrived()).hasSize(2).last().isEqualTo("04:00 omar@shop.example: " + DOWN);
    }

    @Test
    void two_silent_people_and_the_third_is_reached_at_the_time_of_the_policy() {
        world.configure(
                YAML.replace("channels:", "  - {name: cleo, email: cleo@shop.example, role: responder}\nchannels:")
                        .replace("{person: ben}, {channel: ops}", "{person: ben}")
                        .replace("services:", "      - {notify: [{person: cleo}], then-after: 5m}\nservices:"));
        world.trigger(DOWN);
        pass("15M");
        assertThat(world.arrivedAt("cleo@shop.example")).containsExactly("03:15 cleo@shop.example: " + DOWN);
        world.acknowledge(1, "cleo");
        pass("60M");
        assertThat(world.arrivedAt("cleo@shop.example")).hasSize(1);
        assertThat(world.arrivedAt("ben@shop.example")).hasSize(1);
    }

    @Test
    void a_policy_that_became_shorter_goes_on_with_the_next_round() {
        world.trigger(DOWN);
        pass("4M");
        world.configure(YAML.replaceAll("(?m)^.*person: ben.*$", ""));
        pass("1M");
        assertThat(world.escalation(1)).isEqualTo("running");
        assertThat(world.arrivedAt("ana@shop.example"))
                .containsExactly("03:00 ana@shop.example: " + DOWN, "03:05 ana@shop.example: " + DOWN);
    }

    @Test
    void a_sender_that_is_missing_is_a_dead_letter_that_says_what_to_do() {
        world.configure(YAML.replace("{email: ana@shop.example}, ", ""));
        world.answers("https://ntfy.example/ana", NEVER);
        world.trigger(DOWN);
        pass("2M");
        assertThat(world.deliveries())
                .filteredOn(found -> found.state().equals("dead"))
                .allSatisfy(found -> assertThat(found.lastError()).contains("Check the address."));
    }

    @Test
    @ExpectedErrors({"paging begins anew", "Open alerts without a next action"})
    void an_alert_that_lost_its_next_action_is_found_and_paged_for() {
        world.trigger(DOWN);
        assertThat(world.audit()).isEmpty();
        world.loseEscalation(1);
        pass("20M");
        assertThat(world.arrivedAt("ben@shop.example")).isEmpty();
        assertThat(world.audit()).containsExactly("alert 1: it has no escalation");
        assertThat(world.arrivedAt("ana@shop.example")).hasSize(2);
        assertThat(world.journal(1)).contains("audit.lost");
        pass("1M");
        assertThat(world.audit()).isEmpty();
        world.acknowledge(1, "ana");
        world.loseEscalation(1);
        pass("1H");
        assertThat(world.audit()).as("somebody has it").isEmpty();
    }
}
