package dev.candor.detect.vendor;

import static dev.candor.detect.vendor.Documents.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.vendor.Vendor.Format;
import dev.candor.detect.vendor.VendorReport.Event;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static Read read(Format format, String main, String more) {
        return Reader.read(format, bytes(main), more.isEmpty() ? Optional.empty() : Optional.of(bytes(more)), NOW);
    }

    private static VendorReport said(String main, String more) {
        Read read = read(Format.AUTO, main, more);
        assertThat(read).isInstanceOf(Read.Said.class);
        return ((Read.Said) read).report();
    }

    private static String because(String main) {
        Read read = read(Format.AUTO, main, "");
        assertThat(read).isInstanceOf(Read.Unreadable.class);
        return ((Read.Unreadable) read).because();
    }

    private static VendorVerdict verdict(VendorReport report, String... components) {
        return VendorVerdict.of(
                report,
                new Vendor(
                        "mail",
                        URI.create("https://status.vendor.example"),
                        Format.AUTO,
                        Duration.ofMinutes(1),
                        List.of(),
                        List.of(components),
                        Vendor.Tell.INFO),
                NOW);
    }

    @Test
    void a_statuspage_that_is_well_is_operational_and_its_groups_are_not_counted() {
        VendorReport report = said(Documents.statuspage("none", "operational", ""), "");
        assertThat(report.format()).isEqualTo(Format.STATUSPAGE);
        assertThat(report.components())
                .extracting(VendorReport.Part::name, VendorReport.Part::group)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Sending", "Mail"),
                        org.assertj.core.groups.Tuple.tuple("Archive", ""));
        assertThat(verdict(report).standing()).isEqualTo(Standing.OPERATIONAL);
    }

    @Test
    void a_green_headline_over_an_open_incident_is_not_operational() {
        VendorReport report =
                said(Documents.statuspage("none", "operational", Documents.incident("i1", "identified", "none")), "");
        assertThat(verdict(report).standing()).isEqualTo(Standing.DEGRADED_PERFORMANCE);
        assertThat(verdict(report).why()).contains("Letters are slow");
    }

    @Test
    void an_incident_keeps_its_times_updates_and_components() {
        Event event = said(
                        Documents.statuspage(
                                "major", "partial_outage", Documents.incident("i1", "identified", "major")),
                        "")
                .events()
                .getFirst();
        assertThat(event.startedAt()).isEqualTo("2026-11-22T09:10:00Z");
        assertThat(event.saidAt()).isEqualTo("2026-11-22T09:20:00Z");
        assertThat(event.open()).isTrue();
        assertThat(event.impact()).isEqualTo(Standing.PARTIAL_OUTAGE);
        assertThat(event.components()).containsExactly("Sending");
        assertThat(event.updates()).hasSize(2);
        assertThat(event.updates().getFirst().at()).isEqualTo("2026-11-22T09:40:00Z");
        assertThat(event.updates().getFirst().text()).isEqualTo("A queue is full.\nWe empty it.");
    }

    @Test
    void only_components_that_matter_count() {
        VendorReport report = said(
                Documents.statuspage("major", "partial_outage", Documents.incident("i1", "identified", "major")), "");
        assertThat(verdict(report, "Archive").standing()).isEqualTo(Standing.OPERATIONAL);
        assertThat(verdict(report, "sending").standing()).isEqualTo(Standing.PARTIAL_OUTAGE);
        assertThat(verdict(report, "Sorting").standing()).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void what_is_resolved_in_the_long_list_has_its_end() {
        String list = "{\"incidents\":["
                + Documents.incident("i0", "postmortem", "minor")
                        .replace("\"resolved_at\":null", "\"resolved_at\":\"2026-11-22T09:50:00.000Z\"")
                + "]}";
        Event event = said(Documents.statuspage("none", "operational", ""), list)
                .events()
                .getFirst();
        assertThat(event.endedAt()).contains(Instant.parse("2026-11-22T09:50:00Z"));
        assertThat(verdict(said(Documents.statuspage("none", "operational", ""), list))
                        .standing())
                .isEqualTo(Standing.OPERATIONAL);
    }

    @Test
    void a_compatible_summary_without_incidents_is_known_as_incident_io_and_takes_them_from_the_list() {
        VendorReport report = said(Documents.COMPATIBLE, Documents.COMPATIBLE_INCIDENTS);
        assertThat(report.format()).isEqualTo(Format.INCIDENT_IO);
        assertThat(report.events()).extracting(Event::title).containsExactly("Nobody can sign in", "Long over");
        assertThat(report.whole()).isTrue();
        assertThat(verdict(report).standing()).isEqualTo(Standing.MAJOR_OUTAGE);
        assertThat(said(Documents.COMPATIBLE, "<html>").whole()).isFalse();
    }

    @Test
    void incident_ios_own_document_names_only_what_is_affected() {
        VendorReport report = said(Documents.PROXY, "");
        assertThat(report.components())
                .extracting(VendorReport.Part::standing)
                .containsExactly(Standing.MAJOR_OUTAGE, Standing.OPERATIONAL);
        assertThat(report.components().getFirst().group()).isEqualTo("People");
        assertThat(report.events().getFirst().updates().getFirst().text()).isEqualTo("Found it.");
        assertThat(verdict(report).standing()).isEqualTo(Standing.MAJOR_OUTAGE);
    }

    @Test
    void instatus_dates_are_read_as_javascript_prints_them_and_planned_work_is_no_trouble() {
        VendorReport report = said(Documents.INSTATUS, Documents.INSTATUS_PARTS);
        assertThat(report.format()).isEqualTo(Format.INSTATUS);
        assertThat(report.events().getFirst().startedAt()).isEqualTo("2026-11-22T09:15:00Z");
        assertThat(report.components()).hasSize(2);
        assertThat(verdict(report).events()).extracting(Event::title).containsExactly("Tubes leak");
        assertThat(verdict(report).standing()).isEqualTo(Standing.MAJOR_OUTAGE);
    }

    @Test
    void instatus_without_lists_is_well_in_both_variants() {
        assertThat(verdict(said("{\"page\":{\"name\":\"Glue\",\"status\":\"UP\"}}", ""))
                        .standing())
                .isEqualTo(Standing.OPERATIONAL);
        assertThat(verdict(said(
                                "{\"page\":{\"name\":\"Glue\",\"status\":{\"text\":\"All good\",\"type\":\"UP\"}}}",
                                ""))
                        .standing())
                .isEqualTo(Standing.OPERATIONAL);
        assertThat(verdict(said("{\"page\":{\"name\":\"Glue\",\"status\":\"FLYING\"}}", ""))
                        .standing())
                .isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void an_atom_entry_is_as_its_newest_word_says_and_links_that_are_none_are_left_out() {
        VendorReport report = said(Documents.ATOM, "");
        assertThat(report.format()).isEqualTo(Format.ATOM);
        assertThat(report.events()).extracting(Event::phase).containsExactly("identified", "resolved");
        assertThat(report.events())
                .extracting(Event::link)
                .containsExactly("https://status.vendor.example/incidents/12", "");
        assertThat(report.events().getLast().endedAt()).contains(Instant.parse("2026-11-10T10:40:00Z"));
        assertThat(report.changedAt()).contains(Instant.parse("2026-11-22T09:40:00Z"));
        assertThat(verdict(report).standing()).isEqualTo(Standing.DEGRADED_PERFORMANCE);
    }

    @Test
    void an_rss_item_nobody_closed_ends_by_its_age_and_planned_work_waits() {
        VendorReport report = said(Documents.RSS, "");
        assertThat(report.format()).isEqualTo(Format.RSS);
        assertThat(verdict(report).events()).extracting(Event::title).containsExactly("Letters are slow");
        assertThat(report.events()).extracting(Event::planned).containsExactlyInAnyOrder(false, false, true);
    }

    @Test
    void an_empty_feed_says_neither_good_nor_bad() {
        VendorReport report = said(
                "<rss version=\"2.0\"><channel><title>t</title><link>https://x.example</link><description>d</description></channel></rss>",
                "");
        assertThat(verdict(report).standing()).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void what_is_no_status_page_is_unreadable_and_says_why() {
        assertThat(because("")).isEqualTo("it is empty");
        assertThat(because("  \n ")).isEqualTo("it is empty");
        assertThat(because("<!DOCTYPE html><html><title>Status</title>")).contains("web page");
        assertThat(because("<html><body><form action=/login>Sign in</form>")).contains("asks to sign in");
        assertThat(because("{\"ok\":true}")).contains("no kind we know");
        assertThat(because("[1,2]")).contains("no JSON we can read");
        assertThat(because("{\"page\":")).contains("no JSON we can read");
        assertThat(because("<rss><channel>")).isEqualTo("it is no RSS or Atom feed: its XML is broken in line 1");
        assertThat(because("<recipe><flour/></recipe>"))
                .isEqualTo("it is no RSS or Atom feed: it is XML of another kind");
        assertThat(because("certainly not")).contains("no JSON");
        assertThat(because("\u0000\u0001\u0002")).isNotEmpty();
    }

    @Test
    void a_page_on_which_nothing_changed_for_years_is_no_word_on_today() {
        assertThat(because(Documents.statuspage("none", "operational", "").replace("2026-11-20", "2023-05-01")))
                .isEqualTo("nothing on it has changed since 2023-05-01");
        assertThat(because(Documents.RSS.replace("2026", "2021"))).contains("since 2021");
    }

    @Test
    void entities_that_grow_or_read_files_are_refused() {
        String laughs =
                "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><rss version=\"2.0\"><channel><title>&c;</title></channel></rss>";
        assertThat(because(laughs)).isEqualTo("it is no RSS or Atom feed: it has a DOCTYPE, and such are not read");
        assertThat(
                        because(
                                "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><rss version=\"2.0\"><channel><title>&x;</title></channel></rss>"))
                .contains("no RSS or Atom feed");
    }

    @Test
    void deep_and_endless_documents_are_refused() {
        assertThat(because("[".repeat(5000))).contains("no JSON");
        assertThat(because("{\"page\":".repeat(5000))).contains("no JSON");
        String item = "<item><title>t</title><guid>g</guid></item>";
        assertThat(because("<rss version=\"2.0\"><channel><title>t</title>" + item.repeat(501) + "</channel></rss>"))
                .contains("entries");
        String many = (Documents.incident("i", "identified", "minor") + ",").repeat(3000);
        assertThat(said(Documents.statuspage("none", "operational", many.substring(0, many.length() - 1)), "")
                        .events())
                .hasSize(1);
    }

    @Test
    void a_byte_order_mark_does_no_harm() {
        assertThat(said("\ufeff" + Documents.statuspage("none", "operational", ""), "")
                        .components())
                .hasSize(2);
    }

    @Test
    void whatever_is_broken_in_a_document_nothing_is_thrown_and_texts_stay_short() {
        List<String> documents = List.of(
                Documents.statuspage("major", "partial_outage", Documents.incident("i1", "identified", "major")),
                Documents.COMPATIBLE,
                Documents.PROXY,
                Documents.INSTATUS,
                Documents.ATOM,
                Documents.RSS);
        var random = new SplittableRandom(11);
        int read = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = documents.get(round % documents.size()).getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(6); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(4) == 0) {
                bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1);
            }
            Format format = Format.values()[random.nextInt(Format.values().length)];
            switch (Reader.read(format, bytes, Optional.of(bytes), NOW)) {
                case Read.Said(VendorReport report) -> {
                    read++;
                    var texts = new ArrayList<String>();
                    report.events().forEach(event -> texts.add(event.title()));
                    report.components().forEach(part -> texts.add(part.name()));
                    assertThat(texts).allMatch(text -> text.length() <= 255 && text.indexOf('\n') < 0);
                    assertThat(report.events())
                            .allMatch(event ->
                                    !event.startedAt().isAfter(event.endedAt().orElse(Instant.MAX)));
                }
                case Read.Unreadable(String why) -> assertThat(why).isNotBlank().hasSizeLessThan(400);
            }
        }
        assertThat(read).isGreaterThan(50);
    }
}
