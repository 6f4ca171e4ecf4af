package dev.candor.page.feed;

import dev.candor.page.MaintenanceModel;
import dev.candor.page.PageModel;
import dev.candor.page.SnapshotFile;
import dev.candor.page.html.Markdown;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Planned work as iCalendar (RFC 5545), to be subscribed to: stable `UID`s, `SEQUENCE` grows with every update.
public final class Calendar {
    private static final int LISTED = 200;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder();

    private Calendar() {}

    public static SnapshotFile file(PageModel page) {
        return SnapshotFile.text("maintenance.ics", "text/calendar", new Calendar().render(page));
    }

    private String render(PageModel page) {
        line("BEGIN", "VCALENDAR");
        line("VERSION", "2.0");
        line("PRODID", "-//Candor//Status page//EN");
        line("CALSCALE", "GREGORIAN");
        line("METHOD", "PUBLISH");
        line("NAME", escaped(page.name() + " maintenance"));
        line("X-WR-CALNAME", escaped(page.name() + " maintenance"));
        line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
        page.maintenances().stream().limit(LISTED).forEach(each -> event(page, each));
        line("END", "VCALENDAR");
        return text.toString();
    }

    private void event(PageModel page, MaintenanceModel maintenance) {
        String host = page.url().getHost();
        String words = maintenance.updates().isEmpty()
                ? ""
                : Markdown.plain(maintenance.updates().getFirst().markdown());
        line("BEGIN", "VEVENT");
        line("UID", maintenance.id() + "@" + (host == null ? page.slug() : host));
        line("DTSTAMP", time(maintenance.updatedAt()));
        line("LAST-MODIFIED", time(maintenance.updatedAt()));
        line("SEQUENCE", Integer.toString(maintenance.updates().size()));
        line("DTSTART", time(maintenance.scheduledFor()));
        line("DTEND", time(maintenance.scheduledUntil()));
        line("SUMMARY", escaped(page.name() + ": " + maintenance.name()));
        line("DESCRIPTION", escaped(maintenance.state().label() + (words.isEmpty() ? "" : ". " + words)));
        line("URL", page.url() + "/incidents/" + maintenance.id());
        line("STATUS", "CONFIRMED");
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }

    /// RFC 5545, 3.3.11.
    private static String escaped(String value) {
        return Xml.allowed(value)
                .replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replace("\r", "")
                .replace("\n", "\\n");
    }

    /// RFC 5545, 3.1: lines end with CRLF and are folded at 75 octets, never inside a character.
    private void line(String name, String value) {
        int octets = 0;
        String whole = name + ":" + value;
        for (int i = 0; i < whole.length(); ) {
            int next = i + Character.charCount(whole.codePointAt(i));
            String character = whole.substring(i, next);
            int size = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + size > 75) {
                text.append("\r\n ");
                octets = 1;
            }
            text.append(character);
            octets += size;
            i = next;
        }
        text.append("\r\n");
    }
}
