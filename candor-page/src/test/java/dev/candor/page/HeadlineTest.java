package dev.candor.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadlineTest {
    @Test
    void a_page_with_nothing_wrong_says_so() {
        assertThat(Headline.of(DemoPage.calm()).title()).isEqualTo("All systems operational");
        assertThat(Indicator.of(DemoPage.calm())).isEqualTo(new Indicator("none", "All Systems Operational"));
    }

    @Test
    void the_one_component_that_is_hurt_is_named() {
        assertThat(Headline.of(DemoPage.busy()).title()).isEqualTo("Checkout is partly down");
    }

    @Test
    void the_worst_is_named_first_and_the_rest_below() {
        Headline headline = Headline.of(DemoPage.down());
        assertThat(headline.title()).isEqualTo("Checkout is down");
        assertThat(headline.detail()).isEqualTo("E-mail is slower than usual. One incident is open.");
    }

    @Test
    void an_open_incident_is_never_hidden_by_green_components() {
        var page = DemoPage.page(
                DemoPage.components(ComponentStatus.OPERATIONAL, false), List.of(DemoPage.openOne()), List.of());
        assertThat(Headline.of(page).title()).isEqualTo("We are working on an incident");
        assertThat(Indicator.of(page)).isEqualTo(new Indicator("major", "Partial System Outage"));
    }

    @Test
    void what_is_unknown_is_called_unknown_by_people_and_keeps_its_last_state_for_machines() {
        var page = DemoPage.page(DemoPage.components(ComponentStatus.OPERATIONAL, true), List.of(), List.of());
        assertThat(Headline.of(page).tone()).isEqualTo(Headline.Tone.UNKNOWN);
        assertThat(Headline.of(page).detail()).contains("Parcel tracking is not being measured");
        assertThat(Indicator.of(page).word()).isEqualTo("none");
    }

    @Test
    void the_seven_sentences_follow_statuspages_table() {
        var ok = ComponentStatus.OPERATIONAL;
        var work = ComponentStatus.UNDER_MAINTENANCE;
        var slow = ComponentStatus.DEGRADED_PERFORMANCE;
        var partial = ComponentStatus.PARTIAL_OUTAGE;
        var down = ComponentStatus.MAJOR_OUTAGE;
        assertThat(Indicator.ofComponents(List.of()).description()).isEqualTo("All Systems Operational");
        assertThat(Indicator.ofComponents(List.of(ok, ok)).description()).isEqualTo("All Systems Operational");
        assertThat(Indicator.ofComponents(List.of(down, down)))
                .isEqualTo(new Indicator("critical", "Major System Outage"));
        assertThat(Indicator.ofComponents(List.of(down, ok)))
                .isEqualTo(new Indicator("major", "Partial System Outage"));
        assertThat(Indicator.ofComponents(List.of(partial, partial)))
                .isEqualTo(new Indicator("major", "Partial System Outage"));
        assertThat(Indicator.ofComponents(List.of(partial, slow)))
                .isEqualTo(new Indicator("minor", "Minor Service Outage"));
        assertThat(Indicator.ofComponents(List.of(slow, slow)))
                .isEqualTo(new Indicator("minor", "Degraded System Service"));
        assertThat(Indicator.ofComponents(List.of(slow, work)))
                .isEqualTo(new Indicator("minor", "Partially Degraded Service"));
        assertThat(Indicator.ofComponents(List.of(work, ok)))
                .isEqualTo(new Indicator("maintenance", "Service Under Maintenance"));
    }

    @Test
    void green_is_only_said_when_everything_is_known_fine_and_nothing_is_open() {
        for (int seed = 0; seed < 500; seed++) {
            var chance = new Random(seed);
            PageModel page = random(chance);
            boolean reallyFine = !page.leaves().isEmpty()
                    && page.openIncidents().isEmpty()
                    && page.activeMaintenances().isEmpty()
                    && page.leaves().stream()
                            .allMatch(leaf -> !leaf.unknown() && leaf.status() == ComponentStatus.OPERATIONAL);
            boolean said = Headline.of(page).tone() == Headline.Tone.GOOD
                    || Headline.of(page).title().equals("All systems operational");
            assertThat(said).as("seed " + seed).isEqualTo(reallyFine);
            assertThat(Headline.of(page).title()).as("seed " + seed).isNotBlank();
        }
    }

    private static PageModel random(Random chance) {
        var states = ComponentStatus.values();
        var components = new ArrayList<ComponentModel>();
        for (int i = 0; i < chance.nextInt(5); i++) {
            var state = chance.nextInt(3) == 0 ? states[chance.nextInt(states.length)] : ComponentStatus.OPERATIONAL;
            components.add(ComponentModel.of("component%03d".formatted(i), "Part " + i, DemoPage.NOW, i + 1)
                    .in(state, DemoPage.NOW)
                    .withUnknown(chance.nextInt(6) == 0));
        }
        return DemoPage.page(
                components,
                chance.nextInt(4) == 0 ? List.of(DemoPage.openOne()) : List.of(DemoPage.importedOne()),
                DemoPage.maintenances());
    }
}
