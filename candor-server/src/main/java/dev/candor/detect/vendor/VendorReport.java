package dev.candor.detect.vendor;

import java.time.Instant;
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

    /// A component of their page.
    ///
    /// @param group the heading it stands under; may be empty
    public record Part(String name, String group, Standing standing) {}

    /// An incident or planned work.
    ///
    /// @param id theirs; stays as long as it is the same event
    /// @param phase in their words, lower case: `investigating`; empty when none is told
    /// @param impact how bad they say it is
    /// @param startedAt when they say it began; never after `saidAt` or its end
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

        /// Planned work that has not begun is no trouble yet.
        boolean counts(Instant now) {
            return open() && (!planned || (!phase.equals("scheduled") && !startedAt.isAfter(now)));
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
