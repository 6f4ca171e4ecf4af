package dev.candor.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.SyndFeedInput;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedsTest {
    private final Snapshot busy = new SnapshotRenderer(SnapshotKey.generate()).render(DemoPage.busy());

    @Test
    void the_history_feed_has_one_entry_per_incident_with_a_stable_id() throws Exception {
        SyndFeed feed = feed("history.atom");
        assertThat(feed.getTitle()).isEqualTo("Fernwood Status - Incident History");
        assertThat(feed.getUri()).isEqualTo("tag:status.fernwood.example,2005:/history");
        assertThat(feed.getEntries()).hasSize(7);
        SyndEntry open = feed.getEntries().stream()
                .filter(entry -> entry.getUri().endsWith("Incident/inccheckout1"))
                .findFirst()
                .orElseThrow();
        assertThat(open.getLink()).isEqualTo("https://status.fernwood.example/incidents/inccheckout1");
        assertThat(open.getContents().getFirst().getValue())
                .contains("<p><small>Aug <var data-var='date'>12</var>, <var data-var='time'>14:24</var> UTC</small>"
                        + "<br><strong>Identified</strong> - One of our two");
    }

    @Test
    void the_feeds_own_time_is_that_of_its_newest_word_not_of_the_request() throws Exception {
        assertThat(feed("history.atom").getPublishedDate().toInstant()).isEqualTo(DemoPage.NOW.minusSeconds(480));
    }

    @Test
    void rss_carries_the_end_of_maintenance_where_readers_look_for_it() throws Exception {
        assertThat(feed("history.rss").getEntries()).hasSize(7);
        assertThat(StatuspageShapeTest.text(busy, "history.rss"))
                .contains("<maintenanceEndDate>Sat, 15 Aug 2026 04:00:00 +0000</maintenanceEndDate>")
                .contains("THIS IS A SCHEDULED EVENT Aug &lt;var data-var='date'&gt;15")
                .contains("&lt;strong&gt;Resolved&lt;/strong&gt;");
    }

    @Test
    void the_updates_feed_has_one_entry_per_word_that_has_a_time() throws Exception {
        List<SyndEntry> entries = feed("updates.atom").getEntries();
        assertThat(entries).hasSize(10);
        assertThat(entries.getFirst().getUri()).isEqualTo("tag:status.fernwood.example,2005:Update/updcheckout3");
        assertThat(entries).extracting(SyndEntry::getUri).doesNotHaveDuplicates();
    }

    @Test
    void calendar_lines_are_short_and_end_as_the_standard_wants() {
        String calendar = StatuspageShapeTest.text(busy, "maintenance.ics");
        assertThat(calendar).startsWith("BEGIN:VCALENDAR\r\n").endsWith("END:VCALENDAR\r\n");
        assertThat(calendar.split("\r\n")).allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75);
        assertThat(calendar.replace("\r\n ", ""))
                .contains("UID:mntdatabase1@status.fernwood.example")
                .contains("DTSTART:20260815T020000Z")
                .contains("You stay signed in\\, but for about ten minutes");
    }

    private SyndFeed feed(String path) throws Exception {
        return new SyndFeedInput().build(new StringReader(StatuspageShapeTest.text(busy, path)));
    }
}
