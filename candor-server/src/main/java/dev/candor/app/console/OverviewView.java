package dev.candor.app.console;

import dev.candor.detect.monitor.Verdict;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.oncall.Shift;
import dev.candor.respond.incident.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The first screen: what is wrong, who has it, what would go wrong.
///
/// @param troubles worst first
/// @param cells the worst 240 monitors
/// @param canary how long ago a synthetic alert last came through the whole chain
/// @param coverage who is there for the coming 72 hours, in words
public record OverviewView(
        List<Trouble> troubles,
        List<OnCall> onCall,
        Map<Verdict, Long> verdicts,
        List<Cell> cells,
        long monitors,
        List<Shown> pages,
        Outgoing outgoing,
        List<Unproven.Gap> unproven,
        Optional<Instant> nextMaintenance,
        Optional<Duration> canary,
        String coverage,
        List<FirstSteps.Step> steps) {
    /// An open incident with its open alerts, or an alert alone.
    ///
    /// @param path where it is shown
    /// @param acknowledge where to post to take it; empty exactly when somebody has it
    public record Trouble(
            String look,
            String title,
            String path,
            String acknowledge,
            String number,
            String severity,
            String state,
            String stateLook,
            String service,
            Instant since,
            List<Alert> alerts,
            NextStep next,
            Optional<Incident> incident) {}

    public record OnCall(String schedule, List<Shift> now, Optional<Shift> next) {}

    public record Cell(String name, String look, String words) {}

    /// A public page.
    public record Shown(String slug, String name, String look, String words, String url, long openIncidents) {}

    /// @param oldestDue since when the oldest unsent message is due, if one is overdue
    public record Outgoing(long waiting, long dead, Optional<Instant> oldestDue) {}

    /// The first step that is not done.
    public String nextStep() {
        return steps.stream()
                .filter(step -> !step.ready())
                .findFirst()
                .map(FirstSteps.Step::title)
                .orElse("");
    }

    public boolean calm() {
        return troubles.isEmpty();
    }

    /// The look of the whole.
    public String look() {
        if (!troubles.isEmpty()) {
            return troubles.getFirst().look();
        }
        if (verdicts.getOrDefault(Verdict.DOWN, 0L) > 0) {
            return "major";
        }
        if (verdicts.getOrDefault(Verdict.DEGRADED, 0L) > 0) {
            return "minor";
        }
        return monitors == 0 || unknown() > 0 ? "unknown" : "good";
    }

    /// How many monitors say nothing: they have not looked yet, or could not.
    private long unknown() {
        return verdicts.getOrDefault(Verdict.UNKNOWN, 0L);
    }

    public String headline() {
        if (troubles.isEmpty()) {
            return calmly();
        }
        long waiting = troubles.stream()
                .filter(trouble -> !trouble.acknowledge().isEmpty())
                .count();
        String what = troubles.size() == 1 ? "One thing is wrong" : troubles.size() + " things are wrong";
        return what
                + (waiting == 0
                        ? ", and somebody has " + (troubles.size() == 1 ? "it" : "each")
                        : waiting == troubles.size()
                                ? ", nobody has " + (waiting == 1 ? "it" : "them") + " yet"
                                : ", " + waiting + " of them without anybody");
    }

    /// Only what was looked at is called well.
    private String calmly() {
        long down = verdicts.getOrDefault(Verdict.DOWN, 0L);
        long degraded = verdicts.getOrDefault(Verdict.DEGRADED, 0L);
        if (monitors == 0) {
            return "Nothing is watched yet";
        }
        if (down > 0) {
            return many(down) + " down, and no alert is open for it";
        }
        if (degraded > 0) {
            return many(degraded) + " degraded, nothing is broken";
        }
        return unknown() == 0
                ? "Everything is well"
                : unknown() >= monitors ? "Nothing is known yet" : many(unknown()) + " unknown, the rest is well";
    }

    private static String many(long count) {
        return count + (count == 1 ? " monitor is" : " monitors are");
    }
}
