package dev.candor.paging.proof;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Item;
import dev.candor.catalog.Service;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.Reach;
import dev.candor.paging.escalation.Reached;
import dev.candor.paging.oncall.Schedule;
import dev.candor.paging.oncall.Shift;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Whether somebody who can be reached is on call, without a hole, by the same code that pages. Pure.
public final class Coverage {
    /// How far it looks ahead.
    public static final Duration AHEAD = Duration.ofHours(72);

    private static final int MOST_NAMED = 8;

    /// Nobody on call can be reached from `from` until `until`.
    ///
    /// @param policies that use the schedule
    /// @param endSeen whether it ends then; otherwise that is as far as was looked
    /// @param why in words
    public record Gap(
            String schedule, List<String> policies, Instant from, Instant until, boolean endSeen, String why) {
        /// `until` or `until at least`.
        public String untilWords() {
            return endSeen ? "until" : "until at least";
        }
    }

    /// Somebody's turn.
    ///
    /// @param now whether it is the present one; otherwise it is the next
    public record Duty(String schedule, Shift shift, boolean now) {}

    private static final Comparator<Gap> IN_TIME =
            Comparator.comparing(Gap::from).thenComparing(Gap::schedule);

    private Coverage() {}

    /// The gaps of all schedules that policies use, in order of time.
    public static List<Gap> gaps(Reach reach, Instant now) {
        Catalog catalog = reach.catalog();
        var gaps = new ArrayList<Gap>();
        for (Item<Schedule> schedule : catalog.all(Schedule.KIND)) {
            List<String> policies = policies(catalog, schedule.name());
            if (!policies.isEmpty()) {
                gaps.addAll(gaps(schedule.value(), policies, reach::objection, now, now.plus(AHEAD)));
            }
        }
        gaps.sort(IN_TIME);
        return List.copyOf(gaps);
    }

    /// Exact: between two changes of the schedule nothing changes, so that it is asked once for each of them.
    ///
    /// @param objection why a person cannot be reached, in words that follow the name; empty when they can
    static List<Gap> gaps(
            Schedule schedule,
            List<String> policies,
            Function<String, Optional<String>> objection,
            Instant from,
            Instant until) {
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
            String why = why(schedule.at(begin), objection);
            if (!why.isEmpty()) {
                add(gaps, new Gap(schedule.name(), policies, begin, end, end.isBefore(until), why), false);
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

    private static String why(List<Shift> shifts, Function<String, Optional<String>> objection) {
        if (shifts.isEmpty()) {
            return "nobody is on call";
        }
        var people = new LinkedHashMap<String, Set<String>>();
        for (Shift shift : shifts) {
            Optional<String> why = objection.apply(shift.person());
            if (why.isEmpty()) {
                return "";
            }
            people.computeIfAbsent(why.get(), _ -> new LinkedHashSet<>()).add(shift.person());
        }
        return people.entrySet().stream()
                .map(one -> String.join(", ", one.getValue()) + " " + one.getKey())
                .collect(Collectors.joining("; "));
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
            gaps.add(new Gap(gap.schedule(), gap.policies(), last.from(), gap.until(), gap.endSeen(), last.why()));
        } else {
            gaps.add(gap);
        }
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

    /// Who is there for the coming 72 hours, in a sentence without its full stop.
    ///
    /// @param gaps of all schedules that policies use
    static String words(Reach reach, List<Gap> gaps, Instant now) {
        if (!gaps.isEmpty()) {
            return (gaps.size() == 1 ? "One gap" : gaps.size() + " gaps") + " in the coming " + AHEAD.toHours()
                    + " hours";
        }
        boolean turns = reach.catalog().all(Schedule.KIND).stream()
                .anyMatch(
                        schedule -> !policies(reach.catalog(), schedule.name()).isEmpty());
        return turns
                ? "Somebody who can be reached is on call for the coming " + AHEAD.toHours() + " hours"
                : withoutSchedule(reach, now);
    }

    /// What is, where nobody takes turns: whom the policies of services page directly.
    private static String withoutSchedule(Reach reach, Instant now) {
        Catalog catalog = reach.catalog();
        var people = new TreeSet<String>();
        for (Item<Service> service : catalog.all(Service.KIND)) {
            Reached reached = service.value()
                    .escalationPolicy()
                    .flatMap(name -> catalog.find(EscalationPolicy.KIND, name))
                    .map(policy -> reach.of(policy, now))
                    .orElse(Reached.NOBODY);
            people.addAll(reached.people());
            reached.channels().forEach(channel -> people.add("channel " + channel));
        }
        return (catalog.all(Schedule.KIND).isEmpty() ? "Nobody is on call by schedule" : "No policy asks a schedule")
                + (people.isEmpty()
                        ? ", and no policy of a service pages anybody"
                        : ": the policies of services page " + some(people) + " directly");
    }

    private static String some(Set<String> people) {
        String first = people.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return people.size() > MOST_NAMED ? first + " and " + (people.size() - MOST_NAMED) + " more" : first;
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
