package dev.candor.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.learn.boxes.Episode;
import dev.candor.learn.figures.Cause;
import dev.candor.learn.figures.Figure;
import dev.candor.learn.figures.Figures;
import dev.candor.learn.figures.Summary;
import dev.candor.learn.postmortem.Postmortems;
import dev.candor.page.IncidentPhase;
import dev.candor.platform.db.Engine;
import dev.candor.respond.RespondWorld;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.update.Draft;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is learned from incidents that really ran through the parts, on both engines.
class LearnStoryTest {
    private static final String WORLD = """
            teams: [{name: web}]
            people:
              - {name: ana, email: ana@shop.example, role: responder, time-zone: Europe/Berlin}
              - {name: ben, email: ben@shop.example, role: responder}
            escalation-policies:
              - {name: web, steps: [{notify: [{person: ana}], then-after: 5m}]}
            services:
              - {name: shop, team: web, escalation-policy: web}
              - {name: depot, escalation-policy: web}
            monitors:
              - {name: home, service: shop, kind: http, url: "https://shop.example/", every: 30s}
            pages:
              - {name: Shop, slug: shop, components: [{name: Website, services: [shop]}]}
            """;

    private static final String TEXT = """
            ## What happened
            The lids of the tea tins were counted twice after the ledger moved, so the shelf looked full and nobody could order.
            ## Why
            Two jobs read the same queue, because the lock was renewed by a clock that had been set back by a minute.
            """;

    @TempDir
    Path folder;

    private RespondWorld world(Engine engine) {
        return new RespondWorld(folder, WORLD, engine, Randomness.seeded(8));
    }

    private static Figures figures(RespondWorld world, Learn learn, long number) {
        Incident incident = world.incident(number);
        return world.platform.ledger().read(tx -> learn.figures().of(tx, incident));
    }

