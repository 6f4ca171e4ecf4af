package dev.candor.lab.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an observer saw, by the wall clock of this machine, each list in the order of time.
///
/// @param signals every single observation that failed (a probe, a burst in a log), not only changes
/// @param alerts every alert that was opened
/// @param pages every page as it arrived at the receiver
/// @param published every time the public page showed trouble for the first time in an incident
/// @param incidents how many incidents were opened
/// @param lost pages or updates that were promised and never arrived
/// @param told what the alerts said, one for each of `alerts`
/// @param statuses every status a component of the public page ever had
public record Sightings(
        List<Instant> signals,
        List<Instant> alerts,
        List<Instant> pages,
        List<Instant> published,
        int incidents,
        int lost,
        List<Told> told,
        Set<String> statuses) {
    public static final Sightings NONE = new Sightings(List.of(), List.of(), List.of(), List.of(), 0, 0);

    /// An alert.
    ///
    /// @param words the last it said
    /// @param resolved when it ended; empty while it is open
    /// @param said everything it ever said, as somebody who asks the API reads it
    public record Told(String words, Optional<Instant> resolved, List<Said> said) {
        public Told {
            said = List.copyOf(said);
        }
    }

    /// What an alert said from a moment on.
    ///
    /// @param detail the same for machines
    public record Said(Instant at, String words, Map<String, @Nullable Object> detail) {}

    public Sightings {
        signals = List.copyOf(signals);
        alerts = List.copyOf(alerts);
        pages = List.copyOf(pages);
        published = List.copyOf(published);
        told = List.copyOf(told);
        statuses = Set.copyOf(statuses);
    }

    /// Without words.
    public Sightings(
            List<Instant> signals,
            List<Instant> alerts,
            List<Instant> pages,
            List<Instant> published,
            int incidents,
            int lost) {
        this(signals, alerts, pages, published, incidents, lost, List.of(), Set.of());
    }

    /// When the last alert ended; empty while one is open, and when there was none.
    public Optional<Instant> wellAt() {
        return told.stream().anyMatch(one -> one.resolved().isEmpty())
                ? Optional.empty()
                : told.stream().flatMap(one -> one.resolved().stream()).max(Instant::compareTo);
    }

    /// Whether an alert says this.
    public boolean says(String words) {
        return told.stream().anyMatch(one -> one.words().contains(words));
    }
}
