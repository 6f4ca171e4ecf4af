package dev.candor.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class RenderedPageTest {
    private static final SnapshotKey KEY = SnapshotKey.generate();
    private final SnapshotRenderer renderer = new SnapshotRenderer(KEY);
    private final Snapshot busy = renderer.render(DemoPage.busy());

    @Test
    void the_same_model_gives_the_same_bytes_and_the_same_signature() {
        Snapshot again = new SnapshotRenderer(KEY).render(DemoPage.busy());
        assertThat(again.manifest()).isEqualTo(busy.manifest());
        assertThat(again.signature()).isEqualTo(busy.signature());
    }

    @Test
    void the_first_page_stays_small() {
        assertThat(Gzipped.of(file("index.html").identity()).length).isLessThan(50_000);
        int total = busy.files().stream()
                .filter(file -> file.path().equals("index.html") || (file.path().startsWith("assets/page-")))
                .mapToInt(file -> Gzipped.of(file.identity()).length)
                .sum();
        assertThat(total).isLessThan(50_000);
    }

    @Test
    void nothing_is_inline_and_nothing_comes_from_elsewhere() {
        for (SnapshotFile file : busy.files()) {
            if (file.path().endsWith(".html")) {
                Document page = html(file);
                assertThat(page.select("[style], style, [onclick], [onload], iframe, img"))
                        .as(file.path())
                        .isEmpty();
                assertThat(page.select("script").eachAttr("src"))
                        .as(file.path())
                        .allMatch(src -> !src.contains("//") && src.contains("assets/page-"));
                assertThat(page.select("link[rel=stylesheet]").eachAttr("href"))
                        .as(file.path())
                        .allMatch(href -> !href.contains("//"));
            }
        }
    }

    @Test
    void every_link_inside_the_page_leads_to_a_file_of_it() {
        var paths = busy.files().stream().map(SnapshotFile::urlPath).collect(Collectors.toCollection(TreeSet::new));
        for (SnapshotFile file : busy.files()) {
            if (!file.path().endsWith(".html") || file.path().equals("404.html")) {
                continue;
            }
            URI here = URI.create("http://page.example/" + file.urlPath());
            for (String href : html(file).select("a[href], link[href]").eachAttr("href")) {
                URI to = here.resolve(href);
                if ("page.example".equals(to.getHost()) && !href.startsWith("#")) {
                    assertThat(paths)
                            .as(file.path() + " -> " + href)
                            .contains(to.getPath().substring(1));
                }
            }
        }
    }

    @Test
    void the_html_is_well_formed() {
        for (SnapshotFile file : busy.files()) {
            if (file.path().endsWith(".html")) {
                var parser = Parser.htmlParser().setTrackErrors(20);
                Document page = parser.parseInput(StatuspageShapeTest.text(busy, file.path()), "");
                assertThat(parser.getErrors()).as(file.path()).isEmpty();
                var ids = page.select("[id]").eachAttr("id");
                assertThat(ids).as(file.path()).doesNotHaveDuplicates();
                assertThat(page.select("h1")).as(file.path()).hasSize(1);
            }
        }
    }

    @Test
    void the_page_says_how_old_it_is_without_any_script() {
        Document page = html(file("index.html"));
        assertThat(page.select(".as-of").text()).startsWith("As of 14:32 UTC");
        assertThat(page.select("html").attr("data-stale-after")).isEqualTo("300");
        assertThat(page.select("#stale").hasAttr("hidden")).isTrue();
    }

    @Test
    void a_component_of_which_nothing_is_known_is_not_green() {
        Document page = html(file("index.html"));
        assertThat(page.select("#c-tracking0001 .state").text()).isEqualTo("Unknown");
        assertThat(page.select("#c-tracking0001 .about-unknown").text())
                .startsWith("Not being measured right now. Last confirmed: operational");
    }

    @Test
    void history_that_names_no_time_says_so_instead_of_inventing_one() {
        Document history = html(file("history.html"));
        assertThat(history.select("h2").eachText()).contains("Time not recorded");
        Document incident = html(file("incidents/incold000001.html"));
        assertThat(incident.select(".facts").text()).contains("Began time not recorded");
        assertThat(incident.select(".source").text()).contains("It has no times");
        assertThat(incident.select(".update time")).isEmpty();
    }

    @Test
    void a_day_that_is_all_that_is_known_is_shown_as_a_day() {
        Document incident = html(file("incidents/incspring001.html"));
        assertThat(incident.select(".facts").text())
                .contains("Began 18 April 2026")
                .doesNotContain("00:00");
    }

    @Test
    void phones_are_told_that_they_see_fewer_days() {
        Document page = html(file("index.html"));
        assertThat(page.select(".section-note .narrow").text()).isEqualTo("Bars show the last 45 days, figures 90.");
        assertThat(page.expectFirst(".bars").attr("aria-label")).startsWith("Storefront, last 90 days: uptime 99.");
    }

    @Test
    void a_figure_of_a_few_minutes_says_of_how_many() {
        assertThat(figure(960, 300)).startsWith("68.75 % uptime in 16 min,");
        assertThat(figure(960, 0)).isEqualTo("100 % uptime in 16 min");
        assertThat(figure(40, 0)).isEqualTo("100 % uptime in < 1 min");
        assertThat(figure(7_500, 300)).startsWith("96.00 % uptime in 2 h,");
        assertThat(figure(86_400, 300)).startsWith("99.65 % uptime in 1 days,");
        Snapshot page = young(960, 300);
        assertThat(html(StatuspageShapeTest.file(page, "index.html"))
                        .expectFirst(".bars")
                        .attr("aria-label"))
                .startsWith("Young one, last 1 days: uptime 68.75 % in 16 min, 1 day with trouble");
        assertThat(StatuspageShapeTest.text(page, "index.md"))
                .contains("Young one: Operational, uptime in 16 min: 68.75 %");
        assertThat(StatuspageShapeTest.text(young(86_400, 300), "index.md")).contains("uptime 1 days: 99.65 %");
    }

    @Test
    void so_does_the_figure_of_a_group_by_its_oldest_member() {
        var group = ComponentModel.of("younggroup01", "Young", DemoPage.NOW, 1)
                .with(List.of(
                        youngOne(960, 300).inGroup("younggroup01"),
                        ComponentModel.of("youngone0002", "Younger one", DemoPage.NOW, 2)
                                .withDays(List.of(day(60, 0)))
                                .inGroup("younggroup01")));
        Snapshot page = renderer.render(DemoPage.page(List.of(group), List.of(), List.of()));
        assertThat(html(StatuspageShapeTest.file(page, "index.html"))
                        .select(".group-head .count")
                        .text())
                .isEqualTo("2 components, 84.37 % uptime in 16 min");
        assertThat(html(StatuspageShapeTest.file(page, "uptime.html"))
                        .select(".figure")
                        .text())
                .isEqualTo("84.37 % in 16 min");
    }

    /// Of a component of which no more than this is known, and that was gone for so long.
    private String figure(long knownSeconds, long majorSeconds) {
        return html(StatuspageShapeTest.file(young(knownSeconds, majorSeconds), "index.html"))
                .select(".axis .uptime")
                .text();
    }

    private Snapshot young(long knownSeconds, long majorSeconds) {
        return renderer.render(DemoPage.page(List.of(youngOne(knownSeconds, majorSeconds)), List.of(), List.of()));
    }

    private static ComponentModel youngOne(long knownSeconds, long majorSeconds) {
        return ComponentModel.of("youngone0001", "Young one", DemoPage.NOW, 1)
                .withDays(List.of(day(knownSeconds, majorSeconds)));
    }

    private static DayBar day(long knownSeconds, long majorSeconds) {
        return new DayBar(
                LocalDate.ofInstant(DemoPage.NOW, ZoneOffset.UTC),
                majorSeconds > 0 ? ComponentStatus.MAJOR_OUTAGE : ComponentStatus.OPERATIONAL,
                86_400,
                86_400 - knownSeconds,
                0,
                majorSeconds,
                List.of());
    }

    @Test
    void where_no_mail_leaves_there_is_no_form_and_no_word_of_subscribing() {
        PageModel calm = DemoPage.calm();
        var without = new PageModel(
                calm.id(),
                calm.slug(),
                calm.name(),
                calm.url(),
                calm.timeZone(),
                calm.updatedAt(),
                calm.renderedAt(),
                calm.sequence(),
                calm.components(),
                calm.incidents(),
                calm.maintenances(),
                new PagePolicy(calm.policy().staleAfter(), false, Optional.empty(), false));
        Document page = html(StatuspageShapeTest.file(renderer.render(without), "index.html"));
        assertThat(page.select("form")).isEmpty();
        assertThat(page.select(".subscribe-feeds").text()).startsWith("Follow Atom");
        assertThat(page.select(".nav-subscribe").text()).isEqualTo("Follow");
        Document with = html(StatuspageShapeTest.file(renderer.render(calm), "index.html"));
        assertThat(with.select("form[action=subscribe] input[name=email]")).hasSize(1);
        assertThat(with.select(".subscribe-feeds").text()).startsWith("Or follow Atom");
        assertThat(with.select(".nav-subscribe").text()).isEqualTo("Subscribe");
    }

    @Test
    void an_incident_page_holds_every_update_and_the_postmortem() {
        Document incident = html(file("incidents/incdeliver01.html"));
        assertThat(incident.select(".told .update")).hasSize(3);
        assertThat(incident.select("#postmortem h3").eachText())
                .containsExactly("What happened", "Why nobody saw it in time", "What we change");
        assertThat(incident.select("#upddeliver02")).hasSize(1);
    }

    @Test
    void a_promise_that_was_not_kept_is_shown_as_overdue() {
        var late = DemoPage.at(DemoPage.busy(), DemoPage.NOW.plusSeconds(3_600), 4_712);
        Document page = Jsoup.parse(StatuspageShapeTest.text(renderer.render(late), "index.html"));
        assertThat(page.select(".promise.overdue").text())
                .isEqualTo("The next update was promised for 14:45 UTC and is overdue.");
    }

    @Test
    void corrected_words_stand_above_what_was_said_before_on_the_page_and_in_every_feed() {
        Instant at = DemoPage.NOW.minusSeconds(60);
        UpdateModel update = UpdateModel.of(
                        "updbelt00001",
                        IncidentPhase.IDENTIFIED,
                        "The *carrier* is late.",
                        DemoPage.NOW.minusSeconds(600))
                .corrected("A belt is torn.", at, "We named the <wrong> cause.");
        var incident = new IncidentModel(
                "incbelt00001",
                "Letters are late",
                IncidentPhase.IDENTIFIED,
                Impact.MINOR,
                IncidentTimes.of(DemoPage.NOW, DemoPage.NOW),
                at,
                List.of(update),
                List.of(),
                Optional.empty(),
                Optional.of(DemoPage.NOW.plusSeconds(600)),
                false);
        Snapshot snapshot = renderer.render(
                DemoPage.page(DemoPage.components(ComponentStatus.OPERATIONAL, false), List.of(incident), List.of()));
        Document page = Jsoup.parse(StatuspageShapeTest.text(snapshot, "incidents/incbelt00001.html"));
        assertThat(page.select(".update > .prose").text()).isEqualTo("A belt is torn.");
        assertThat(page.select(".edited").text()).startsWith("corrected ");
        assertThat(page.select(".corrected").text())
                .contains("We named the <wrong> cause. Until then it said: The carrier is late.");
        for (String feed : List.of("history.atom", "history.rss", "updates.atom", "feed.json")) {
            assertThat(StatuspageShapeTest.text(snapshot, feed))
                    .as(feed)
                    .contains("A belt is torn.", "Corrected ", "Until then it said:", "carrier")
                    .doesNotContain("<wrong>");
        }
        assertThat(StatuspageShapeTest.text(snapshot, "index.md"))
                .contains("A belt is torn.", "until then it said: The carrier is late.", "Next update by 12 Aug 2026");
    }

    @Test
    void hostile_words_stay_words() {
        String evil =
                "<script>alert(1)</script> [x](javascript:alert(2)) ![p](https://spy.example/p.gif) \u0000\u0007]]>";
        var incident = new IncidentModel(
                "incevil00001",
                "<img src=x onerror=alert(3)>",
                IncidentPhase.INVESTIGATING,
                Impact.MINOR,
                IncidentTimes.of(DemoPage.NOW, DemoPage.NOW),
                DemoPage.NOW,
                List.of(UpdateModel.of("updevil00001", IncidentPhase.INVESTIGATING, evil, DemoPage.NOW)),
                List.of("\"><script>"),
                Optional.of(evil),
                Optional.empty(),
                false);
        Snapshot snapshot = renderer.render(
                DemoPage.page(DemoPage.components(ComponentStatus.OPERATIONAL, false), List.of(incident), List.of()));
        for (String path : List.of("index.html", "history.html", "incidents/incevil00001.html")) {
            Document page = Jsoup.parse(StatuspageShapeTest.text(snapshot, path));
            assertThat(page.select("script:not([src]), img, [onerror]"))
                    .as(path)
                    .isEmpty();
            assertThat(page.select("a[href^=javascript]")).as(path).isEmpty();
        }
        assertThat(StatuspageShapeTest.text(snapshot, "history.atom")).doesNotContain("\u0000", "\u0007", "<script>");
    }

    @Test
    void what_was_signed_cannot_be_changed_unseen() {
        byte[] changed = busy.manifest().clone();
        changed[changed.length / 2] ^= 1;
        assertThat(SnapshotKey.verifies(KEY.publicText(), busy.manifest(), busy.signature()))
                .isTrue();
        assertThat(SnapshotKey.verifies(KEY.publicText(), changed, busy.signature()))
                .isFalse();
        assertThat(SnapshotKey.verifies(SnapshotKey.generate().publicText(), busy.manifest(), busy.signature()))
                .isFalse();
    }

    @Test
    void the_text_version_tells_the_same() {
        String text = StatuspageShapeTest.text(busy, "index.md");
        assertThat(text)
                .startsWith("# Fernwood: Checkout is partly down")
                .contains("## Open: Some card payments are refused")
                .contains("Parcel tracking: Unknown (last confirmed: Operational)");
    }

    @Test
    void pages_about_the_past_do_not_change_while_nothing_happens_to_them() {
        Snapshot later = renderer.render(DemoPage.at(DemoPage.busy(), DemoPage.NOW.plusSeconds(60), 4_712));
        for (SnapshotFile file : later.files()) {
            boolean same = file.sha256().equals(file(file.path()).sha256());
            boolean ofNow = List.of(
                            "index.html",
                            "index.md",
                            "uptime.html",
                            "history.html",
                            "404.html",
                            "history/2026-08.html",
                            "incidents/inccheckout1.html",
                            "incidents/mntdatabase1.html")
                    .contains(file.path());
            assertThat(same).as(file.path()).isEqualTo(!ofNow);
        }
    }

    @Test
    void days_are_cut_in_the_pages_own_zone() {
        assertThat(DemoPage.NOW.atZone(ZoneOffset.UTC).getDayOfMonth()).isEqualTo(12);
        assertThat(html(file("index.html")).expectFirst(".day-title").text()).isEqualTo("10 to 12 August 2026");
    }

    private SnapshotFile file(String path) {
        return StatuspageShapeTest.file(busy, path);
    }

    private static Document html(SnapshotFile file) {
        return Jsoup.parse(new String(file.identity(), java.nio.charset.StandardCharsets.UTF_8));
    }
}
