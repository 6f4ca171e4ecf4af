package dev.candor.tell.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.detect.Signal;
import dev.candor.learn.Learn;
import dev.candor.learn.postmortem.Postmortems;
import dev.candor.page.IncidentModel;
import dev.candor.page.IncidentPhase;
import dev.candor.page.UpdateModel;
import dev.candor.platform.db.Engine;
import dev.candor.platform.journal.Fact;
import dev.candor.platform.outbox.Delivery;
import dev.candor.respond.RespondWorld;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.Severity;
import dev.candor.tell.commitment.Commitment.Kind;
import dev.candor.tell.update.Draft;
import dev.candor.tell.update.UpdateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What was promised, from the words to what became of it, on both engines. The world begins on 2 March 2026 at 04:00
/// in Berlin.
class CommitmentStoryTest {
    private static final String WORLD = """
            people:
              - {name: ana, email: ana@shop.example, role: responder, time-zone: Europe/Berlin}
              - {name: ben, email: ben@shop.example, role: responder}
            escalation-policies:
              - {name: web, steps: [{notify: [{person: ben}], then-after: 5m}]}
            services:
              - {name: shop, escalation-policy: web}
            pages:
              - {name: Shop, slug: shop, time-zone: Europe/Berlin, components: [{name: Website, services: [shop]}]}
              - {name: Partners, slug: partners, components: [{name: Orders, services: [shop]}]}
            """;

    @TempDir
    Path folder;

    private RespondWorld world(Engine engine) {
        return new RespondWorld(folder, WORLD, engine, Randomness.seeded(8));
    }

    private static Incident declared(RespondWorld world, String by) {
        return world.respond.actions().declare("Letters are late", "shop", Severity.SEV3, Map.of(), by);
    }

    private static Promise promise(RespondWorld world, Kind kind, String when) {
        var read = world.tell.commitments().read(when, "shop");
        assertThat(read).isInstanceOf(PromisedTime.At.class);
        return Promise.of(kind, ((PromisedTime.At) read).instant());
    }

    private static void said(
            RespondWorld world,
            Incident incident,
            String page,
            IncidentPhase phase,
            String words,
            Promise... promises) {
        assertThat(world.tell
                        .updates()
                        .publish(
                                incident.id(),
                                new Draft(page, "Letters are late", phase, words, Map.of()),
                                List.of(promises),
                                "ana"))
                .isEmpty();
    }

    /// The loop, as often as a process that was killed and started again might run it.
    private static List<String> reminded(RespondWorld world) {
        for (int i = 0; i < 3; i++) {
            world.tell
                    .commitments()
                    .reminders(world.paging.text(), world.paging::reach)
                    .tick(world.clock.instant());
        }
        List<Delivery> all =
                world.platform.ledger().read(tx -> world.platform.outbox().list(tx, "", "", Optional.empty(), 100));
        return all.reversed().stream()
                .filter(one -> one.key().startsWith("commitment/"))
                .map(one -> one.payload().get("person") + ": " + one.payload().get("title"))
                .toList();
    }

    private static List<String> states(RespondWorld world, Incident incident) {
        return world
                .platform
                .ledger()
                .read(tx -> world.tell.commitments().store().ofIncident(tx, incident.id()))
                .stream()
                .map(one -> one.kind().wire() + " " + one.state().wire())
                .toList();
    }

    private static List<String> facts(RespondWorld world, Incident incident) {
        return world.platform.ledger().read(tx -> world.respond.timeline(tx, incident)).stream()
                .filter(fact -> fact.kind().startsWith("commitment."))
                .map(Fact::text)
                .toList();
    }

    private static Optional<Instant> shown(RespondWorld world, String page) {
        return model(world, page).nextUpdateBy();
    }

