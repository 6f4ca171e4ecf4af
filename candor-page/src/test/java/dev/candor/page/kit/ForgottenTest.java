package dev.candor.page.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.page.BulletinModel;
import dev.candor.page.ComponentModel;
import dev.candor.page.Impact;
import dev.candor.page.IncidentModel;
import dev.candor.page.IncidentPhase;
import dev.candor.page.IncidentTimes;
import dev.candor.page.MaintenanceModel;
import dev.candor.page.MaintenanceState;
import dev.candor.page.PageModel;
import dev.candor.page.PagePolicy;
import dev.candor.page.SnapshotKey;
import dev.candor.page.SnapshotRenderer;
import dev.candor.page.UpdateModel;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What stands on a page that somebody is about to speak on, and that a kit does not know.
class ForgottenTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");
    private static final SnapshotRenderer RENDERER = new SnapshotRenderer(SnapshotKey.generate());

    private static PageModel page(long sequence, List<String> components, List<IncidentModel> incidents) {
        return page(sequence, components, incidents, List.of(), List.of());
    }

    private static PageModel page(
            long sequence,
            List<String> components,
            List<IncidentModel> incidents,
            List<MaintenanceModel> maintenances,
            List<BulletinModel> bulletins) {
        var models = new ArrayList<ComponentModel>();
        components.forEach(name -> models.add(ComponentModel.of(
                (name.toLowerCase(java.util.Locale.ROOT) + "xxxxxxxxxxxx").substring(0, 12),
                name,
                NOW,
                models.size() + 1)));
        return new PageModel(
                "lampslampsla",
                "lamps",
                "Lamp Works",
                URI.create("https://status.lamps.example"),
                "Etc/UTC",
                NOW,
                NOW.plusSeconds(sequence),
                sequence,
                models,
                incidents,
                maintenances,
                PagePolicy.usual(),
                bulletins);
    }

    private static IncidentModel incident(String id, IncidentPhase phase, boolean imported, UpdateModel... updates) {
        return new IncidentModel(
                id,
                "No light in " + id,
                phase,
                Impact.MINOR,
                IncidentTimes.of(NOW, NOW),
                NOW,
                List.of(updates),
                List.of(),
                phase == IncidentPhase.POSTMORTEM ? Optional.of("A fuse.") : Optional.empty(),
                Optional.empty(),
                imported);
    }

    private static UpdateModel word(String id, String text) {
        return UpdateModel.of(id, IncidentPhase.IDENTIFIED, text, NOW);
    }

    private static List<String> lost(PageModel known, PageModel there) {
        return Forgotten.of(known, RENDERER.render(there));
    }

    @Test
    void a_page_forgets_nothing_of_itself_however_strange_it_is_and_nothing_of_one_that_is_only_newer() {
        for (long seed = 0; seed < 60; seed++) {
            PageModel page = new RandomModels(seed).page();
            assertThat(lost(page, page)).as("seed %d", seed).isEmpty();
            assertThat(lost(page, Kit.numbered(page, page.sequence() + 9)))
                    .as("seed %d, renewed", seed)
                    .isEmpty();
        }
    }

    @Test
    void words_incidents_corrections_and_postmortems_are_missed_also_under_a_lower_number() {
        PageModel known = page(
                9, List.of("Website"), List.of(incident("known", IncidentPhase.IDENTIFIED, false, word("a", "Dark."))));
        var there = List.of(
                incident("fresh", IncidentPhase.IDENTIFIED, false, word("b", "A\n  fuse\u001b[2J.")),
                incident(
                        "known",
                        IncidentPhase.POSTMORTEM,
                        false,
                        word("c", "Light."),
                        word("a", "Dark.").corrected("Not dark.", NOW.plusSeconds(60), "a typo")));
        assertThat(lost(known, page(3, List.of("Website"), there)))
                .containsExactly(
                        "an incident: No light in fresh (fresh), one word, the last 2026-03-02T03:00:00.000Z, identified: \"A fuse [2J.\"",
                        "a word of No light in known (known): 2026-03-02T03:00:00.000Z, identified: \"Light.\"",
                        "a correction in No light in known (known): 2026-03-02T03:00:00.000Z, identified: \"Not dark.\"",
                        "the postmortem of No light in known (known)");
        assertThat(lost(page(3, List.of("Website"), there), known))
                .as("the kit knows more")
                .isEmpty();
    }

    @Test
    void what_the_team_may_have_taken_off_the_page_is_missed_only_when_it_is_newer() {
        PageModel known = page(9, List.of("Website"), List.of());
        var planned = new MaintenanceModel(
                "workworkwork",
                "New lamps",
                MaintenanceState.SCHEDULED,
                NOW,
                NOW.plusSeconds(60),
                NOW,
                NOW,
                Optional.empty(),
                Optional.empty(),
                List.of(word("d", "We plan.")),
                List.of());
        for (long number : List.of(8L, 10L)) {
            PageModel there = page(
                    number,
                    List.of("Website", "Letters"),
                    List.of(incident("old", IncidentPhase.RESOLVED, true, word("e", "Once."))),
                    List.of(planned),
                    List.of(new BulletinModel("2026-W09", "A week.", NOW)));
            List<String> lost = lost(known, there);
            if (number == 8) {
                assertThat(lost).isEmpty();
            } else {
                assertThat(String.join("\n", lost))
                        .contains("No light in old", "New lamps", "Letters", "bulletin/2026-W09");
                assertThat(lost).hasSize(4);
            }
        }
    }

    @Test
    void incidents_that_no_list_names_any_more_are_missed_by_their_pages() {
        var many = new ArrayList<IncidentModel>();
        for (int i = 0; i < 60; i++) {
            many.add(incident("id" + i, IncidentPhase.RESOLVED, false, word("w" + i, "Over.")));
        }
        assertThat(lost(page(1, List.of("Website"), many.subList(0, 55)), page(2, List.of("Website"), many)))
                .containsExactly(
                        "an older incident: id55",
                        "an older incident: id56",
                        "an older incident: id57",
                        "an older incident: id58",
                        "an older incident: id59");
    }
}
