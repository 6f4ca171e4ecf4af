package dev.candor.paging.proof;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Item;
import dev.candor.catalog.Person;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.oncall.Schedule;
import dev.candor.paging.oncall.Shift;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Whether somebody who can be reached is on call, without a hole, by the same code that pages. Pure.
public final class Coverage {
    /// How far it looks ahead.
    public static final Duration AHEAD = Duration.ofHours(72);

    /// Nobody on call can be reached from `from` until `until`.
    ///
    /// @param policies that use the schedule
    /// @param why in words
    public record Gap(String schedule, List<String> policies, Instant from, Instant until, String why) {}

    /// Somebody's turn.
    ///
    /// @param now whether it is the present one; otherwise it is the next
    public record Duty(String schedule, Shift shift, boolean now) {}

    private static final Comparator<Gap> IN_TIME =
            Comparator.comparing(Gap::from).thenComparing(Gap::schedule);

    private Coverage() {}

    /// The gaps of all schedules that policies use, in order of time.
    public static List<Gap> gaps(Catalog catalog, Instant now) {
        var gaps = new ArrayList<Gap>();
        for (Item<Schedule> schedule : catalog.all(Schedule.KIND)) {
            List<String> policies = policies(catalog, schedule.name());
            if (!policies.isEmpty()) {
                gaps.addAll(
                        gaps(schedule.value(), policies, person -> reachable(catalog, person), now, now.plus(AHEAD)));
            }
        }
        gaps.sort(IN_TIME);
        return List.copyOf(gaps);
    }

    /// Exact: between two changes of the schedule nothing changes, so that it is asked once for each of them.
    static List<Gap> gaps(
            Schedule schedule, List<String> policies, Predicate<String> reachable, Instant from, Instant until) {
        var edges = new TreeSet<Instant>(List.of(from, until));
        for (Shift shift : schedule.between(from, until)) {
            edges.add(shift.from());
            edges.add(shift.until());
        }
        // A time that nobody has begins or ends where a shift does, or where an override does.
        for (Schedule.Override override : schedule.overrides()) {
            within(from, until, edges, schedule, override);
        }
        var gaps = new ArrayList<Gap>();
        Instant begin = from;
        for (Instant end : edges.tailSet(from, false)) {
            String why = why(schedule.at(begin), reachable);
            if (!why.isEmpty()) {
                add(gaps, new Gap(schedule.name(), policies, begin, end, why), false);
            }
            begin = end;
        }
        return gaps;
    }

    private static void within(
            Instant from, Instant until, TreeSet<Instant> edges, Schedule schedule, Schedule.Override override) {
        for (Instant edge : List.of(override.start(schedule.timeZone()), override.end(schedule.timeZone()))) {
            if (edge.isAfter(from) && edge.isBefore(until)) {
                edges.add(edge);
            }
        }
    }

    private static String why(List<Shift> shifts, Predicate<String> reachable) {
        if (shifts.isEmpty()) {
            return "nobody is on call";
        }
        var people = new LinkedHashSet<String>();
        for (Shift shift : shifts) {
            if (reachable.test(shift.person())) {
                return "";
            }
            people.add(shift.person());
        }
        return String.join(", ", people) + " cannot be reached: disabled, unknown or without a contact method";
    }

    /// The times in which nobody can be reached, whatever the reasons are: one turn after the other without anybody is
    /// one of them.
    ///
    /// @param gaps of any schedules, in order of time
    static List<Gap> spans(List<Gap> gaps) {
        var ofSchedules = new TreeMap<String, List<Gap>>();
        gaps.forEach(gap -> add(ofSchedules.computeIfAbsent(gap.schedule(), _ -> new ArrayList<>()), gap, true));
        return ofSchedules.values().stream()
                .flatMap(List::stream)
                .sorted(IN_TIME)
                .toList();
    }

    /// What follows without a break is one gap.
    ///
    /// @param whatever also for another reason
    private static void add(List<Gap> gaps, Gap gap, boolean whatever) {
        if (!gaps.isEmpty()
                && gaps.getLast().until().equals(gap.from())
                && (whatever || gaps.getLast().why().equals(gap.why()))) {
            Gap last = gaps.removeLast();
            gaps.add(new Gap(gap.schedule(), gap.policies(), last.from(), gap.until(), last.why()));
        } else {
            gaps.add(gap);
        }
    }

    static boolean reachable(Catalog catalog, String person) {
        return catalog.find(Person.KIND, person)
                .filter(found -> !found.disabled() && !found.contacts().isEmpty())
                .isPresent();
    }

    /// Policies that ask `schedule`, by name.
    static List<String> policies(Catalog catalog, String schedule) {
        var target = new EscalationPolicy.Target.OnCall(schedule);
        return catalog.all(EscalationPolicy.KIND).stream()
                .filter(policy -> policy.value().steps().stream()
                        .anyMatch(step -> step.targets().contains(target)))
                .map(Item::name)
                .toList();
    }

    /// Who has a turn now and who has the next one, in schedules that policies use.
    public static List<Duty> duties(Catalog catalog, Instant now) {
        var duties = new ArrayList<Duty>();
        for (Item<Schedule> schedule : catalog.all(Schedule.KIND)) {
            if (policies(catalog, schedule.name()).isEmpty()) {
                continue;
            }
            List<Shift> current = schedule.value().at(now);
            current.forEach(shift -> duties.add(new Duty(schedule.name(), shift, true)));
            Optional<Instant> change = current.stream().map(Shift::until).min(Instant::compareTo);
            change.filter(at -> at.isBefore(now.plus(AHEAD.multipliedBy(5))))
                    .ifPresent(at -> schedule.value().at(at).stream()
                            .filter(shift -> current.stream()
                                    .noneMatch(mine -> mine.person().equals(shift.person())))
                            .forEach(shift -> duties.add(new Duty(schedule.name(), shift, false))));
        }
        return List.copyOf(duties);
    }
}
