package dev.candor.lab.d01;

import dev.candor.base.json.Json;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The budget of D01: every burst of 3 seconds or more is seen, the first alert is there within 15 seconds, at the
/// receiver within 30, on the public page within 60, and five bursts are one incident. Without a fault: silence. With
/// prevention on: hardly an error.
public final class ShopBudget {
    private static final Duration ALERT = Duration.ofSeconds(15);
    private static final Duration PAGE = Duration.ofSeconds(30);
    private static final Duration PUBLISHED = Duration.ofSeconds(60);
    private static final Duration MUST_BE_SEEN = Duration.ofSeconds(3);
    /// A probe that began inside a burst may report a little after it.
    private static final Duration LATE_SIGNAL = Duration.ofSeconds(2);
    /// How long after a burst an alert may still mean it.
    private static final Duration LATE_ALERT = Duration.ofSeconds(30);

    private ShopBudget() {}

    /// Judges one run. Depends on nothing but the facts.
    public static DrillResult judge(Measured run) {
        Optional<Instant> fault =
                run.bursts().stream().map(Measured.Strike::from).findFirst();
        Sightings seen = run.sightings();
        int falseAlerts = (int) seen.alerts().stream()
                .filter(at -> run.bursts().stream().noneMatch(b -> within(at, b, LATE_ALERT)))
                .count();
        int burstsSeen = (int) run.bursts().stream().filter(b -> seen(b, run)).count();
        var facts = new DrillResult(
                "D01",
                run.mode(),
                run.seed(),
                fault.map(_ -> Duration.ZERO),
                after(fault, seen.signals()),
                after(fault, seen.alerts()),
                after(fault, seen.pages()),
                after(fault, seen.published()),
                fault.flatMap(f -> run.usersWholeAt().map(whole -> Duration.between(f, whole))),
                run.userErrors(),
                seen.lost(),
                falseAlerts,
                facts(run.bursts().size(), burstsSeen, seen.incidents()),
                List.of());
        return withShortfalls(facts, shortfalls(facts, run));
    }

    private static Map<String, @Nullable Object> facts(int injected, int seen, int incidents) {
        return Json.object("bursts_injected", injected, "bursts_seen", seen, "incidents", incidents);
    }

    private static List<String> shortfalls(DrillResult facts, Measured run) {
        var missed = new ArrayList<String>();
        need(missed, facts.falseAlerts() == 0, facts.falseAlerts() + " alerts without a cause");
        need(missed, facts.lost() == 0, facts.lost() + " pages or updates lost");
        switch (run.mode()) {
            case CONTROL -> {
                Sightings seen = run.sightings();
                need(
                        missed,
                        facts.userErrors() == 0,
                        facts.userErrors() + " customers' requests failed without a fault");
                need(missed, seen.pages().isEmpty(), seen.pages().size() + " pages without a fault");
                need(missed, seen.published().isEmpty(), "the page told of trouble without a fault");
                need(
                        missed,
                        run.sightings().incidents() == 0,
                        run.sightings().incidents() + " incidents without a fault");
            }
            case FAULT -> faultShortfalls(missed, facts, run);
            case GUARDED -> {
                need(missed, run.bursts().size() > 0, "no fault was injected");
                // A connection that is cut in the middle of an answer cannot be tried again: one per kill at most.
                need(
                        missed,
                        facts.userErrors() <= run.bursts().size(),
                        facts.userErrors() + " customers' requests failed, at most "
                                + run.bursts().size() + " may");
                need(
                        missed,
                        run.sightings().incidents() <= 1,
                        run.sightings().incidents() + " incidents, at most 1 may be");
            }
        }
        return missed;
    }

    private static void faultShortfalls(List<String> missed, DrillResult facts, Measured run) {
        need(missed, run.bursts().size() > 0, "no fault was injected");
        long felt = run.bursts().stream()
                .filter(b -> run.usersTroubledAt().stream().anyMatch(at -> within(at, b, LATE_SIGNAL)))
                .count();
        need(
                missed,
                felt == run.bursts().size(),
                "customers felt " + felt + " of " + run.bursts().size() + " bursts: the fault is no fault");
        long unseen = run.bursts().stream()
                .filter(b -> b.length().compareTo(MUST_BE_SEEN) >= 0 && !seen(b, run))
                .count();
        need(missed, unseen == 0, unseen + " bursts of 3 s or more were not seen");
        soon(missed, "alert", facts.alert(), ALERT);
        soon(missed, "page at the receiver", facts.page(), PAGE);
        soon(missed, "word on the public page", facts.published(), PUBLISHED);
        need(missed, run.sightings().incidents() == 1, run.sightings().incidents() + " incidents, 1 expected");
        need(missed, facts.recovered().isPresent(), "customers were still in trouble at the end");
    }

    private static boolean seen(Measured.Strike burst, Measured run) {
        return run.sightings().signals().stream().anyMatch(at -> within(at, burst, LATE_SIGNAL));
    }

    private static boolean within(Instant at, Measured.Strike burst, Duration late) {
        return !at.isBefore(burst.from()) && !at.isAfter(burst.to().plus(late));
    }

    private static Optional<Duration> after(Optional<Instant> fault, List<Instant> moments) {
        return fault.flatMap(
                f -> moments.stream().filter(at -> !at.isBefore(f)).findFirst().map(at -> Duration.between(f, at)));
    }

    private static void soon(List<String> missed, String what, Optional<Duration> took, Duration limit) {
        if (took.isEmpty()) {
            missed.add("no " + what);
        } else if (took.get().compareTo(limit) > 0) {
            missed.add("first " + what + " after " + took.get().toMillis() / 1000.0 + " s, at most " + limit.toSeconds()
                    + " s");
        }
    }

    private static void need(List<String> missed, boolean met, String otherwise) {
        if (!met) {
            missed.add(otherwise);
        }
    }

    private static DrillResult withShortfalls(DrillResult r, List<String> shortfalls) {
        return new DrillResult(
                r.drill(),
                r.mode(),
                r.seed(),
                r.fault(),
                r.signal(),
                r.alert(),
                r.page(),
                r.published(),
                r.recovered(),
                r.userErrors(),
                r.lost(),
                r.falseAlerts(),
                r.facts(),
                shortfalls);
    }
}
