package dev.candor.paging.oncall;

import dev.candor.catalog.Person;
import dev.candor.catalog.document.Reading;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// People who take turns. Turns are planned on the wall clock of the schedule's zone and decided as instants, so a
/// turn is 23 or 25 hours long when the clocks change. Before `starts` the rotation extends backwards.
public record Rotation(String name, List<String> people, Period every, LocalDateTime starts) {
    private static final Pattern EVERY = Pattern.compile("([0-9]{1,3}) ?(day|days|week|weeks)");

    static Rotation read(Reading in) {
        List<String> people = in.references("people", Person.KIND.plural());
        if (people.isEmpty()) {
            in.problem("people", "a rotation needs at least one person");
        }
        return new Rotation(
                in.text("name", "rotation"),
                people,
                every(in),
                local(in, "starts", LocalDateTime.of(2026, 1, 5, 9, 0)));
    }

    private static Period every(Reading in) {
        Matcher matcher = EVERY.matcher(in.text("every", "1 week"));
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
            in.problem("every", "expected `1 week`, `2 weeks`, `3 days` …");
            return Period.ofWeeks(1);
        }
        int amount = Integer.parseInt(matcher.group(1));
        return matcher.group(2).startsWith("week") ? Period.ofWeeks(amount) : Period.ofDays(amount);
    }

    static LocalDateTime local(Reading in, String key, LocalDateTime otherwise) {
        Optional<String> text = in.optionalText(key);
        try {
            return text.map(LocalDateTime::parse).orElse(otherwise);
        } catch (DateTimeException broken) {
            in.problem(key, "expected a local time like `2026-01-05T09:00`, found `" + text.orElse("") + "`");
            return otherwise;
        }
    }

    /// Whose turn it is at `instant`, from when until when. Empty without people.
    Optional<Shift> at(Instant instant, ZoneId zone) {
        if (people.isEmpty()) {
            return Optional.empty();
        }
        long days = every.getDays();
        // A first guess by calendar days, then corrected: hand-offs are instants, days are not all equally long.
        long turn = Math.floorDiv(
                ChronoUnit.DAYS.between(
                        starts.toLocalDate(), instant.atZone(zone).toLocalDate()),
                days);
        while (handOff(turn, zone).isAfter(instant)) {
            turn--;
        }
        while (!handOff(turn + 1, zone).isAfter(instant)) {
            turn++;
        }
        String person = people.get((int) Math.floorMod(turn, (long) people.size()));
        return Optional.of(new Shift(person, name, handOff(turn, zone), handOff(turn + 1, zone)));
    }

    private Instant handOff(long turn, ZoneId zone) {
        return WallClock.instant(starts.plusDays(Math.multiplyExact(turn, every.getDays())), zone);
    }
}
