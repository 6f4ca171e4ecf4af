package dev.candor.learn.bulletin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.learn.Learn;
import dev.candor.learn.action.ActionItem;
import dev.candor.page.BulletinModel;
import dev.candor.page.IncidentPhase;
import dev.candor.page.PageModel;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotFile;
import dev.candor.page.SnapshotKey;
import dev.candor.page.SnapshotRenderer;
import dev.candor.platform.db.Engine;
import dev.candor.respond.RespondWorld;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.commitment.Commitment;
import dev.candor.tell.update.Draft;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A week from its incidents to the page, on both engines. The world begins on Monday, 2 March 2026.
class BulletinStoryTest {
    private static final String WORLD = """
            services: [{name: shop}]
            monitors:
              - {name: home, service: shop, kind: http, url: "https://db-7.internal.example/", every: 30s}
            pages:
              - {name: Shop, slug: shop, time-zone: Europe/Berlin, components: [{name: Website, services: [shop]}]}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void a_week_is_drafted_once_when_it_is_over_and_readers_see_it_when_a_person_publishes_it(Engine engine) {
        try (RespondWorld world = new RespondWorld(folder, WORLD, engine, Randomness.seeded(8))) {
            var learn = new Learn(world.platform, world.catalogs);
            BiFunction<String, Instant, Optional<PageModel>> pages = world.tell.pages()::model;
            Bulletins bulletins = learn.bulletins(world.catalogs, pages);
            world.fails("home");
            Incident incident = world.incident(1);
            world.respond.actions().note(incident.id(), "restarted db-7.internal.example", "ana");
            world.tell
                    .updates()
                    .publish(
                            incident.id(),
                            new Draft("shop", "Nobody can *order*", IncidentPhase.IDENTIFIED, "We know.", Map.of()),
                            "ana");
            world.works("home");
            bulletins.tick(world.clock.instant());
            Week week = Week.parse("2026-W10").orElseThrow();
            assertThat(find(world, bulletins, week)).as("it is not over").isEmpty();
            assertThat(find(world, bulletins, week.before()))
                    .as("there was no page yet")
                    .isEmpty();
            world.clock.set(Instant.parse("2026-03-08T23:00:00Z")); // midnight in Berlin
            bulletins.tick(world.clock.instant());
            String draft = find(world, bulletins, week).orElseThrow().body();
            assertThat(draft)
                    .contains("Nobody can \\*order\\*", "/shop/incidents/" + incident.code(), "[to write]")
                    .doesNotContain("db-7", "restarted");
            assertThat(published(world, learn)).isEmpty();

            assertThat(bulletins.save("shop", week, draft, "ana", true, world.clock.instant()))
                    .hasValueSatisfying(why -> assertThat(why).contains("[to write]"));
            String text = draft.replace("[to write]", "We bought a second shelf. <script>x</script>");
            assertThat(bulletins.save("shop", week, text, "ana", false, world.clock.instant()))
                    .isEmpty();
            world.clock.pass(Duration.ofMinutes(31));
            bulletins.tick(world.clock.instant());
            assertThat(find(world, bulletins, week).orElseThrow().body())
                    .as("what a person wrote stays")
                    .isEqualTo(text);
            assertThat(bulletins.save("shop", week, text, "ana", true, world.clock.instant()))
                    .isEmpty();
            assertThat(bulletins.save("shop", week, "other", "ana", true, world.clock.instant()))
                    .hasValueSatisfying(why -> assertThat(why).contains("published already"));

            PageModel page = pages.apply("shop", world.clock.instant()).orElseThrow();
            PageModel shown = withBulletins(page, published(world, learn));
            Snapshot snapshot = new SnapshotRenderer(SnapshotKey.generate()).render(shown);
            assertThat(file(snapshot, "bulletin/2026-W10.html"))
                    .contains("Week 10 of 2026", "We bought a second shelf.", "&lt;script&gt;x")
                    .doesNotContain("<script>x");
            assertThat(file(snapshot, "bulletin/2026-W10.md")).isEqualTo(text);
            assertThat(file(snapshot, "bulletin.atom")).contains("Week 10 of 2026", "/bulletin/2026-W10");
            assertThat(file(snapshot, "bulletins.html")).contains("bulletin/2026-W10");

            String team = world.platform
                    .ledger()
                    .read(tx -> bulletins.team(
                            tx,
                            week,
                            ZoneId.of("Europe/Berlin"),
                            new TeamWeek.Owed(
                                    learn.pending(tx, world.clock.instant()),
                                    List.of(late(incident)),
                                    List.of(promised(incident)))))
                    .markdown();
            assertThat(team)
                    .contains("ana: restarted db-7.internal.example", "The week before: 2026-W09")
                    .contains("- label \\*both\\* shelves (ana, was due 2026-03-04)")
                    .contains("- The next update (promised by ana for 2026-03-02 04:00 UTC)");
            assertThat(find(world, bulletins, week).orElseThrow().body())
                    .as("for readers")
                    .doesNotContain("shelves", "promised");
        }
    }

    private static ActionItem late(Incident incident) {
        return new ActionItem(
                incident.id(),
                incident.id(),
                "shop",
                "label *both* shelves",
                "ana",
                LocalDate.parse("2026-03-04"),
                new ActionItem.State.Open());
    }

    private static Commitment promised(Incident incident) {
        return new Commitment(
                incident.id(),
                incident.id(),
                "shop",
                Commitment.Kind.NEXT_UPDATE,
                "",
                Instant.parse("2026-03-02T03:30:00Z"),
                Instant.parse("2026-03-02T04:00:00Z"),
                "ana",
                new Commitment.State.Open(Commitment.Reminded.OVERDUE));
    }

    private static Optional<BulletinStore.Bulletin> find(RespondWorld world, Bulletins bulletins, Week week) {
        return world.platform.ledger().read(tx -> bulletins.store().find(tx, "shop", week));
    }

    private static List<BulletinModel> published(RespondWorld world, Learn learn) {
        return world.platform.ledger().read(tx -> learn.onPages().bulletins(tx, "shop"));
    }

    private static String file(Snapshot snapshot, String path) {
        SnapshotFile found = snapshot.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
        return new String(found.identity(), StandardCharsets.UTF_8);
    }

    private static PageModel withBulletins(PageModel page, List<BulletinModel> bulletins) {
        return new PageModel(
                page.id(),
                page.slug(),
                page.name(),
                page.url(),
                page.timeZone(),
                page.updatedAt(),
                page.renderedAt(),
                page.sequence(),
                page.components(),
                page.incidents(),
                page.maintenances(),
                page.policy(),
                bulletins);
    }
}
