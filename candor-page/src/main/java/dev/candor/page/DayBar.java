package dev.candor.page;

import java.time.LocalDate;
import java.util.List;

/// One day of one component, in the page's time zone.
///
/// @param worst the worst confirmed state of the day
/// @param countedSeconds how much of the day counts: 86,400 (or 82,800 and 90,000 when clocks change), less for today
/// and for the day the component began, 0 before it existed. The following three are parts of it and do not overlap.
/// @param unknownSeconds nothing was known; excluded from uptime
/// @param partialSeconds partial outage; counts 30 %
/// @param majorSeconds major outage; counts 100 %
/// @param incidentIds incidents that touched this component on this day
public record DayBar(
        LocalDate date,
        ComponentStatus worst,
        long countedSeconds,
        long unknownSeconds,
        long partialSeconds,
        long majorSeconds,
        List<String> incidentIds) {

    public DayBar {
        incidentIds = List.copyOf(incidentIds);
        if (countedSeconds < 0 || unknownSeconds < 0 || partialSeconds < 0 || majorSeconds < 0) {
            throw new IllegalArgumentException("seconds of " + date + " may not be negative");
        }
        if (unknownSeconds + partialSeconds + majorSeconds > countedSeconds) {
            throw new IllegalArgumentException("the parts of " + date + " are longer than the day");
        }
    }

    /// Nothing at all was known on this day, or the component did not exist.
    public boolean blank() {
        return unknownSeconds >= countedSeconds;
    }
}