    private static IncidentModel model(RespondWorld world, String page) {
        return world.tell
                .pages()
                .model(page, world.clock.instant())
                .orElseThrow()
                .incidents()
                .getFirst();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void a_promised_update_is_reminded_of_once_shown_and_kept_or_not_by_the_next_words_on_that_page(Engine engine) {
        try (RespondWorld world = world(engine)) {
            Incident incident = declared(world, "ana");
            said(
                    world,
                    incident,
                    "shop",
                    IncidentPhase.INVESTIGATING,
                    "We look.",
                    promise(world, Kind.NEXT_UPDATE, "4:40"));
            said(world, incident, "partners", IncidentPhase.INVESTIGATING, "We look.");
            assertThat(shown(world, "shop")).contains(Instant.parse("2026-03-02T03:40:00Z"));
            assertThat(shown(world, "partners")).isEmpty();
            assertThat(reminded(world)).as("40 minutes before").isEmpty();
            world.clock.set(Instant.parse("2026-03-02T03:31:00Z"));
            assertThat(reminded(world)).containsExactly("ana: [notice] Due soon: The next update, incident 1");
            said(world, incident, "partners", IncidentPhase.IDENTIFIED, "A belt.");
            assertThat(states(world, incident)).as("other readers").containsExactly("next_update open");
            world.clock.set(Instant.parse("2026-03-02T03:36:00Z"));
            said(
                    world,
                    incident,
                    "shop",
                    IncidentPhase.IDENTIFIED,
                    "A belt is torn.",
                    promise(world, Kind.NEXT_UPDATE, "in 20 min"));
            assertThat(states(world, incident)).containsExactly("next_update kept", "next_update open");
            world.clock.set(Instant.parse("2026-03-02T04:08:00Z"));
            assertThat(reminded(world))
                    .containsExactly(
                            "ana: [notice] Due soon: The next update, incident 1",
                            "ana: [notice] Overdue: The next update, incident 1");
            assertThat(shown(world, "shop")).as("readers see it is late").isPresent();
            said(world, incident, "shop", IncidentPhase.RESOLVED, "A new belt.");
            assertThat(states(world, incident)).containsExactly("next_update kept", "next_update missed");
            assertThat(shown(world, "shop")).isEmpty();
            world.clock.pass(Duration.ofHours(3));
            assertThat(reminded(world)).hasSize(2);
            assertThat(facts(world, incident))
                    .containsExactly(
                            "Promised within 40 min: The next update, to the readers of shop",
                            "The next update is promised for 04:40 (Europe/Berlin), in 9 min. Reminded: ana.",
                            "Promise kept: The next update, 4 min early",
                            "Promised within 20 min: The next update, to the readers of shop",
                            "The next update, promised for 04:56 (Europe/Berlin), is overdue. Reminded: ana.",
                            "Promise not kept: The next update came 12 min late");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void the_postmortem_outlives_the_incident_and_the_fix_is_kept_by_its_end(Engine engine) {
        try (RespondWorld world = world(engine)) {
            var learn = new Learn(world.platform, world.catalogs);
            Incident incident = declared(world, "ana");
            said(
                    world,
                    incident,
                    "shop",
                    IncidentPhase.IDENTIFIED,
                    "A belt.",
                    promise(world, Kind.POSTMORTEM, "in 24 h"),
                    promise(world, Kind.FIXED, "in 10 min"));
            world.clock.pass(Duration.ofMinutes(6));
            said(world, incident, "shop", IncidentPhase.RESOLVED, "A new belt.");
            world.respond.actions().resolve(incident.id(), "ana");
            assertThat(states(world, incident)).containsExactly("postmortem open", "fixed kept");
            world.clock.pass(Duration.ofHours(25));
            assertThat(reminded(world)).containsExactly("ana: [notice] Overdue: The postmortem, incident 1");
            assertThat(learn.writing().publish(incident, "A belt was old. We count its hours now.", "ana", ""))
                    .isEqualTo(new Postmortems.Outcome.Done());
            assertThat(states(world, incident)).containsExactly("postmortem missed", "fixed kept");
            assertThat(facts(world, incident))
                    .contains(
                            "Promise kept: The fix, 4 min early",
                            "Promise not kept: The postmortem came 1 h 6 min late");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void a_fix_that_was_none_is_promised_still(Engine engine) {
        try (RespondWorld world = world(engine)) {
            world.signal(Signal.Event.FIRING, "shop", "belt", dev.candor.detect.Severity.CRITICAL);
            Incident incident = world.incident(1);
            assertThat(world.respond.actions().take(incident.id(), "ana")).isTrue();
            said(world, incident, "shop", IncidentPhase.IDENTIFIED, "A belt.", promise(world, Kind.FIXED, "in 60 min"));
            world.clock.pass(Duration.ofMinutes(10));
            world.signal(Signal.Event.RECOVERED, "shop", "belt", dev.candor.detect.Severity.CRITICAL);
            said(world, incident, "shop", IncidentPhase.RESOLVED, "A new belt.");
            assertThat(states(world, incident)).containsExactly("fixed kept");
            world.clock.pass(Duration.ofMinutes(1));
            world.signal(Signal.Event.FIRING, "shop", "belt", dev.candor.detect.Severity.CRITICAL);
            assertThat(states(world, incident)).as("the alert came back").containsExactly("fixed open");
            world.signal(Signal.Event.RECOVERED, "shop", "belt", dev.candor.detect.Severity.CRITICAL);
            world.clock.pass(Duration.ofMinutes(1));
            said(world, incident, "shop", IncidentPhase.RESOLVED, "Now it is.");
            assertThat(states(world, incident)).containsExactly("fixed kept");
            said(world, incident, "partners", IncidentPhase.INVESTIGATING, "Orders are late.");
            assertThat(states(world, incident)).as("other readers").containsExactly("fixed kept");
            world.clock.pass(Duration.ofMinutes(1));
            said(world, incident, "shop", IncidentPhase.INVESTIGATING, "It is not.");
            assertThat(states(world, incident)).as("a person says so").containsExactly("fixed open");
            world.clock.pass(Duration.ofMinutes(48));
            assertThat(reminded(world)).containsExactly("ana: [notice] Overdue: The fix, incident 1");
            said(world, incident, "shop", IncidentPhase.RESOLVED, "A third belt.");
            assertThat(states(world, incident)).containsExactly("fixed missed");
            assertThat(facts(world, incident))
                    .containsExactly(
                            "Promised within 1 h: The fix, to the readers of shop",
                            "Promise kept: The fix, 50 min early",
                            "It came back: The fix is promised still",
                            "Promise kept: The fix, 48 min early",
                            "It came back: The fix is promised still",
                            "The fix, promised for 05:00 (Europe/Berlin), is overdue. Reminded: ana.",
                            "Promise not kept: The fix came 1 min late");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void who_was_reminded_that_a_fix_is_due_soon_is_not_reminded_of_it_again_when_it_was_none(Engine engine) {
        try (RespondWorld world = world(engine)) {
            Incident incident = declared(world, "ana");
            said(world, incident, "shop", IncidentPhase.IDENTIFIED, "A belt.", promise(world, Kind.FIXED, "in 60 min"));
            world.clock.pass(Duration.ofMinutes(51));
            assertThat(reminded(world)).hasSize(1);
            said(world, incident, "shop", IncidentPhase.RESOLVED, "A new belt.");
            world.clock.pass(Duration.ofMinutes(2));
            said(world, incident, "shop", IncidentPhase.INVESTIGATING, "It is not.");
            assertThat(reminded(world)).hasSize(1);
            world.clock.pass(Duration.ofMinutes(8));
            assertThat(reminded(world)).hasSize(2);
            assertThat(facts(world, incident))
                    .filteredOn(text -> text.endsWith("Reminded: ana."))
                    .as("what the timeline says was sent")
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void who_is_on_call_hears_of_it_when_nobody_leads_and_nobody_once_nobody_waits(Engine engine) {
        try (RespondWorld world = world(engine)) {
            Incident incident = declared(world, "");
            Commitments commitments = world.tell.commitments();
            assertThat(commitments.make(
                            incident.id(),
                            "",
                            List.of(
                                    promise(world, Kind.NEXT_UPDATE, "in 30 min"),
                                    new Promise(
                                            Kind.OTHER,
                                            "call the carrier",
                                            world.clock.instant().plusSeconds(7200))),
                            "ben"))
                    .isEmpty();
            assertThat(commitments.make(incident.id(), "nowhere", List.of(), "ben"))
                    .isPresent();
            world.clock.pass(Duration.ofMinutes(25));
            assertThat(reminded(world)).containsExactly("ben: [notice] Due soon: The next update, incident 1");
            assertThat(commitments.make(
                            incident.id(), "", List.of(promise(world, Kind.NEXT_UPDATE, "in 60 min")), "ben"))
                    .isEmpty();
            assertThat(states(world, incident))
                    .as("put off before it was due")
                    .containsExactly("next_update dropped", "other open", "next_update open");
            world.respond.actions().resolve(incident.id(), "ben");
            assertThat(states(world, incident))
                    .as("readers were told nothing")
                    .containsExactly("next_update dropped", "other open", "next_update dropped");
            Commitment other = world.platform
                    .ledger()
                    .read(tx -> commitments.store().open(tx))
                    .getFirst();
            List<Commitment> newest =
                    world.platform.ledger().read(tx -> commitments.store().list(tx, "", Optional.empty(), 2));
            List<Commitment> rest = world.platform
                    .ledger()
                    .read(tx -> commitments
                            .store()
                            .list(tx, "", Optional.of(newest.getLast().id()), 2));
            assertThat(rest).hasSize(1).doesNotContainAnyElementsOf(newest);
            List<Commitment> open =
                    world.platform.ledger().read(tx -> commitments.store().list(tx, "open", Optional.empty(), 9));
            assertThat(open).containsExactly(other);
            assertThat(commitments.withdraw(other.id(), " ", "ben")).isPresent();
            assertThat(commitments.kept(other.id(), "ben")).isEmpty();
            assertThat(commitments.kept(other.id(), "ben"))
                    .hasValueSatisfying(why -> assertThat(why).contains("closed already"));
            world.clock.pass(Duration.ofHours(5));
            assertThat(reminded(world)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void a_wrong_cause_is_put_right_for_everybody_to_see(Engine engine) {
        try (RespondWorld world = world(engine)) {
            Incident incident = declared(world, "ana");
            said(world, incident, "shop", IncidentPhase.IDENTIFIED, "The carrier is late.");
            UpdateStore.Update update = world.platform
                    .ledger()
                    .read(tx -> world.tell.updates().store().ofIncident(tx, incident.id()))
                    .getFirst();
            var correcting = world.tell.updates().correcting();
            String code = update.code();
            assertThat(correcting.correct(incident.id(), code, "A belt is torn.", "", "ana"))
                    .hasValueSatisfying(why -> assertThat(why).contains("why"));
            assertThat(correcting.correct(incident.id(), "other", "A belt is torn.", "Wrong cause.", "ana"))
                    .isPresent();
            assertThat(correcting.correct(incident.id(), code, "The carrier is late. ", "Wrong cause.", "ana"))
                    .hasValueSatisfying(why -> assertThat(why).contains("already"));
            assertThat(correcting.correct(incident.id(), code, "A belt is torn.", "Wrong cause.", "ana"))
                    .isEmpty();
            world.clock.pass(Duration.ofMinutes(3));
            assertThat(correcting.correct(incident.id(), code, "Two belts are torn.", "It was two.", "ana"))
                    .isEmpty();
            UpdateModel shown = model(world, "shop").updates().getFirst();
            assertThat(shown.markdown()).isEqualTo("Two belts are torn.");
            assertThat(shown.editedAt()).contains(world.clock.instant());
            assertThat(shown.postedAt()).contains(update.displayAt());
            assertThat(shown.earlier())
                    .extracting(UpdateModel.Earlier::markdown)
                    .containsExactly("A belt is torn.", "The carrier is late.");
            assertThat(shown.earlier())
                    .extracting(UpdateModel.Earlier::why)
                    .containsExactly("It was two.", "Wrong cause.");
            assertThat(world.timeline(incident.number()))
                    .containsSubsequence("update.published", "update.corrected", "update.corrected");
        }
    }
}
