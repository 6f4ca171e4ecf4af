package dev.candor.tell.hand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.page.ComponentModel;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentModel;
import dev.candor.page.IncidentPhase;
import dev.candor.page.PageModel;
import dev.candor.page.UpdateModel;
import dev.candor.page.kit.HandWord;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.db.Engine;
import dev.candor.respond.RespondWorld;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.commitment.Commitment;
import dev.candor.tell.commitment.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was said by hand becomes what the ledger knows, once.
abstract class HandWordsContract {
    private static final String SHOP = """
            services: [{name: shop}, {name: letters}]
            pages:
              - name: Lamp Works
                slug: lamps
                components:
                  - {name: Website, services: [shop]}
                  - {name: Letters, services: [letters]}
            """;

    private final Engine engine;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private RespondWorld world;

    private String website = "";
    private String letters = "";
    private Instant said = Instant.EPOCH;

    HandWordsContract(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void begin() {
        world = new RespondWorld(folder, SHOP, engine, Randomness.seeded(8));
        world.tell.pages().tick(world.clock.instant());
        website = component("Website").id();
        letters = component("Letters").id();
        said = world.clock.instant().plusSeconds(60);
        world.clock.pass(Duration.ofHours(1));
    }

    @AfterEach
    void end() throws Exception {
        world.close();
    }

    private PageModel page() {
        return world.tell.pages().model("lamps", world.clock.instant()).orElseThrow();
    }

    private ComponentModel component(String name) {
        return page().leaves().stream()
                .filter(leaf -> leaf.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private HandWord word(
            int number, String incident, IncidentPhase phase, String text, Map<String, ComponentStatus> components) {
        return new HandWord(
                new UUID(0x7000, number),
                "wordwordwor" + (char) ('a' + number),
                incident,
                "The power is out",
                phase,
                text,
                components,
                said.plusSeconds(60L * number),
                "ana");
    }

    private HandWord first() {
        return word(
                0,
                "handhandhand",
                IncidentPhase.INVESTIGATING,
                "No light.",
                Map.of(website, ComponentStatus.MAJOR_OUTAGE));
    }

    private HandWord second() {
        return word(1, "handhandhand", IncidentPhase.IDENTIFIED, "A fuse.", Map.of());
    }

    private HandWords.Taken take(HandWord... words) {
        HandWords.Taken taken = world.tell.handWords().take("lamps", 5_000, List.of(words), "the test");
        world.tell.pages().tick(world.clock.instant());
        return taken;
    }

    private List<String> journal(Incident incident) {
        return world
                .platform
                .ledger()
                .read(tx -> world.platform.journal().about(tx, List.of(incident.subject()), 100))
                .stream()
                .map(fact -> fact.kind() + " by " + fact.actor()
                        + (Boolean.TRUE.equals(fact.detail().get("by_hand")) ? " by hand" : ""))
                .toList();
    }

    private Incident incident() {
        return world.platform
                .ledger()
                .read(tx -> world.respond.incidents().store().byCode(tx, "handhandhand"))
                .orElseThrow();
    }

    @Test
    void each_word_is_a_published_update_at_the_time_it_was_said_of_a_new_incident() {
        assertThat(take(first(), second()))
                .isEqualTo(new HandWords.Taken(2, List.of(incident().number())));
        Incident incident = incident();
        assertThat(incident.publicTitle()).isEqualTo("The power is out");
        assertThat(incident.service()).isEqualTo("shop");
        assertThat(incident.state()).isEqualTo(Incident.State.ACKNOWLEDGED);
        assertThat(incident.phase()).isEqualTo(IncidentPhase.IDENTIFIED);
        assertThat(incident.startedAt()).isEqualTo(said);
        IncidentModel shown = page().openIncidents().getFirst();
        assertThat(shown.id()).isEqualTo("handhandhand");
        assertThat(shown.updates())
                .extracting(UpdateModel::id, UpdateModel::markdown, UpdateModel::postedAt)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "wordwordworb", "A fuse.", Optional.of(said.plusSeconds(60))),
                        org.assertj.core.groups.Tuple.tuple("wordwordwora", "No light.", Optional.of(said)));
        assertThat(component("Website").status()).isEqualTo(ComponentStatus.MAJOR_OUTAGE);
        assertThat(journal(incident))
                .containsExactly(
                        "incident.declared by ana (by hand) by hand",
                        "update.published by ana (by hand) by hand",
                        "update.published by ana (by hand) by hand");
        List<Audit.Entry> audit =
                world.platform.ledger().read(tx -> world.platform.audit().list(tx, Optional.empty(), 10));
        assertThat(audit)
                .filteredOn(entry -> entry.action().equals("page.say"))
                .hasSize(2)
                .allMatch(entry -> entry.subject().equals("incident/" + incident.number()));
    }

    @Test
    void a_promised_next_word_was_kept_when_somebody_said_it_by_hand_in_time() {
        take(first());
        Instant promised = world.clock.instant();
        var promise = Promise.of(Commitment.Kind.NEXT_UPDATE, promised.plus(Duration.ofMinutes(30)));
        assertThat(world.tell.commitments().make(incident().id(), "lamps", List.of(promise), "ana"))
                .isEmpty();
        world.clock.pass(Duration.ofHours(2));
        Instant inTime = promised.plus(Duration.ofMinutes(20));
        take(new HandWord(
                new UUID(0x7000, 20),
                "wordwordworz",
                "handhandhand",
                "The power is out",
                IncidentPhase.IDENTIFIED,
                "A fuse.",
                Map.of(),
                inTime,
                "ana"));
        UUID incident = incident().id();
        List<Commitment> kept = world.platform
                .ledger()
                .read(tx -> world.tell.commitments().store().ofIncident(tx, incident));
        assertThat(kept).extracting(Commitment::state).containsExactly(new Commitment.State.Kept(inTime));
    }

    @Test
    void a_word_is_taken_in_once_whoever_brings_it_and_however_often() {
        take(first());
        assertThat(take(first(), second()).words()).isEqualTo(1);
        assertThat(take(first(), second())).isEqualTo(new HandWords.Taken(0, List.of()));
        assertThat(page().incidents()).hasSize(1);
        assertThat(page().incidents().getFirst().updates()).hasSize(2);
        assertThat(journal(incident())).hasSize(3);
    }

    @Test
    void the_page_goes_on_above_everything_that_was_published_without_us() {
        long before = page().sequence();
        assertThat(before).isLessThan(100);
        take(first());
        assertThat(page().sequence()).isGreaterThan(5_000);
        long after = page().sequence();
        world.tell.handWords().take("lamps", 17, List.of(), "the test");
        assertThat(page().sequence()).isEqualTo(after);
    }

    @Test
    void what_was_said_to_be_over_is_over() {
        take(first(), second(), word(2, "handhandhand", IncidentPhase.RESOLVED, "New fuse.", Map.of()));
        Incident incident = incident();
        assertThat(incident.state()).isEqualTo(Incident.State.RESOLVED);
        assertThat(incident.resolvedAt()).contains(said.plusSeconds(120));
        assertThat(journal(incident)).contains("incident.resolved by ana (by hand) by hand");
        assertThat(page().openIncidents()).isEmpty();
        assertThat(component("Website").status()).isEqualTo(ComponentStatus.OPERATIONAL);
    }

    @Test
    void an_incident_that_the_server_knew_gets_the_words_and_keeps_its_own_state() {
        take(first());
        long version = incident().version();
        take(word(
                2,
                "handhandhand",
                IncidentPhase.RESOLVED,
                "Light again.",
                Map.of(letters, ComponentStatus.OPERATIONAL)));
        assertThat(incident().state()).as("a person looks, then ends it").isEqualTo(Incident.State.ACKNOWLEDGED);
        assertThat(incident().phase()).isEqualTo(IncidentPhase.RESOLVED);
        assertThat(incident().version()).isGreaterThan(version);
        assertThat(incident().number()).isEqualTo(1);
    }

    @Test
    void an_old_word_that_comes_late_does_not_undo_what_was_said_since() {
        take(first(), word(3, "handhandhand", IncidentPhase.MONITORING, "Light.", Map.of()));
        take(second());
        assertThat(incident().phase()).isEqualTo(IncidentPhase.MONITORING);
        assertThat(page().incidents().getFirst().phase()).isEqualTo(IncidentPhase.MONITORING);
        assertThat(page().incidents().getFirst().updates())
                .extracting(UpdateModel::markdown)
                .containsExactly("Light.", "A fuse.", "No light.");
    }

    @Test
    void an_old_word_that_comes_late_takes_no_kept_promise_back() {
        take(first());
        promiseFix();
        world.clock.pass(Duration.ofMinutes(10));
        take(word(5, "handhandhand", IncidentPhase.RESOLVED, "Light.", Map.of()));
        assertThat(fix().state()).isInstanceOf(Commitment.State.Kept.class);
        take(second());
        assertThat(fix().state()).as("it is older than the end").isInstanceOf(Commitment.State.Kept.class);
        take(word(6, "handhandhand", IncidentPhase.INVESTIGATING, "No light again.", Map.of()));
        assertThat(fix().open()).as("it came back").isTrue();
    }

    @Test
    void a_late_word_that_it_is_over_keeps_no_promise_when_it_went_on_since() {
        take(first());
        promiseFix();
        world.clock.pass(Duration.ofMinutes(10));
        take(word(6, "handhandhand", IncidentPhase.INVESTIGATING, "No light again.", Map.of()));
        take(word(5, "handhandhand", IncidentPhase.RESOLVED, "Light.", Map.of()));
        assertThat(fix().open()).isTrue();
    }

    /// Within an hour.
    private void promiseFix() {
        Instant due = world.clock.instant().plus(Duration.ofHours(1));
        assertThat(world.tell
                        .commitments()
                        .make(incident().id(), "lamps", List.of(Promise.of(Commitment.Kind.FIXED, due)), "ana"))
                .isEmpty();
    }

    private Commitment fix() {
        UUID id = incident().id();
        return world.platform
                .ledger()
                .read(tx -> world.tell.commitments().store().ofIncident(tx, id))
                .getLast();
    }

    @Test
    void words_of_a_page_that_is_no_longer_there_are_kept_all_the_same() {
        assertThat(world.tell
                        .handWords()
                        .take("gone", 9, List.of(first()), "the test")
                        .words())
                .isEqualTo(1);
        assertThat(incident().service()).isEmpty();
    }

    @Test
    void a_word_of_a_machine_whose_clock_runs_ahead_is_said_now_and_stays_in_its_order() {
        said = world.clock.instant().plus(Duration.ofDays(3));
        take(first(), second());
        Instant now = world.clock.instant();
        assertThat(page().incidents().getFirst().updates())
                .extracting(UpdateModel::markdown, update -> update.postedAt().orElseThrow())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("A fuse.", now),
                        org.assertj.core.groups.Tuple.tuple("No light.", now.minusMillis(1)));
        assertThat(incident().startedAt()).isEqualTo(now.minusMillis(1));
        world.clock.pass(Duration.ofMinutes(1));
        take(first(), second(), word(2, "handhandhand", IncidentPhase.RESOLVED, "Light.", Map.of()));
        assertThat(page().incidents().getFirst().updates())
                .extracting(UpdateModel::markdown)
                .containsExactly("Light.", "A fuse.", "No light.");
        assertThat(incident().phase()).isEqualTo(IncidentPhase.RESOLVED);
    }

