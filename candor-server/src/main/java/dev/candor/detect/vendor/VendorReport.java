package dev.candor.detect.vendor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a vendor's page says, whatever it is written in. Texts are plain: no markup, bounded, foreign.
///
/// @param format what it was written in, never AUTO
/// @param title what the page is called; may be empty
/// @param indicator their headline, as they give it
/// @param whole whether every open event is among `events`: one that is missing has then ended
/// @param changedAt the newest time of anything in it; empty when it names none
public record VendorReport(
        Vendor.Format format,
        String title,
        Standing indicator,
        List<Part> components,
        List<Event> events,
        boolean whole,
        Optional<Instant> changedAt) {
    static final int COMPONENTS = 500;
    static final int EVENTS = 100;
    static final int UPDATES = 100;

    private static final Duration CLOCKS = Duration.ofMinutes(5);

    /// A component of their page.
    ///
    /// @param group the heading it stands under; may be empty
    public record Part(String name, String group, Standing standing) {}

    /// An incident or planned work.
    ///
    /// @param id theirs; stays as long as it is the same event
    /// @param phase in their words, lower case: `investigating`; empty when none is told
    /// @param impact how bad they say it is
    /// @param startedAt when they say it began; never after its end, and after `saidAt` only when it is to come
    /// @param saidAt when they say they first spoke of it
    /// @param endedAt empty while it is open
    /// @param components names of what it touches; empty when they do not say
    /// @param updates newest first
    /// @param link http or https; may be empty
    public record Event(
            String id,
            String title,
            boolean planned,
            String phase,
            Standing impact,
            Instant startedAt,
            Instant saidAt,
            Optional<Instant> endedAt,
            List<String> components,
            List<Update> updates,
            String link) {
        public boolean open() {
            return endedAt.isEmpty();
        }

        /// Whether it bears a date that is to come: announced work, or a mistake of theirs. Clocks differ by minutes.
        public boolean isAhead(Instant now) {
            return startedAt.isAfter(planned ? now : now.plus(CLOCKS));
        }

        /// What has not begun is no trouble yet.
        boolean counts(Instant now) {
            return open() && !isAhead(now) && !(planned && phase.equals("scheduled"));
        }

        /// As it is kept: said when we first read it at the latest, over since then at the latest, and updates dated
        /// ahead behind all others.
        ///
        /// @param before as it was kept at the last look; empty when it is new
        /// @param firstSaid when they first spoke of it, as far as they say
        Event kept(Optional<Event> before, Instant firstSaid, Instant now) {
            Instant said = before.map(Event::saidAt).orElse(firstSaid);
            Optional<Instant> ended = endedAt.map(end -> planned || !end.isAfter(now)
                    ? end
                    : before.flatMap(Event::endedAt)
                            .filter(kept -> !kept.isAfter(now))
                            .orElse(now));
            var ordered = new ArrayList<Update>();
            updates.stream().filter(update -> !update.at().isAfter(now)).forEach(ordered::add);
            updates.stream().filter(update -> update.at().isAfter(now)).forEach(ordered::add);
            return new Event(
                    id,
                    title,
                    planned,
                    phase,
                    impact,
                    ended.filter(startedAt::isAfter).orElse(startedAt),
                    said.isAfter(now) ? now : said,
                    ended,
                    components,
                    Stored.updates(Stored.updates(ordered)), // as it comes back, or nothing would ever be equal
                    link);
        }
    }

    /// One thing they said.
    public record Update(Instant at, String phase, String text) {}

    public VendorReport {
        components = limited(components, COMPONENTS);
        events = limited(events, EVENTS);
    }

    static <T> List<T> limited(List<T> items, int most) {
        return items.size() > most ? List.copyOf(items.subList(0, most)) : List.copyOf(items);
    }
}
