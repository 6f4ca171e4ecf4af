package dev.candor.page.html;

import dev.candor.base.time.Durations;
import dev.candor.page.ComponentStatus;
import dev.candor.page.DayBar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One day as a bar.
///
/// @param look CSS class, one or two letters to keep pages small
/// @param tip what the day was like, in words
/// @param trouble the day belongs into the list of days with trouble
public record BarView(String look, String tip, boolean trouble) {
    static BarView of(DayBar day, PageTimes times) {
        String date = times.shortDay(day.date());
        if (day.blank()) {
            return new BarView("n", date + ": " + (day.countedSeconds() == 0 ? "not watched yet" : "no data"), false);
        }
        var facts = new ArrayList<String>();
        add(facts, "major outage", day.majorSeconds());
        add(facts, "partial outage", day.partialSeconds());
        if (facts.isEmpty() && day.worst() != ComponentStatus.OPERATIONAL) {
            facts.add(day.worst().label().toLowerCase(java.util.Locale.ROOT));
        }
        add(facts, "unknown", day.unknownSeconds());
        boolean trouble = day.worst().worseThan(ComponentStatus.UNDER_MAINTENANCE);
        if (facts.isEmpty()) {
            facts.add("no trouble");
        }
        return new BarView(look(day.worst()), date + ": " + String.join(", ", facts), trouble);
    }

    static String look(ComponentStatus status) {
        return switch (status) {
            case OPERATIONAL -> "o";
            case UNDER_MAINTENANCE -> "w";
            case DEGRADED_PERFORMANCE -> "d";
            case PARTIAL_OUTAGE -> "p";
            case MAJOR_OUTAGE -> "m";
        };
    }

    private static void add(List<String> facts, String what, long seconds) {
        if (seconds > 0) {
            facts.add(what + " " + Durations.words(Duration.ofSeconds(seconds)));
        }
    }
}
