package dev.candor.page.html;

import dev.candor.base.time.Durations;
import dev.candor.page.ComponentModel;
import dev.candor.page.IncidentModel;
import dev.candor.page.IncidentPhase;
import dev.candor.page.MaintenanceModel;
import dev.candor.page.MaintenanceState;
import dev.candor.page.PageModel;
import dev.candor.page.Phase;
import dev.candor.page.TimePrecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An incident or a maintenance as the templates see it.
///
/// @param look CSS class: `none`, `minor`, `major`, `critical`, `maintenance`
/// @param tag the look in words: `Major impact`, `Maintenance`
/// @param steps the phases with the one it is in, empty for what is over
/// @param facts label and value pairs for the head of its own page
/// @param promise what was promised for when, only of what is open
/// @param when one line: `12 August 2026, 14:02 UTC, for 44 min`
/// @param shortWhen the same below a heading that names the day
/// @param exact the times are known to the minute
/// @param changedAt last change of the record, `changed` the same for people
/// @param filedAt under which day it stands, empty when not recorded
public record StoryView(
        String id,
        String name,
        String look,
        String tag,
        String phase,
        boolean open,
        boolean maintenance,
        List<Step> steps,
        List<String> affected,
        List<Fact> facts,
        Optional<Promise> promise,
        String when,
        String shortWhen,
        Optional<Instant> filedAt,
        boolean exact,
        Instant changedAt,
        String changed,
        List<UpdateView> updates,
        String postmortem,
        String source) {

    /// @param state `done`, `now` or `ahead`
    public record Step(String label, String state) {}

    /// @param lead `Next update by`
    /// @param time `14:30 UTC`
    /// @param tail what follows, ends the sentence
    /// @param overdue it was not kept
    public record Promise(String lead, String time, String at, String tail, boolean overdue) {}

    /// @param at when the value is a moment, for machines; empty otherwise
    public record Fact(String label, String value, String at) {}

    static StoryView of(IncidentModel incident, PageModel page, PageTimes times) {
        var known = incident.times();
        TimePrecision precision = known.precision();
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("State", incident.phase().label(), ""));
        facts.add(new Fact("Impact", incident.impact().label(), ""));
        moment(facts, "Began", known.begin(), precision, times);
        known.monitoringAt().ifPresent(at -> moment(facts, "Fix in place", Optional.of(at), precision, times));
        if (!incident.open()) {
            moment(facts, "Resolved", known.resolvedAt(), precision, times);
        }
        Optional<Duration> length = length(known.begin(), known.resolvedAt());
        length.ifPresent(duration -> facts.add(new Fact("Lasted", Durations.words(duration), "")));
        return new StoryView(
                incident.id(),
                incident.name(),
                incident.impact().wireName(),
                incident.impact().label(),
                incident.phase().label(),
                incident.open(),
                false,
                incident.open() ? steps(IncidentPhase.values(), incident.phase(), 4) : List.of(),
                names(incident.componentIds(), page.leavesById()),
                List.copyOf(facts),
                incident.open() ? promise(incident, page, times) : Optional.empty(),
                when(known.begin(), length, precision, times),
                shortWhen(known.begin(), length, precision, times),
                known.begin(),
                precision.compareTo(TimePrecision.MINUTE) <= 0,
                incident.updatedAt(),
                times.full(incident.updatedAt()),
                incident.updates().stream()
                        .map(update -> UpdateView.of(update, times, precision))
                        .toList(),
                incident.postmortemMarkdown()
                        .map(text -> Markdown.article(text, 3))
                        .orElse(""),
                source(incident));
    }

    static StoryView of(MaintenanceModel maintenance, PageModel page, PageTimes times) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("State", maintenance.state().label(), ""));
        moment(facts, "Planned from", Optional.of(maintenance.scheduledFor()), TimePrecision.SECOND, times);
        moment(facts, "Planned until", Optional.of(maintenance.scheduledUntil()), TimePrecision.SECOND, times);
        maintenance.startedAt().ifPresent(at -> moment(facts, "Began", Optional.of(at), TimePrecision.SECOND, times));
        maintenance
                .completedAt()
                .ifPresent(at -> moment(facts, "Completed", Optional.of(at), TimePrecision.SECOND, times));
        boolean over = maintenance.state() == MaintenanceState.COMPLETED;
        boolean late = !over && page.renderedAt().isAfter(maintenance.scheduledUntil());
        Duration planned = Duration.between(maintenance.scheduledFor(), maintenance.scheduledUntil());
        return new StoryView(
                maintenance.id(),
                maintenance.name(),
                "maintenance",
                "Maintenance",
                maintenance.state().label(),
                !over,
                true,
                over ? List.of() : steps(MaintenanceState.values(), maintenance.state(), 4),
                names(maintenance.componentIds(), page.leavesById()),
                List.copyOf(facts),
                late ? Optional.of(late(maintenance, times)) : Optional.empty(),
                when(Optional.of(maintenance.scheduledFor()), Optional.of(planned), TimePrecision.SECOND, times),
                shortWhen(Optional.of(maintenance.scheduledFor()), Optional.of(planned), TimePrecision.SECOND, times),
                Optional.of(maintenance.scheduledFor()),
                true,
                maintenance.updatedAt(),
                times.full(maintenance.updatedAt()),
                maintenance.updates().stream()
                        .map(update -> UpdateView.of(update, times, TimePrecision.SECOND))
                        .toList(),
                "",
                "");
    }

    /// Empty when the time is not known to the minute: then nobody may translate it.
    public String machineTime() {
        return filedAt.filter(_ -> exact).map(Instant::toString).orElse("");
    }

    /// `Affects Checkout and Search`, empty when nothing is named.
    public String affectedInWords() {
        int last = affected.size() - 1;
        return switch (affected.size()) {
            case 0 -> "";
            case 1 -> affected.getFirst();
            default -> String.join(", ", affected.subList(0, last)) + " and " + affected.get(last);
        };
    }

    private static void moment(
            List<Fact> facts, String label, Optional<Instant> at, TimePrecision precision, PageTimes times) {
        boolean exact = precision.compareTo(TimePrecision.MINUTE) <= 0;
        facts.add(new Fact(
                label,
                at.map(moment -> times.full(moment, precision)).orElse("time not recorded"),
                exact ? at.map(Instant::toString).orElse("") : ""));
    }

    private static String when(
            Optional<Instant> begin, Optional<Duration> length, TimePrecision precision, PageTimes times) {
        return begin.map(at -> times.full(at, precision)).orElse("Time not recorded")
                + length.map(duration -> ", for " + Durations.words(duration)).orElse("");
    }

    private static String shortWhen(
            Optional<Instant> begin, Optional<Duration> length, TimePrecision precision, PageTimes times) {
        return begin.filter(_ -> precision.compareTo(TimePrecision.MINUTE) <= 0)
                .map(at -> times.clock(at)
                        + length.map(duration -> ", for " + Durations.words(duration))
                                .orElse(""))
                .orElseGet(() -> when(begin, length, precision, times));
    }

    /// A resolution before the start, as some imported notices have it, gives no length rather than a wrong one.
    private static Optional<Duration> length(Optional<Instant> begin, Optional<Instant> end) {
        return begin.flatMap(from -> end.map(until -> Duration.between(from, until)))
                .filter(duration -> !duration.isNegative() && !duration.isZero());
    }

    private static Optional<Promise> promise(IncidentModel incident, PageModel page, PageTimes times) {
        return incident.nextUpdateBy().map(at -> {
            boolean overdue = page.renderedAt().isAfter(at);
            return new Promise(
                    overdue ? "The next update was promised for" : "Next update by",
                    times.clock(at),
                    at.toString(),
                    overdue ? " and is overdue." : ".",
                    overdue);
        });
    }

    private static Promise late(MaintenanceModel maintenance, PageTimes times) {
        Instant until = maintenance.scheduledUntil();
        return new Promise("It should have ended by", times.full(until), until.toString(), " and takes longer.", true);
    }

    private static List<Step> steps(Phase[] phases, Phase now, int count) {
        var steps = new ArrayList<Step>();
        boolean reached = false;
        for (int i = 0; i < count; i++) {
            boolean here = phases[i] == now;
            steps.add(new Step(phases[i].label(), here ? "now" : reached ? "ahead" : "done"));
            reached |= here;
        }
        return List.copyOf(steps);
    }

    private static List<String> names(List<String> ids, Map<String, ComponentModel> byId) {
        var names = new ArrayList<String>();
        for (String id : ids) {
            ComponentModel component = byId.get(id);
            if (component != null) {
                names.add(component.name());
            }
        }
        return List.copyOf(names);
    }

    private static String source(IncidentModel incident) {
        if (!incident.imported()) {
            return "";
        }
        String precision = switch (incident.times().precision()) {
            case SECOND, MINUTE -> "";
            case HOUR -> " Times are known to the hour.";
            case DAY -> incident.times().begin().isPresent() ? " Only days are known, no times." : " It has no times.";
        };
        return incident.times().source().orElse("Imported from an earlier page.") + precision;
    }
}