    @Test
    void what_goes_on_after_it_was_said_to_be_over_goes_on() {
        take(
                first(),
                word(1, "handhandhand", IncidentPhase.RESOLVED, "Light.", Map.of()),
                word(
                        2,
                        "handhandhand",
                        IncidentPhase.INVESTIGATING,
                        "Dark again.",
                        Map.of(website, ComponentStatus.MAJOR_OUTAGE)));
        assertThat(incident().state()).isEqualTo(Incident.State.ACKNOWLEDGED);
        assertThat(page().openIncidents()).hasSize(1);
        assertThat(component("Website").status()).isEqualTo(ComponentStatus.MAJOR_OUTAGE);
    }

    private HandWords.Brought bring(HandWord... words) {
        return world.tell.handWords().bring("lamps", 5_000, List.of(words), java.util.Set.of("takentakenta"), "ben");
    }

    private static HandWord named(HandWord word, UUID id, String code) {
        return new HandWord(
                id,
                code,
                word.incident(),
                word.title(),
                word.phase(),
                word.markdown(),
                word.components(),
                word.at(),
                word.by());
    }

    private void refused(Class<? extends HandWords.Brought> kind, String why, HandWord... words) {
        long before = page().sequence();
        HandWords.Brought brought = bring(words);
        assertThat(brought).isInstanceOf(kind);
        assertThat(brought.toString()).contains(why);
        assertThat(page().sequence()).as("nothing is half taken").isEqualTo(before);
    }

