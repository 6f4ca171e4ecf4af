package dev.candor.app.console;

import dev.candor.learn.boxes.Boxes;
import dev.candor.learn.boxes.Episode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Two weeks, drawn for a desk and for a hand, and as a list.
///
/// @param episodes in order of time
public record BoxView(LocalDate first, LocalDate today, ZoneId zone, Boxes wide, Boxes narrow, List<Episode> episodes) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.ENGLISH);

    public List<Boxes> both() {
        return List.of(wide, narrow);
    }

    public String form(Boxes boxes) {
        return boxes == wide ? "wide" : "narrow";
    }

    public String day(LocalDate day) {
        return DAY.format(day);
    }

    public String when(Episode episode) {
        return WHEN.format(episode.start());
    }

    public String range() {
        return DAY.format(first) + " to " + DAY.format(first.plusDays(Boxes.DAYS - 1)) + " "
                + first.plusDays(Boxes.DAYS - 1).getYear();
    }

    public LocalDate before() {
        return first.minusWeeks(1);
    }

    public LocalDate after() {
        return first.plusWeeks(1);
    }

    /// Whether there is anything later to look at.
    public boolean later() {
        return first.plusDays(Boxes.DAYS).isBefore(today.plusDays(1));
    }
}
