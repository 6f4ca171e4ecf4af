package dev.candor.page.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import dev.candor.page.ComponentModel;
import dev.candor.page.Headline;
import dev.candor.page.Impact;
import dev.candor.page.IncidentModel;
import dev.candor.page.IncidentPhase;
import dev.candor.page.IncidentTimes;
import dev.candor.page.PageModel;
import dev.candor.page.PagePolicy;
import dev.candor.page.SnapshotKey;
import dev.candor.page.SnapshotRenderer;
import dev.candor.page.UpdateModel;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What readers are told when a person speaks and nobody measures.
class HandSayingTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");
    private static final SnapshotKey KEY = SnapshotKey.generate();
    private int number;

    private static PageModel page(List<IncidentModel> open) {
        ComponentModel shop = ComponentModel.of("groupgroupgr", "Shop", NOW, 1)
                .with(List.of(
                        ComponentModel.of("websitewebsi", "Website", NOW, 1).inGroup("groupgroupgr"),
                        ComponentModel.of("checkoutchec", "Checkout", NOW, 2).inGroup("groupgroupgr")));
        return new PageModel(
                "lampslampsla",
                "lamps",
                "Lamp Works",
                URI.create("https://status.lamps.example"),
                "Etc/UTC",
                NOW,
                NOW,
                7,
                List.of(shop, ComponentModel.of("letterslette", "Letters", NOW, 2)),
                open,
                List.of(),
                PagePolicy.usual());
    }

    private static Kit kit(IncidentModel... open) {
        return new Kit(page(List.of(open)), KEY, List.of());
    }

    private static IncidentModel open(String id, String name) {
        return new IncidentModel(
                id,
                name,
                IncidentPhase.INVESTIGATING,
                Impact.MINOR,
                IncidentTimes.of(NOW, NOW),
                NOW,
                List.of(UpdateModel.of("firstfirstfi", IncidentPhase.INVESTIGATING, "We look.", NOW)),
                List.of("letterslette"),
                Optional.empty(),
                Optional.of(NOW),
                false);
    }

    private static Wish wish(String text, String... components) {
        return new Wish(Optional.empty(), Optional.empty(), Optional.empty(), List.of(components), text, "ana");
    }

    private static Wish phase(String phase, String text, String... components) {
        return new Wish(Optional.empty(), Optional.empty(), Optional.of(phase), List.of(components), text, "ana");
    }

    private static Wish named(String name) {
        return new Wish(Optional.empty(), Optional.of(name), Optional.empty(), List.of(), "Words.", "ana");
    }

    private static Wish about(String incident) {
        return new Wish(Optional.of(incident), Optional.empty(), Optional.empty(), List.of(), "Words.", "ana");
    }

    private HandSaying.Outcome say(Kit kit, Wish wish) {
        number++;
        var names = new HandSaying.Names(
                100 + number,
                new UUID(1, number),
                "wordwordword".substring(2) + "a" + (char) ('a' + number),
                "incidentinc" + (char) ('a' + number));
        return HandSaying.say(kit, wish, names, NOW.plusSeconds(60L * number));
    }

    private HandSaying.Outcome.Said said(Kit kit, Wish wish) {
        HandSaying.Outcome outcome = say(kit, wish);
        assertThat(outcome).isInstanceOf(HandSaying.Outcome.Said.class);
        return (HandSaying.Outcome.Said) outcome;
    }

    private String refused(Kit kit, Wish wish) {
        HandSaying.Outcome outcome = say(kit, wish);
        assertThat(outcome).isInstanceOf(HandSaying.Outcome.Refused.class);
        return ((HandSaying.Outcome.Refused) outcome).why();
    }

    private static List<String> looks(Kit kit) {
        return kit.model().leaves().stream()
                .map(leaf -> leaf.name() + " " + leaf.status().wireName() + (leaf.unknown() ? " unknown" : ""))
                .toList();
    }

    @Test
    void the_first_word_begins_an_incident_and_claims_nothing_of_what_it_does_not_name() {
        HandSaying.Outcome.Said said = said(kit(), wish("The *power* is out.", "website=major_outage"));
        assertThat(looks(said.kit()))
                .containsExactly("Website major_outage", "Checkout operational unknown", "Letters operational unknown");
        IncidentModel incident = said.kit().model().incidents().getFirst();
        assertThat(incident.name()).isEqualTo("Problem with Website");
        assertThat(incident.phase()).isEqualTo(IncidentPhase.INVESTIGATING);
        assertThat(incident.impact()).isEqualTo(Impact.CRITICAL);
        assertThat(said.isNew()).isTrue();
        assertThat(said.kit().words()).containsExactly(said.word());
        assertThat(Headline.of(said.kit().model()).title()).isEqualTo("Website is down");
        assertThat(said.kit().model().renderedAt()).isEqualTo(NOW.plusSeconds(60));
        assertThat(new SnapshotRenderer(KEY).render(said.kit().model()).files())
                .anySatisfy(file -> assertThat(new String(file.identity(), java.nio.charset.StandardCharsets.UTF_8))
                        .contains("The <em>power</em> is out."));
    }

    @Test
    void the_next_word_goes_on_with_the_incident_said_before_and_keeps_what_it_said() {
        Kit first = said(kit(), wish("The power is out.", "Website=major_outage", "Letters=operational"))
                .kit();
        Kit second = said(first, phase("identified", "A fuse.", "Checkout=partial outage"))
                .kit();
        assertThat(second.model().incidents()).hasSize(1);
        assertThat(second.model().incidents().getFirst().updates()).hasSize(2);
        assertThat(looks(second))
                .as("that the letters were fine was true when it was said")
                .containsExactly("Website major_outage", "Checkout partial_outage", "Letters operational unknown");
        Kit third = said(second, phase("resolved", "New fuse.")).kit();
        assertThat(looks(third))
                .containsExactly(
                        "Website operational unknown", "Checkout operational unknown", "Letters operational unknown");
        assertThat(third.model().incidents().getFirst().open()).isFalse();
        assertThat(third.model().incidents().getFirst().times().resolvedAt())
                .contains(third.model().renderedAt());
        assertThat(Headline.of(third.model()).tone()).isEqualTo(Headline.Tone.UNKNOWN);
        assertThat(said(third, wish("Again.")).isNew()).isTrue();
    }

    @Test
    void with_an_open_incident_of_the_server_nobody_guesses_which_one_is_meant() {
        Kit kit = kit(open("openopenopen", "Letters are late"));
        assertThat(refused(kit, wish("The power is out.")))
                .contains("--incident openopenopen (Letters are late)")
                .contains("--name");
        HandSaying.Outcome.Said on = said(kit, about("openopenopen"));
        assertThat(on.isNew()).isFalse();
        assertThat(on.word().title()).isEqualTo("Letters are late");
        assertThat(on.kit().model().incidents().getFirst().nextUpdateBy()).isEmpty();
        HandSaying.Outcome.Said other = said(kit, named("The power is out"));
        assertThat(other.kit().model().incidents()).hasSize(2);
        assertThat(said(other.kit(), wish("Still.")).word().incident())
                .isEqualTo(other.word().incident());
        Kit both = said(other.kit(), named("And the water")).kit();
        assertThat(refused(both, wish("Hm."))).contains("2 open incidents");
        assertThat(said(both, named("And the water")).isNew()).isFalse();
    }

    @Test
    void what_is_mistyped_is_said_with_what_was_probably_meant() {
        Kit kit = kit(open("openopenopen", "Letters are late"));
        assertThat(refused(kit, wish("x", "Websit=major_outage"))).contains("did you mean `Website`?");
        assertThat(refused(kit, wish("x", "Website=major_outrage"))).contains("did you mean `major_outage`?");
        assertThat(refused(kit, wish("x", "Website"))).contains("NAME=STATUS");
        assertThat(refused(kit, wish("x", "Website=major_outage", "websitewebsi=operational")))
                .contains("said twice");
        assertThat(refused(kit, wish("x", "Quux=major_outage"))).contains("Website, Checkout, Letters");
        assertThat(refused(kit, phase("identifid", "x"))).contains("did you mean `identified`?");
        assertThat(refused(kit, phase("postmortem", "x"))).contains("there is no `postmortem`");
        assertThat(refused(kit, about("openopenopem"))).contains("did you mean `openopenopen`?");
    }

    @Test
    void empty_endless_and_unreadable_texts_are_refused() {
        assertThat(refused(kit(), wish(" \n "))).contains("no words");
        assertThat(refused(kit(), wish("x".repeat(25_001)))).contains("25001");
        assertThat(refused(kit(), wish("a\u0000b"))).contains("U+0000");
        assertThat(refused(kit(), wish("a\u001b[31mb"))).contains("U+001B");
        assertThat(refused(kit(), wish("half \ud83d"))).contains("U+D83D");
        assertThat(refused(kit(), named("two\nlines"))).contains("U+000A");
        assertThat(refused(kit(), named("x".repeat(256)))).contains("255");
        assertThat(said(kit(), wish("x".repeat(25_000))).word().markdown()).hasSize(25_000);
        assertThat(said(kit(), wish("a\r\nb <script> 🙂")).word().markdown()).isEqualTo("a\nb <script> 🙂");
    }

    @Test
    void nobody_can_say_what_would_make_the_kit_unreadable() {
        var nobody = new Wish(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), "x", " ");
        assertThat(refused(kit(), nobody)).contains("--by");
        Kit full = kit();
        HandWord word = said(kit(), wish("x")).word();
        var many = new Kit(full.model(), KEY, java.util.Collections.nCopies(1_000, word));
        assertThat(refused(many, wish("x"))).contains("more than 1000 words");
    }

    @Test
    void the_next_number_is_above_all_a_server_may_have_used_since() {
        assertThat(HandSaying.above(7, NOW, NOW)).isEqualTo(1_007);
        assertThat(HandSaying.above(7, NOW, NOW.plusSeconds(3_600))).isEqualTo(37_007);
        assertThat(HandSaying.above(7, NOW, NOW.minusSeconds(60))).isEqualTo(1_007);
        assertThat(HandSaying.above(7, Instant.MIN, Instant.MAX)).isLessThan(1L << 40);
    }

    @Test
    void a_clock_that_is_behind_does_not_turn_back_the_page() {
        var names = new HandSaying.Names(9, new UUID(1, 1), "wordwordword", "incidentinci");
        var outcome = (HandSaying.Outcome.Said) HandSaying.say(kit(), wish("x"), names, NOW.minusSeconds(3600));
        assertThat(outcome.word().at()).isEqualTo(NOW.plusMillis(1));
    }

    @Test
    void after_whatever_words_the_model_can_be_kept_and_no_component_is_called_fine_without_a_person() {
        for (long seed = 0; seed < 100; seed++) {
            var models = new RandomModels(seed);
            Kit kit = new Kit(models.page(), KEY, List.of());
            var names = new HandSaying.Names(1L << 51, new UUID(1, seed), "wordwordword", "incidentinci");
            HandSaying.Outcome outcome = HandSaying.say(kit, named("Power"), names, NOW);
            assertThat(outcome).as("seed " + seed).isInstanceOf(HandSaying.Outcome.Said.class);
            Kit next = ((HandSaying.Outcome.Said) outcome).kit();
            assertThat(KitJson.read(KitJson.write(next)))
                    .as("seed " + seed)
                    .isInstanceOfSatisfying(
                            Kit.Read.Whole.class,
                            read -> assertThat(read.kit().model()).isEqualTo(next.model()));
            assertThat(next.model().leaves()).as("seed " + seed).allMatch(ComponentModel::unknown);
            assertThat(Headline.of(next.model()).tone()).isNotEqualTo(Headline.Tone.GOOD);
        }
    }

    @Test
    void words_of_another_kit_are_as_if_they_had_been_said_with_this_one() {
        var first = said(kit(), wish("No light.", "website=major_outage"));
        var second = said(first.kit(), phase("identified", "A fuse."));
        var third = said(second.kit(), phase("resolved", "Light."));
        Kit there = third.kit();
        assertThat(HandSaying.joined(kit(), there.words(), 99).model()).isEqualTo(Kit.numbered(there.model(), 99));
        Kit late = HandSaying.joined(
                HandSaying.joined(kit(), List.of(first.word(), third.word()), 5), List.of(second.word()), 200);
        assertThat(late.words()).isEqualTo(there.words());
        assertThat(late.model().sequence()).isEqualTo(200);
        IncidentModel incident = late.model().incidents().getFirst();
        assertThat(incident.phase()).isEqualTo(IncidentPhase.RESOLVED);
        assertThat(incident.updates())
                .extracting(UpdateModel::markdown)
                .containsExactly("Light.", "A fuse.", "No light.");
        assertThat(looks(late)).isEqualTo(looks(there));
        assertThat(HandSaying.joined(late, there.words(), 1)).isEqualTo(late);
    }

    @Test
    void a_name_with_strange_characters_is_said_again_without_them() {
        var said = said(kit(open("openopenopen", "No\u0000 light\n")), about("openopenopen"));
        assertThat(said.word().title()).isEqualTo("No  light");
        byte[] sent = Json.write(Json.object("words", KitJson.words(said.kit().words())))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(KitJson.read(Json.parseObject(sent))).isInstanceOf(KitJson.Words.Read.class);
    }
}
