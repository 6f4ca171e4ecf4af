package dev.candor.lab;

import java.time.Instant;
import java.util.List;

/// What an observer saw, by the wall clock of this machine, each list in the order of time.
///
/// @param signals every single observation that failed (a probe, a burst in a log), not only changes
/// @param alerts every alert that was opened
/// @param pages every page as it arrived at the receiver
/// @param published every time the public page showed trouble for the first time in an incident
/// @param incidents how many incidents were opened
/// @param lost pages or updates that were promised and never arrived
public record Sightings(
        List<Instant> signals,
        List<Instant> alerts,
        List<Instant> pages,
        List<Instant> published,
        int incidents,
        int lost) {
    public static final Sightings NONE = new Sightings(List.of(), List.of(), List.of(), List.of(), 0, 0);

    public Sightings {
        signals = List.copyOf(signals);
        alerts = List.copyOf(alerts);
        pages = List.copyOf(pages);
        published = List.copyOf(published);
    }
}
