package dev.candor.paging.oncall;

import dev.candor.catalog.Person;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Reading;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who is reachable when: the union of its rotations, except where an override says otherwise.
public record Schedule(String name, ZoneId timeZone, List<Rotation> rotations, List<Override> overrides) {
    public static final Kind<Schedule> KIND = new Kind<>("schedules", "schedule", Schedule::read);

    /// `person` alone is on call from `from` until `until`, instead of whoever `replaces` names (empty: instead of
    /// everybody).
    public record Override(String person, Optional<String> replaces, LocalDateTime from, LocalDateTime until) {
        private static final LocalDateTime NEVER = LocalDateTime.of(1970, 1, 1, 0, 0);

        private static Override read(Reading in) {
            LocalDateTime from = Rotation.local(in, "from", NEVER);
            LocalDateTime until = Rotation.local(in, "until", NEVER);
            if (!in.has("from") || !in.has("until")) {
                in.problem("from", "an override needs `from` and `until`");
            } else if (!from.isBefore(until)) {
                in.problem("until", "must be after `from`");
            }
            return new Override(
                    in.reference("person", Person.KIND),
                    in.optionalReference("replaces", Person.KIND.plural()),
                    from,
                    until);
        }

        /// When it begins.
        public Instant start(ZoneId zone) {
            return WallClock.instant(from, zone);
        }

        /// When it is over.
        public Instant end(ZoneId zone) {
            return WallClock.instant(until, zone);
        }
    }

    private static Schedule read(Reading in) {
        List<Rotation> rotations = in.list("rotations", Rotation::read);
        if (rotations.isEmpty()) {
            in.problem("rotations", "a schedule needs at least one rotation");
        }
        return new Schedule(
                in.name("name"), in.zone("time-zone", ZoneOffset.UTC), rotations, in.list("overrides", Override::read));
    }

    /// Everybody on call at `instant`, in order of the rotations; nobody twice.
    public List<Shift> at(Instant instant) {
        var shifts = new ArrayList<Shift>();
        for (Rotation rotation : rotations) {
            rotation.at(instant, timeZone).ifPresent(shift -> add(shifts, overridden(shift, instant)));
        }
        return List.copyOf(shifts);
    }

    private Shift overridden(Shift shift, Instant instant) {
        for (Override override : overrides) {
            Instant start = override.start(timeZone);
            Instant end = override.end(timeZone);
            boolean covers = !instant.isBefore(start) && instant.isBefore(end);
            if (covers && override.replaces().map(shift.person()::equals).orElse(true)) {
                return new Shift(
                        override.person(),
                        "override",
                        start.isAfter(shift.from()) ? start : shift.from(),
                        end.isBefore(shift.until()) ? end : shift.until());
            }
        }
        return uncovered(shift, instant);
    }

    /// The part of `shift` around `instant` in which nobody steps in.
    private Shift uncovered(Shift shift, Instant instant) {
        Instant from = shift.from();
        Instant until = shift.until();
        for (Override override : overrides) {
            if (override.replaces().map(shift.person()::equals).orElse(true)) {
                Instant start = override.start(timeZone);
                Instant end = override.end(timeZone);
                until = start.isAfter(instant) && start.isBefore(until) ? start : until;
                from = !end.isAfter(instant) && end.isAfter(from) ? end : from;
            }
        }
        return new Shift(shift.person(), shift.because(), from, until);
    }

    private static void add(List<Shift> shifts, Shift shift) {
        if (shifts.stream().noneMatch(there -> there.person().equals(shift.person()))) {
            shifts.add(shift);
        }
    }

    /// The shifts between two instants in order of time, each cut to the window; at most 500.
    public List<Shift> between(Instant from, Instant until) {
        var shifts = new ArrayList<Shift>();
        Instant at = from;
        while (at.isBefore(until) && shifts.size() < 500) {
            List<Shift> now = at(at);
            Instant next = nextChange(at, until);
            for (Shift shift : now) {
                shifts.add(new Shift(shift.person(), shift.because(), at, next));
            }
            at = next;
        }
        return merged(shifts);
    }

    /// Every rotation's own hand-off counts: somebody in two rotations has one shift in the answer of {@link #at},
    /// and the other hand-off would be missed.
    private Instant nextChange(Instant at, Instant until) {
        Instant next = until;
        for (Rotation rotation : rotations) {
            Optional<Instant> handOff = rotation.at(at, timeZone).map(Shift::until);
            if (handOff.isPresent()) {
                next = earliestAfter(at, next, handOff.get());
            }
        }
        for (Override override : overrides) {
            next = earliestAfter(at, next, override.start(timeZone));
            next = earliestAfter(at, next, override.end(timeZone));
        }
        return next;
    }

    private static Instant earliestAfter(Instant at, Instant best, Instant candidate) {
        return candidate.isAfter(at) && candidate.isBefore(best) ? candidate : best;
    }

    private static List<Shift> merged(List<Shift> shifts) {
        var merged = new ArrayList<Shift>();
        for (Shift shift : shifts) {
            int same = -1;
            for (int i = merged.size() - 1; i >= 0; i--) {
                Shift before = merged.get(i);
                if (before.person().equals(shift.person())
                        && before.because().equals(shift.because())
                        && before.until().equals(shift.from())) {
                    same = i;
                    break;
                }
            }
            if (same >= 0) {
                merged.set(
                        same,
                        new Shift(
                                shift.person(),
                                shift.because(),
                                merged.get(same).from(),
                                shift.until()));
            } else {
                merged.add(shift);
            }
        }
        return List.copyOf(merged);
    }
}
