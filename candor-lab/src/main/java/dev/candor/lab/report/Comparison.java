package dev.candor.lab.report;

import dev.candor.base.json.Json;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Mode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An incident as it was, beside the runs of its miniature.
///
/// @param fault the run with the fault; empty where there is no miniature or it was not run
/// @param guarded the run with prevention on; empty where there is none
public record Comparison(Incident then, Optional<DrillResult> fault, Optional<DrillResult> guarded) {
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    /// One for each incident, in their order. The first run of a drill and mode counts.
    public static List<Comparison> of(List<Incident> incidents, List<DrillResult> results) {
        return incidents.stream()
                .map(then -> new Comparison(
                        then, run(results, then.drill(), Mode.FAULT), run(results, then.drill(), Mode.GUARDED)))
                .toList();
    }

    private static Optional<DrillResult> run(List<DrillResult> results, String drill, Mode mode) {
        return results.stream()
                .filter(result -> result.drill().equals(drill) && result.mode() == mode)
                .findFirst();
    }

    /// From the fault to the first alert in the miniature; for drills in which the alert is the beginning, to the page
    /// that reached somebody.
    public Optional<Duration> noticedNow() {
        return fault.flatMap(run -> then.drill().equals("D20") ? run.page() : run.alert());
    }

    /// The object of `candor drill all --json`: times in seconds from the fault, null where nobody knows them.
    public Map<String, @Nullable Object> json() {
        return Json.object(
                "incident",
                then.id(),
                "what",
                then.what(),
                "then_noticed",
                seconds(then.noticed()),
                "then_noticed_by",
                then.noticedBy(),
                "then_over",
                seconds(then.ended()),
                "drill",
                then.drill().isEmpty() ? null : then.drill(),
                "now_noticed",
                seconds(noticedNow()),
                "now_prevented_errors",
                guarded.map(DrillResult::userErrors).orElse(null),
                "easier",
                then.easier());
    }

    private static @Nullable BigDecimal seconds(Optional<Duration> span) {
        return span.map(time -> BigDecimal.valueOf(time.toMillis(), 3)).orElse(null);
    }

    /// What happened then, in words.
    public String thenWords() {
        String noticed = then.noticed()
                .map(time -> (time.isZero() ? "noticed at once" : "noticed after " + Spans.words(time)) + " ("
                        + then.noticedBy() + ")")
                .orElse("noticed: " + then.noticedBy());
        return noticed
                + then.ended().map(time -> ", over after " + Spans.words(time)).orElse("");
    }

    /// What was measured, in words.
    public String nowWords() {
        if (then.drill().isEmpty()) {
            return "no miniature yet (" + then.notYet() + ")";
        }
        if (fault.isEmpty()) {
            return then.drill() + " was not run";
        }
        var words = new StringBuilder(then.drill()).append(": ");
        words.append(noticedNow().map(this::noticedWords).orElse("no alert"));
        fault.flatMap(DrillResult::published)
                .ifPresent(time -> words.append(", on the page after ").append(Spans.words(time)));
        guarded.ifPresent(run -> words.append("; with prevention on: ").append(errors(run)));
        if (!fault.map(DrillResult::pass).orElse(true)
                || !guarded.map(DrillResult::pass).orElse(true)) {
            words.append(" — NOT within its budget");
        }
        return words.toString();
    }

    private String noticedWords(Duration time) {
        String what = switch (then.drill()) {
            case "D18" -> "refused";
            case "D20" -> "somebody awake";
            default -> "alert";
        };
        return time.compareTo(AT_ONCE) < 0 ? what + " at once" : what + " after " + Spans.words(time);
    }

    /// What customers met with prevention on, beside what they met without.
    private String errors(DrillResult guarded) {
        long before = fault.map(DrillResult::userErrors).orElse(0L);
        String lost = guarded.lost() == 0 ? "" : ", " + guarded.lost() + " lost";
        return guarded.userErrors() + (before > guarded.userErrors() ? " instead of " + before : "")
                + " errors of customers" + lost;
    }
}
