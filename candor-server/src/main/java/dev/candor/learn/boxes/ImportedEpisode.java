package dev.candor.learn.boxes;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Boxes of imported incidents: what their text fixes, and no more. Pure.
public final class ImportedEpisode {
    private static final Pattern HARMLESS =
            Pattern.compile("(?i)\\b(?:no|minimal|little|negligible) (?:customer|user|customer-facing) impact\\b");

    private ImportedEpisode() {}

    /// Empty when the text does not say when it was, or it was not in the fourteen days from `first`. A text that
    /// leaves the year away is taken to mean the one that puts it into these days.
    ///
    /// @param document as {@link dev.candor.learn.history.HistoryStore} keeps it
    public static Optional<Episode> of(
            Map<String, @Nullable Object> document, String address, LocalDate first, ZoneId zone) {
        LocalDate end = first.plusDays(Boxes.DAYS);
        Optional<Instant> start = instant(document.get("started_at"))
                .or(() -> firstWord(document))
                .or(() -> placed(document, first, end, zone));
        return start.map(at -> at.atZone(zone).toLocalDateTime())
                .filter(at ->
                        !at.toLocalDate().isBefore(first) && at.toLocalDate().isBefore(end))
                .map(at -> new Episode(
                        String.valueOf(document.get("title")),
                        address,
                        at,
                        length(document, start.get()),
                        true,
                        false,
                        badness(document)));
    }

    private static Optional<Instant> instant(@Nullable Object text) {
        return text instanceof String words ? Optional.of(Instant.parse(words)) : Optional.empty();
    }

    private static Optional<Instant> firstWord(Map<String, @Nullable Object> document) {
        return document.get("updates") instanceof List<?> updates
                        && !updates.isEmpty()
                        && updates.getFirst() instanceof Map<?, ?> update
                ? instant(update.get("at"))
                : Optional.empty();
    }

    private static Optional<Instant> placed(
            Map<String, @Nullable Object> document, LocalDate first, LocalDate end, ZoneId zone) {
        if (!(document.get("started_day") instanceof String day)
                || !(document.get("started_clock") instanceof String clock)) {
            return Optional.empty();
        }
        ZoneId there = document.get("started_offset") instanceof String offset ? ZoneOffset.of(offset) : zone;
        return Stream.of(first.getYear(), end.getYear())
                .flatMap(year -> on(day, year).stream())
                .map(date -> date.atTime(LocalTime.parse(clock)).atZone(there).toInstant())
                .filter(at -> {
                    LocalDate local = at.atZone(zone).toLocalDate();
                    return !local.isBefore(first) && local.isBefore(end);
                })
                .findFirst();
    }

    private static Optional<LocalDate> on(String monthDay, int year) {
        try {
            MonthDay day = MonthDay.parse(monthDay);
            return day.isValidYear(year) ? Optional.of(day.atYear(year)) : Optional.empty();
        } catch (DateTimeException broken) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> length(Map<String, @Nullable Object> document, Instant start) {
        Optional<Duration> measured = instant(document.get("resolved_at"))
                .filter(end -> end.isAfter(start))
                .map(end -> Duration.between(start, end));
        return measured.or(() -> document.get("length_s") instanceof Number seconds
                ? Optional.of(Duration.ofSeconds(seconds.longValue()))
                : Optional.empty());
    }

    private static Episode.Badness badness(Map<String, @Nullable Object> document) {
        boolean harmless = document.get("updates") instanceof List<?> updates
                && updates.stream()
                        .anyMatch(update -> update instanceof Map<?, ?> words
                                && HARMLESS.matcher(String.valueOf(words.get("text")))
                                        .find());
        return harmless ? Episode.Badness.NONE : Episode.Badness.UNSAID;
    }
}