    @Test
    void words_that_cannot_be_are_refused_and_nothing_of_them_is_taken() {
        Instant now = world.clock.instant();
        refused(
                HandWords.Brought.Wrong.class,
                "from the future",
                first(),
                second().saidAt(now.plus(Duration.ofDays(2))));
        refused(HandWords.Brought.Wrong.class, "older than a year", first().saidAt(Instant.EPOCH));
        refused(HandWords.Brought.Wrong.class, "said after it", second(), first());
        refused(HandWords.Brought.Wrong.class, "comes twice", first(), first());
        refused(
                HandWords.Brought.Wrong.class,
                "comes twice",
                first(),
                named(second(), new UUID(0x7000, 9), first().code()));
        refused(
                HandWords.Brought.Clashing.class,
                "never had",
                first(),
                word(
                        1,
                        "handhandhand",
                        IncidentPhase.IDENTIFIED,
                        "x",
                        Map.of("nonenonenone", ComponentStatus.OPERATIONAL)));
        refused(
                HandWords.Brought.Clashing.class,
                "something else",
                word(1, "takentakenta", IncidentPhase.IDENTIFIED, "x", Map.of()));
        assertThat(page().incidents()).isEmpty();
    }

    @Test
    void words_that_are_called_like_others_or_about_what_readers_never_saw_are_refused() {
        assertThat(bring(first())).isEqualTo(new HandWords.Brought.Done(new HandWords.Taken(1, List.of(1L))));
        assertThat(bring(first())).isEqualTo(new HandWords.Brought.Done(new HandWords.Taken(0, List.of())));
        refused(
                HandWords.Brought.Clashing.class,
                "id of another word",
                second(),
                named(word(2, "handhandhand", IncidentPhase.IDENTIFIED, "x", Map.of()), first().id(), "otherothercd"));
        refused(
                HandWords.Brought.Clashing.class,
                "id of another word",
                named(second(), new UUID(0x7000, 9), first().code()));
        assertThat(world.tell.handWords().bring("other", 1, List.of(first()), java.util.Set.of(), "ben"))
                .as("of another page")
                .isInstanceOf(HandWords.Brought.Clashing.class);
        String inside = world.respond
                .actions()
                .declare("db7 is slow", "shop", dev.candor.respond.incident.Severity.SEV3, Map.of(), "ana")
                .code();
        refused(
                HandWords.Brought.Clashing.class,
                "not on this page",
                word(3, inside, IncidentPhase.INVESTIGATING, "x", Map.of()));
        assertThat(page().incidents())
                .singleElement()
                .satisfies(one -> assertThat(one.updates()).hasSize(1));
    }
}
