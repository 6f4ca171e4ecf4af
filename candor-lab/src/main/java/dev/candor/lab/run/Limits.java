package dev.candor.lab.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a run with one fault must keep: the first alert, page and public word not later than this after the fault, in
/// one incident; without the fault silence.
///
/// @param published empty where the public is not to be told
public record Limits(Duration alert, Duration page, Optional<Duration> published) {
    /// Everything in time, page and public word a little after the alert.
    public static Limits alertWithin(Duration alert) {
        return new Limits(alert, alert.plusSeconds(15), Optional.of(alert.plusSeconds(45)));
    }

    /// The same where customers are not to be told.
    public Limits untold() {
        return new Limits(alert, page, Optional.empty());
    }

    /// Judges one run. Depends on nothing but the facts.
    ///
    /// @param fault when it struck; empty in a control run
    /// @param more what else was missed
    DrillResult judge(
            String drill,
            Round round,
            Optional<Instant> fault,
            Sightings seen,
            Miniature miniature,
            List<String> more) {
        int falseAlerts = (int) seen.alerts().stream()
                .filter(at -> fault.isEmpty() || at.isBefore(fault.get()))
                .count();
        Optional<Instant> recovered = seen.alerts().isEmpty() ? Optional.empty() : seen.wellAt();
        int lost = seen.lost() + miniature.lost();
        var facts = new java.util.LinkedHashMap<>(miniature.facts());
        facts.put("incidents", seen.incidents());
        seen.told().stream().findFirst().ifPresent(told -> facts.put("said", told.words()));
        var missed = new ArrayList<String>();
        need(missed, falseAlerts == 0, falseAlerts + " alerts without a cause");
        need(missed, lost == 0, lost + " lost");
        if (fault.isEmpty()) {
            need(missed, miniature.userErrors() == 0, miniature.userErrors() + " errors of customers without a fault");
            need(missed, seen.pages().isEmpty(), seen.pages().size() + " pages without a fault");
            need(missed, seen.published().isEmpty(), "the page told of trouble without a fault");
            need(missed, seen.incidents() == 0, seen.incidents() + " incidents without a fault");
        } else {
            soon(missed, "alert", fault.get(), seen.alerts(), alert);
            soon(missed, "page at the receiver", fault.get(), seen.pages(), page);
            published.ifPresentOrElse(
                    limit -> soon(missed, "word on the public page", fault.get(), seen.published(), limit),
                    () -> need(missed, seen.published().isEmpty(), "the page told customers of it"));
            need(missed, seen.incidents() == 1, seen.incidents() + " incidents, 1 expected");
            need(missed, recovered.isPresent(), "the alert was still open at the end");
        }
        missed.addAll(more);
        return new DrillResult(
                drill,
                round.mode(),
                round.seed(),
                fault.map(_ -> Duration.ZERO),
                after(fault, seen.signals()),
                after(fault, seen.alerts()),
                after(fault, seen.pages()),
                after(fault, seen.published()),
                fault.flatMap(from -> recovered.map(at -> Duration.between(from, at))),
                miniature.userErrors(),
                lost,
                falseAlerts,
                facts,
                missed);
    }

    private static Optional<Duration> after(Optional<Instant> fault, List<Instant> moments) {
        return fault.flatMap(from ->
                moments.stream().filter(at -> !at.isBefore(from)).findFirst().map(at -> Duration.between(from, at)));
    }

    private static void soon(List<String> missed, String what, Instant fault, List<Instant> moments, Duration limit) {
        Optional<Duration> took = after(Optional.of(fault), moments);
        if (took.isEmpty()) {
            missed.add("no " + what);
        } else if (took.get().compareTo(limit) > 0) {
            missed.add("first " + what + " after " + took.get().toMillis() / 1000.0 + " s, at most "
                    + limit.toMillis() / 1000.0 + " s");
        }
    }

    private static void need(List<String> missed, boolean met, String otherwise) {
        if (!met) {
            missed.add(otherwise);
        }
    }
}