    private static Incident outage(RespondWorld world, long number) {
        world.fails("home");
        Incident incident = world.incident(number);
        world.pass(Duration.ofMinutes(2));
        world.paging.alerts().acknowledgeAll(incident.id(), "ana");
        world.respond.actions().take(incident.id(), "ana");
        world.pass(Duration.ofMinutes(2));
        world.tell
                .updates()
                .publish(
                        incident.id(),
                        new Draft("shop", "Nobody can order", IncidentPhase.IDENTIFIED, "We know why.", Map.of()),
                        "ana");
        world.pass(Duration.ofMinutes(20));
        world.works("home");
        world.pass(Duration.ofMinutes(11));
        return world.incident(number);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void a_box_is_as_dark_as_its_incident_is_severe(Engine engine) {
        try (RespondWorld world = world(engine)) {
            var learn = new Learn(world.platform, world.catalogs);
            for (dev.candor.respond.incident.Severity severity : dev.candor.respond.incident.Severity.values()) {
                world.respond.actions().declare("As " + severity.word(), "depot", severity, Map.of(), "ben");
            }
            LocalDate first = LocalDate.parse("2026-03-02");
            List<Episode> episodes = world.platform
                    .ledger()
                    .read(tx -> learn.boxes()
                            .of(tx, first, ZoneOffset.UTC, List.of(), "https://p.example", world.clock.instant()));
            assertThat(episodes)
                    .extracting(one -> one.title() + " " + one.badness())
                    .containsExactlyInAnyOrder("As sev1 CRITICAL", "As sev2 MAJOR", "As sev3 MINOR", "As sev4 NONE");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void figures_come_from_the_facts_of_a_real_incident_and_are_absent_where_there_are_none(Engine engine) {
        try (RespondWorld world = world(engine)) {
            var learn = new Learn(world.platform, world.catalogs);
            Instant begin = world.clock.instant();
            Incident incident = outage(world, 1);
            Figures figures = figures(world, learn, 1);
            assertThat(figures.all()).hasSize(5);
            assertThat(figures.length(Figure.Kind.DETECT)).contains(incident.timeToDetect());
            assertThat(figures.length(Figure.Kind.ACKNOWLEDGE)).isEqualTo(incident.timeToAcknowledge());
            assertThat(figures.length(Figure.Kind.MITIGATE)).isEqualTo(incident.timeToMitigate());
            assertThat(figures.length(Figure.Kind.RESOLVE)).isEqualTo(incident.timeToResolve());
            Figure gap = figures.get(Figure.Kind.TRUTH_GAP).orElseThrow();
            assertThat(gap.from().kind()).isEqualTo("evidence.first");
            assertThat(gap.from().at()).isEqualTo(incident.startedAt());
            assertThat(gap.until().kind()).isEqualTo("update.published");

            world.respond
                    .actions()
                    .declare("Letters are late", "depot", dev.candor.respond.incident.Severity.SEV3, Map.of(), "ben");
            assertThat(figures(world, learn, 2).all()).isEmpty();
            List<Incident> both = List.of(world.incident(1), world.incident(2));
            Map<UUID, Figures> several =
                    world.platform.ledger().read(tx -> learn.figures().of(tx, both));
            assertThat(several)
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of(both.getFirst().id(), figures, both.getLast().id(), figures(world, learn, 2)));

            world.signal(Signal.Event.FIRING, "depot", "scales", Severity.ERROR);
            learn.say(incident, Cause.QUEUE, "ana");
            Summary summary = world.platform
                    .ledger()
                    .read(tx -> learn.figures()
                            .over(tx, begin, world.clock.instant().plusSeconds(1)));
            assertThat(summary.incidents()).hasSize(2);
            assertThat(summary.byService()).extracting(Summary.Group::name).containsExactly("depot", "shop");
            assertThat(summary.byTeam()).extracting(Summary.Group::name).containsExactly("", "web");
            assertThat(summary.byCause())
                    .extracting(Summary.Group::name)
                    .containsExactly("", "a queue or job that stood still");
            assertThat(summary.all().spread(Figure.Kind.TRUTH_GAP).orElseThrow().count())
                    .isEqualTo(1);
            assertThat(summary.cut()).isFalse();
            assertThat(world.timeline(1)).contains("incident.cause");
            Summary later = world.platform
                    .ledger()
                    .read(tx -> learn.figures()
                            .over(
                                    tx,
                                    world.clock.instant().plusSeconds(1),
                                    world.clock.instant().plusSeconds(9)));
            assertThat(later.incidents()).isEmpty();
            assertThat(later.precision().percent()).isEmpty();
        }
    }

    /// A report once carried the postmortem of another incident, and nobody noticed.
    @ParameterizedTest
    @EnumSource(Engine.class)
    void the_postmortem_of_another_incident_is_published_only_when_somebody_says_why(Engine engine) {
        try (RespondWorld world = world(engine)) {
            var learn = new Learn(world.platform, world.catalogs);
            Incident first = outage(world, 1);
            world.pass(Duration.ofHours(5));
            Incident second = outage(world, 2);
            assertThat(pending(world, learn)).extracting(Incident::number).containsExactly(2L, 1L);
            Postmortems writing = learn.writing();
            assertThat(writing.publish(first, TEXT, "ana", "")).isEqualTo(new Postmortems.Outcome.Done());
            assertThat(writing.publish(first, TEXT + "\nAnd a word more.", "ana", ""))
                    .as("its own text is no copy")
                    .isEqualTo(new Postmortems.Outcome.Done());
            assertThat(writing.publish(second, TEXT, "ben", ""))
                    .isInstanceOfSatisfying(Postmortems.Outcome.Copy.class, copy -> {
                        assertThat(copy.likeness().whose()).isEqualTo("incident 1");
                        assertThat(copy.likeness().percent()).isBetween(90, 99);
                        assertThat(copy.likeness().words()).contains("equals that of incident 1 (9");
                    });
            assertThat(shown(world, learn, second)).isEmpty();
            assertThat(writing.publish(second, TEXT, "ben", "the same lock, twice on one day"))
                    .isEqualTo(new Postmortems.Outcome.Done());
            assertThat(shown(world, learn, second)).contains(TEXT);
            assertThat(world.platform
                            .ledger()
                            .read(tx ->
                                    world.platform.journal().newest(tx, second.subject(), "postmortem.published", 1))
                            .getFirst()
                            .text())
                    .contains("not reviewed", "incident 1", "the same lock, twice on one day");
            assertThat(pending(world, learn)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void a_review_is_somebody_elses_and_of_exactly_one_text(Engine engine) {
        try (RespondWorld world = world(engine)) {
            var learn = new Learn(world.platform, world.catalogs);
            Incident incident = outage(world, 1);
            Postmortems writing = learn.writing();
            assertThat(writing.review(incident, TEXT, "ben")).isInstanceOf(Postmortems.Outcome.Wrong.class);
            assertThat(writing.save(incident, TEXT, "ana", "")).isEqualTo(new Postmortems.Outcome.Done());
            assertThat(writing.review(incident, TEXT, "ana")).isInstanceOf(Postmortems.Outcome.Wrong.class);
            assertThat(writing.review(incident, TEXT + "!", "ben")).isInstanceOf(Postmortems.Outcome.Wrong.class);
            assertThat(writing.review(incident, TEXT, "ben")).isEqualTo(new Postmortems.Outcome.Done());
            assertThat(reviewers(world, learn, incident)).containsExactly("ben");
            writing.save(incident, TEXT, "ben", "");
            assertThat(reviewers(world, learn, incident)).as("the same text").containsExactly("ben");
            writing.save(incident, TEXT + " More.", "ben", "");
            assertThat(reviewers(world, learn, incident)).as("another text").isEmpty();
            assertThat(writing.publish(incident, TEXT + " [internal] db-7", "ana", ""))
                    .isInstanceOfSatisfying(
                            Postmortems.Outcome.Wrong.class,
                            wrong -> assertThat(wrong.why()).contains("[internal]"));
        }
    }

    private static List<Incident> pending(RespondWorld world, Learn learn) {
        return world.platform.ledger().read(tx -> learn.pending(tx, world.clock.instant()));
    }

    private static Optional<String> shown(RespondWorld world, Learn learn, Incident incident) {
        return world.platform.ledger().read(tx -> learn.onPages().postmortem(tx, incident.id()));
    }

    private static List<String> reviewers(RespondWorld world, Learn learn, Incident incident) {
        return world
                .platform
                .ledger()
                .read(tx -> learn.postmortems().find(tx, incident.id()))
                .flatMap(one -> one.reviewedBy())
                .stream()
                .toList();
    }
}
