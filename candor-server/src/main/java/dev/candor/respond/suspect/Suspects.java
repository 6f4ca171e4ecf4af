package dev.candor.respond.suspect;

import dev.candor.base.time.Durations;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.catalog.change.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What may have caused a failure, the likeliest first, and what cannot have. Pure.
///
/// A score is nearness in time (1 at once, one half after ten minutes, a seventh after an hour) times nearness in place
/// (the same service, one it needs, one that needs it). What touches exactly what fails counts as the same place, what
/// touches something else of the same sort is acquitted.
public record Suspects(List<Suspect> suspects, List<Acquitted> acquitted) {
    public static final Suspects NONE = new Suspects(List.of(), List.of());

    /// Changes older than this at the first failure are not looked at.
    public static final Duration LOOKS_BACK = Duration.ofDays(1);

    /// Evidence may begin this much before what caused it: windows of access logs are ten seconds long.
    public static final Duration SLACK = Duration.ofSeconds(15);

    private static final double HALF_AFTER_SECONDS = 600;
    private static final double WEAKEST = 0.02;
    private static final double WORTH_A_LINE = 0.1;
    private static final int MOST_VALUES = 5;

    /// @param score above 0 to 1, two decimals
    /// @param reasons in words, the strongest first
    public record Suspect(ChangeEvent change, double score, List<String> reasons) {
        public String why() {
            return String.join("; ", reasons);
        }
    }

    /// @param why it cannot have been, in words
    public record Acquitted(ChangeEvent change, String why) {}

    /// How near a change is, one way or the other; below zero for "it cannot have been".
    private record Near(double factor, List<String> reasons) {
        static Near never(String why) {
            return new Near(-1, List.of(why));
        }

        boolean possible() {
            return factor >= 0;
        }
    }

    /// @param changes any; in no order
    public static Suspects rank(Trouble trouble, List<ChangeEvent> changes, Neighbours neighbours) {
        var suspects = new ArrayList<Suspect>();
        var acquitted = new ArrayList<Acquitted>();
        for (ChangeEvent change : changes) {
            Near time = time(trouble, change);
            Near place = time.possible() ? place(trouble, change, neighbours) : time;
            double score = time.factor() * place.factor() * how(change);
            if (!time.possible() || !place.possible()) {
                acquitted.add(new Acquitted(change, place.reasons().getFirst()));
            } else if (score < WEAKEST) {
                acquitted.add(
                        new Acquitted(change, "too far away: " + time.reasons().getFirst()));
            } else {
                var reasons = new ArrayList<>(time.reasons());
                reasons.addAll(place.reasons());
                if (change.outcome() == Outcome.FAILED) {
                    reasons.add("it failed");
                }
                suspects.add(new Suspect(change, Math.round(Math.min(1, score) * 100) / 100.0, reasons));
            }
        }
        suspects.sort(Comparator.comparing(Suspect::score)
                .reversed()
                .thenComparing(suspect -> suspect.change().startedAt(), Comparator.reverseOrder())
                .thenComparing(suspect -> suspect.change().number(), Comparator.reverseOrder()));
        return new Suspects(List.copyOf(suspects), List.copyOf(acquitted));
    }

    private static double how(ChangeEvent change) {
        double kind = switch (change.kind()) {
            case DEPLOY, MIGRATION, FLAG, CONFIG, PERMISSION, DNS -> 1;
            case INFRASTRUCTURE -> 0.9;
            case OTHER -> 0.6;
        };
        return change.outcome() == Outcome.ROLLED_BACK ? kind / 2 : kind;
    }

    private static Near time(Trouble trouble, ChangeEvent change) {
        Instant first = trouble.startedAt();
        if (change.startedAt().isAfter(first.plus(SLACK))) {
            return Near.never("began " + words(first, change.startedAt()) + " after the first failure");
        }
        boolean lost = change.running()
                && change.startedAt().isBefore(first.minus(ChangeStore.LONGEST_RUN)); // nobody ever ended it
        boolean underWay = !lost
                && change.endedAt().map(end -> !end.isBefore(first)).orElse(true)
                && change.startedAt().isBefore(first);
        Instant last = change.endedAt().filter(end -> end.isBefore(first)).orElse(change.startedAt());
        Duration gap = last.isAfter(first) ? Duration.ZERO : Duration.between(last, first);
        double near = 1 / (1 + gap.toMillis() / 1000.0 / HALF_AFTER_SECONDS);
        if (underWay) {
            return new Near(
                    Math.max(near, 0.6),
                    List.of("under way at the first failure, begun " + words(change.startedAt(), first) + " before"));
        }
        if (gap.compareTo(LOOKS_BACK) > 0) {
            return Near.never("ended " + Durations.words(gap) + " before the first failure");
        }
        return new Near(
                near,
                List.of(gap.isZero() ? "at the first failure" : Durations.words(gap) + " before the first failure"));
    }

    private static String words(Instant from, Instant until) {
        return Durations.words(Duration.between(from, until));
    }

    private static Near place(Trouble trouble, ChangeEvent change, Neighbours neighbours) {
        var hits = new ArrayList<String>();
        for (Map.Entry<String, List<String>> label : change.labels().entrySet()) {
            Set<String> failing = trouble.failing().getOrDefault(label.getKey(), Set.of());
            var both = new TreeSet<>(label.getValue());
            both.retainAll(failing);
            if (!both.isEmpty()) {
                hits.add("touches what fails: " + label.getKey() + " " + some(both));
            } else if (!failing.isEmpty() && !label.getKey().equals("version")) {
                // The version that was deployed is not the one a client has.
                return Near.never("touches " + label.getKey() + " " + some(label.getValue()) + ", while "
                        + some(failing) + " fails");
            }
        }
        Near service = service(trouble, change, neighbours);
        if (hits.isEmpty()) {
            return service;
        }
        if (service.possible()) {
            hits.addAll(service.reasons());
        }
        return new Near(Math.max(1, service.factor()), hits);
    }

    private static Near service(Trouble trouble, ChangeEvent change, Neighbours neighbours) {
        String of = change.service();
        if (of.equals(trouble.service())) {
            return new Near(0.9, List.of("same service"));
        }
        if (of.isEmpty()) {
            return new Near(0.4, List.of("of no service in particular"));
        }
        Integer steps = neighbours.needs().get(of);
        if (steps != null) {
            return new Near(
                    steps == 1 ? 0.75 : 0.5,
                    List.of(trouble.service() + " depends on " + of
                            + (steps == 1 ? "" : ", " + steps + " steps away")));
        }
        if (neighbours.neededBy().contains(of)) {
            return new Near(0.3, List.of(of + " depends on it"));
        }
        return Near.never("belongs to " + of + ", on which " + trouble.service() + " does not depend");
    }

    private static String some(Iterable<String> values) {
        var shown = new ArrayList<String>();
        int more = 0;
        for (String value : values) {
            if (shown.size() < MOST_VALUES) {
                shown.add(value);
            } else {
                more++;
            }
        }
        return String.join(", ", shown) + (more == 0 ? "" : " and " + more + " more");
    }

    /// One line for a message, about the likeliest; empty when nothing is worth it.
    public String line() {
        return likeliest()
                .map(first -> "Changed just before: " + first.change().words() + ", "
                        + first.reasons().getFirst())
                .orElse("");
    }

    /// The likeliest, where it is worth telling.
    public Optional<Suspect> likeliest() {
        return suspects.stream().findFirst().filter(first -> first.score() >= WORTH_A_LINE);
    }
}
