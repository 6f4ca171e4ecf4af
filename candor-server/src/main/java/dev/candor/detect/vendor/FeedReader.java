package dev.candor.detect.vendor;

import com.rometools.rome.feed.synd.SyndContent;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import dev.candor.detect.vendor.VendorReport.Event;
import dev.candor.detect.vendor.VendorReport.Update;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// RSS and Atom: one entry an incident, its state the first word in bold, as Statuspage and many others write it. The
/// feed's own time is often the moment of the request and is not looked at. Pure.
final class FeedReader {
    /// Nobody may ever close an entry: what was last touched so long ago is over.
    static final Duration FORGOTTEN = Duration.ofDays(7);

    private static final int ENTRIES = 500;
    private static final Set<String> OVER =
            Set.of("resolved", "completed", "postmortem", "fixed", "closed", "cancelled", "canceled");
    private static final Pattern STATE = Pattern.compile(
            "(?i)<(?:strong|b)>\\s{0,9}(?:status:\\s{0,9})?([A-Za-z][A-Za-z _-]{2,30})(?:</|\\s{0,9}[:.-])");
    private static final Pattern PLAIN_STATE = Pattern.compile(
            "(?i)\\b(resolved|completed|investigating|identified|monitoring|scheduled|in progress|verifying|update)\\b");
    private static final Pattern PLANNED = Pattern.compile("(?i)THIS IS A SCHEDULED EVENT|scheduled maintenance");

    private FeedReader() {}

    static Read read(byte[] bytes, Instant now) {
        SyndFeed feed;
        try {
            var input = new SyndFeedInput(false, Locale.ROOT);
            input.setAllowDoctypes(false); // without a doctype there is no entity that could grow or read files
            input.setPreserveWireFeed(false);
            feed = input.build(new XmlReader(new ByteArrayInputStream(bytes), true, "UTF-8"));
        } catch (FeedException | IOException | IllegalArgumentException broken) {
            return new Read.Unreadable("it is no RSS or Atom feed: " + words(String.valueOf(broken.getMessage())));
        }
        if (feed.getEntries().size() > ENTRIES) {
            return new Read.Unreadable(
                    "its feed has " + feed.getEntries().size() + " entries, at most " + ENTRIES + " are read");
        }
        var events = new LinkedHashMap<String, Event>();
        for (SyndEntry entry : feed.getEntries()) {
            event(entry, now).ifPresent(event -> events.putIfAbsent(event.id(), event));
        }
        List<Event> newest = new ArrayList<>(events.values());
        newest.sort(Comparator.comparing(Event::saidAt).reversed());
        Standing open = newest.stream()
                .filter(event -> event.counts(now))
                .map(Event::impact)
                .reduce(Standing.OPERATIONAL, Standing::worse);
        return new Read.Said(new VendorReport(
                String.valueOf(feed.getFeedType()).startsWith("atom") ? Vendor.Format.ATOM : Vendor.Format.RSS,
                Plain.line(or(feed.getTitle()), 255),
                newest.isEmpty() ? Standing.UNKNOWN : open,
                List.of(),
                newest,
                true,
                newest.stream().map(event -> event.updates().getFirst().at()).max(Comparator.naturalOrder())));
    }

    private static final Pattern LINE = Pattern.compile("Error on line ([0-9]{1,9})");

    /// What broke, in our words: the parser's are about its switches.
    private static String words(String parsers) {
        if (parsers.contains("DOCTYPE")) {
            return "it has a DOCTYPE, and such are not read";
        }
        Matcher line = LINE.matcher(parsers);
        return line.find() ? "its XML is broken in line " + line.group(1) : "it is XML of another kind";
    }

    private static Optional<Event> event(SyndEntry entry, Instant now) {
        Optional<Instant> published = time(entry.getPublishedDate());
        Optional<Instant> touched = StatuspageReader.latest(time(entry.getUpdatedDate()), published);
        String title = Plain.line(or(entry.getTitle()), 255);
        if (touched.isEmpty() || title.isEmpty()) {
            return Optional.empty();
        }
        String html = html(entry);
        boolean planned = PLANNED.matcher(html.length() > 2000 ? html.substring(0, 2000) : html)
                        .find()
                || title.toLowerCase(Locale.ROOT).contains("scheduled maintenance");
        String phase = phase(html, title);
        Instant began = published.orElse(touched.get());
        boolean over = OVER.contains(phase);
        boolean forgotten = !over && touched.get().plus(FORGOTTEN).isBefore(now);
        String link = Plain.link(or(entry.getLink()));
        String id = or(entry.getUri()).isEmpty() ? link.isEmpty() ? title + "@" + began : link : or(entry.getUri());
        Instant said = began.isAfter(now) ? now : began;
        Instant end = touched.get().isBefore(began) ? began : touched.get();
        return Optional.of(new Event(
                Plain.cut(Plain.line(id, 1000), 200),
                title,
                planned,
                forgotten ? "never closed" : planned && began.isAfter(now) ? "scheduled" : phase,
                planned ? Standing.UNDER_MAINTENANCE : Standing.DEGRADED_PERFORMANCE,
                began,
                said,
                over || forgotten ? Optional.of(end) : Optional.empty(),
                List.of(),
                List.of(new Update(touched.get(), phase, Plain.text(html, 4000))),
                link));
    }

    private static String phase(String html, String title) {
        Matcher bold = STATE.matcher(html);
        while (bold.find()) {
            String word = String.valueOf(bold.group(1))
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replace(' ', '_');
            if (!word.startsWith("this_is_a_scheduled")) {
                return word;
            }
        }
        if (title.regionMatches(true, 0, "[resolved]", 0, 10)) {
            return "resolved";
        }
        Matcher plain = PLAIN_STATE.matcher(title + "\n" + Plain.text(html, 300));
        return plain.find() ? String.valueOf(plain.group(1)).toLowerCase(Locale.ROOT) : "";
    }

    private static String html(SyndEntry entry) {
        var html = new StringBuilder();
        SyndContent description = entry.getDescription();
        if (description != null) {
            html.append(or(description.getValue()));
        }
        for (SyndContent content : entry.getContents()) {
            if (html.length() < 20_000) {
                html.append(or(content.getValue()));
            }
        }
        return html.length() > 20_000 ? html.substring(0, 20_000) : html.toString();
    }

    private static Optional<Instant> time(@Nullable Date date) {
        return date == null ? Optional.empty() : Tree.instant(date.toInstant().toString());
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }
}
