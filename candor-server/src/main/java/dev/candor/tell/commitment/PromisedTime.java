package dev.candor.tell.commitment;

import dev.candor.base.time.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A promised time as people write it, by the clock of the page it is promised on: `14:30`, `in 30 min`,
/// `tomorrow 10:00`, `2026-11-23 10:00`, or an instant of ISO 8601. Pure.
public sealed interface PromisedTime {
    Duration SOONEST = Duration.ofMinutes(1);
    Duration FARTHEST = Duration.ofDays(90);
    int LONGEST_TEXT = 60;

    /// A bare time of day that has passed means tomorrow only when it is this near: `00:15` at ten to midnight.
    Duration ACROSS_MIDNIGHT = Duration.ofHours(12);

    record At(Instant instant) implements PromisedTime {}

    /// @param why for a person, with what would be right
    record Wrong(String why) implements PromisedTime {}

    /// @param text at most 60 characters
    static PromisedTime read(String text, ZoneId zone, Instant now) {
        String plain = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        if (text.length() > LONGEST_TEXT || plain.isEmpty()) {
            return new Wrong(Forms.USAGE);
        }
        return ahead(text.strip(), Forms.any(plain, zone, now), zone, now);
    }

    private static PromisedTime ahead(String text, PromisedTime read, ZoneId zone, Instant now) {
        if (!(read instanceof At(Instant at))) {
            return read;
        }
        if (at.isBefore(now.plus(SOONEST))) {
            return new Wrong("`" + text + "` has passed or is less than a minute away: on this page's clock it is "
                    + Forms.CLOCK.format(now.atZone(zone)) + " (" + zone.getId() + ").");
        }
        return at.isAfter(now.plus(FARTHEST))
                ? new Wrong("`" + text + "` is more than 90 days away: promise something sooner.")
                : read;
    }

    /// The ways to write it.
    final class Forms {
        static final String USAGE =
                "Write the time as `14:30`, `in 30 min`, `tomorrow 10:00`, `2026-11-23 10:00` or an instant like `2026-11-23T10:00:00Z`.";
        static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

        /// Longer than anybody means, and far from where instants end.
        private static final Duration ENDLESS = Duration.ofDays(36_500);
        private static final Pattern SPAN = Pattern.compile("in ([0-9][0-9a-z ]{1,40})");
        private static final Pattern DAYS = Pattern.compile("in ([0-9]{1,3}) days?");
        private static final Pattern TIME = Pattern.compile(
                "(?:at )?(?:(today|tomorrow|[0-9]{4}-[0-9]{2}-[0-9]{2})(?: |t| at ))?([0-9]{1,2}:[0-9]{2})");
        private static final Pattern INSTANT =
                Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}t[0-9:.]{5,18}(?:z|[+-][0-9]{2}:?[0-9]{2})");

        private Forms() {}

        static PromisedTime any(String plain, ZoneId zone, Instant now) {
            Matcher days = DAYS.matcher(plain);
            Matcher span = SPAN.matcher(plain);
            Matcher time = TIME.matcher(plain);
            try {
                if (days.matches()) { // by the calendar: the same time of day
                    LocalDateTime then = now.atZone(zone).toLocalDateTime().plusDays(Long.parseLong(days.group(1)));
                    return local(then, zone, now);
                }
                if (span.matches()) {
                    return Durations.parse(span.group(1))
                            .filter(length -> length.compareTo(ENDLESS) < 0)
                            .<PromisedTime>map(length -> new At(now.plus(length)))
                            .orElse(new Wrong(USAGE));
                }
                if (time.matches()) {
                    String clock = time.group(2).length() == 4 ? "0" + time.group(2) : time.group(2);
                    LocalTime at = LocalTime.parse(clock);
                    return time.group(1) == null
                            ? bare(at, zone, now)
                            : local(day(time.group(1), zone, now).atTime(at), zone, now);
                }
                if (INSTANT.matcher(plain).matches()) {
                    return new At(
                            OffsetDateTime.parse(plain.toUpperCase(Locale.ROOT)).toInstant());
                }
            } catch (DateTimeException noSuchTime) {
                return new Wrong("`" + plain + "` is no day or time there is. " + USAGE);
            }
            return new Wrong(USAGE);
        }

        private static LocalDate day(String word, ZoneId zone, Instant now) {
            LocalDate today = now.atZone(zone).toLocalDate();
            return switch (word) {
                case "today" -> today;
                case "tomorrow" -> today.plusDays(1);
                default -> LocalDate.parse(word);
            };
        }

        private static PromisedTime bare(LocalTime at, ZoneId zone, Instant now) {
            LocalDate today = now.atZone(zone).toLocalDate();
            PromisedTime first = local(today.atTime(at), zone, now);
            if (!(first instanceof At(Instant instant)) || instant.isAfter(now)) {
                return first;
            }
            return local(today.plusDays(1).atTime(at), zone, now) instanceof At(Instant next)
                            && next.isBefore(now.plus(ACROSS_MIDNIGHT))
                    ? new At(next)
                    : new Wrong("`" + at + "` has passed today: it is "
                            + CLOCK.format(now.atZone(zone)) + " (" + zone.getId() + "). Write `tomorrow " + at
                            + "` if you mean that.");
        }

        /// A time the clock skips is refused. Of one that comes twice it is the first that lies ahead: who keeps that
        /// keeps the other too.
        private static PromisedTime local(LocalDateTime time, ZoneId zone, Instant now) {
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
            if (offsets.isEmpty()) {
                ZoneOffsetTransition gap = zone.getRules().getTransition(time);
                return new Wrong(CLOCK.format(time) + " does not exist on " + time.toLocalDate() + " in " + zone.getId()
                        + ": the clock goes from " + CLOCK.format(gap.getDateTimeBefore()) + " to "
                        + CLOCK.format(gap.getDateTimeAfter()) + ".");
            }
            Stream<Instant> all = offsets.stream()
                    .map(offset -> ZonedDateTime.ofInstant(time, offset, zone).toInstant())
                    .sorted();
            List<Instant> sorted = all.toList();
            return new At(
                    sorted.stream().filter(at -> at.isAfter(now)).findFirst().orElse(sorted.getLast()));
        }
    }
}
