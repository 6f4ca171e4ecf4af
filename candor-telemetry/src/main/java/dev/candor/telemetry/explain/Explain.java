package dev.candor.telemetry.explain;

import dev.candor.telemetry.explain.Explanation.Cause;
import dev.candor.telemetry.explain.Explanation.NotGuilty;
import dev.candor.telemetry.window.Combination;
import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Tally;
import dev.candor.telemetry.window.Top;
import dev.candor.telemetry.window.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the smallest set of values that explains a rise. For each dimension the values with the highest
/// failure
/// share are taken together as long as that makes the counts likelier by more than a price per value; pairs of
/// dimensions are tried where the
/// failing requests of one value share a value of another. The likeliest set wins; ties go to the smaller.
public final class Explain {
    /// By what requests can be told apart by cause: the status is the harm itself.
    static final List<Dimension> CAUSES = List.of(
            Dimension.UPSTREAM,
            Dimension.CUSTOMER,
            Dimension.HOST,
            Dimension.ROUTE,
            Dimension.REGION,
            Dimension.CLIENT,
            Dimension.METHOD);

    private static final int CAUSES_SHOWN = 3;
    private static final int MOST_VALUES = 20;
    private static final double PRICE = 4;

    /// One failed request of a value is chance, also where there are many such values.
    private static final int LEAST_FAILURES = 3;

    private static final double LEAST_GAIN = 6;

    /// A cause explains at least this share of the failures.
    private static final double LEAST_EXPLAINS = 0.3;

    /// And does it so well, measured by the best one: everybody but one who is not hit explains all of it, badly.
    private static final double LEAST_OF_BEST = 0.25;

    /// And its requests fail at least so many times as often as all others.
    private static final double LEAST_RATIO = 2;

    private static final double MUCH_TRAFFIC = 0.2;
    private static final double GROWN = 2;

    /// Not guilty is who fails half as often as the rest at most: a little less is chance.
    private static final double CLEARLY_LESS = 0.5;

    private Explain() {}

    /// @param before usual times, all windows merged (`Window.merge`); may be empty when there are none
    /// @param during the rise, merged
    public static Explanation rise(Window before, Window during) {
        double usual = before.requests() == 0 ? 0 : before.share();
        double excess = Math.max(0, during.failures() - usual * during.requests());
        var candidates = new ArrayList<Candidate>();
        for (Dimension dimension : CAUSES) {
            single(dimension, before, during, candidates);
        }
        Pairs.add(List.copyOf(candidates), during, candidates);
        candidates.sort(Comparator.comparingDouble(Candidate::gain).reversed().thenComparingInt(Candidate::size));
        var causes = new ArrayList<Cause>();
        double least = 0;
        for (Candidate candidate : candidates) {
            var cause = cause(candidate, during);
            boolean more = causes.size() < CAUSES_SHOWN && candidate.gain() >= least;
            if (more && tells(cause) && !saidAlready(causes, cause)) {
                causes.add(cause);
                least = Math.max(least, LEAST_OF_BEST * candidate.gain());
            }
        }
        var innocent = innocent(before, during, causes, usual, excess);
        return new Explanation(excess, causes, innocent, Sentences.of(during, causes, innocent));
    }

    private static boolean tells(Cause cause) {
        return cause.explains() >= LEAST_EXPLAINS && cause.share() >= LEAST_RATIO * cause.elsewhere();
    }

    /// The next best set is worth a line only when it explains about as much.
    private static boolean saidAlready(List<Cause> causes, Cause cause) {
        return !causes.isEmpty() && cause.explains() < 0.8 * causes.getFirst().explains();
    }

    private static void single(Dimension dimension, Window before, Window during, List<Candidate> candidates) {
        Top top = during.top(dimension);
        var failing = new ArrayList<Tally>();
        for (Tally tally : top.values()) {
            Tally past = before.top(dimension).of(tally.value());
            boolean risen = past.requests() < 20 || tally.share() > 2 * past.share();
            if (tally.failures() >= LEAST_FAILURES && risen && isOneThing(tally.value())) {
                failing.add(tally);
            }
        }
        failing.sort(
                Comparator.comparingDouble(Explain::carefulShare).reversed().thenComparing(Tally::value));
        long requests = 0;
        long failures = 0;
        double price = PRICE + Math.log(Math.max(2, top.values().size()));
        var chosen = new ArrayList<String>();
        Candidate best = null;
        for (Tally tally : failing.subList(0, Math.min(MOST_VALUES, failing.size()))) {
            requests += tally.requests();
            failures += tally.failures();
            chosen.add(tally.value());
            double gain = Candidate.likelihood(failures, requests, during.failures(), during.requests())
                    - price * chosen.size();
            boolean more = (double) failures / requests > during.share();
            if (more && gain > LEAST_GAIN && (best == null || gain > best.gain())) {
                best = new Candidate(Map.of(dimension, List.copyOf(chosen)), requests, failures, gain);
            }
        }
        if (best != null) {
            candidates.add(best);
        }
    }

    /// Not what stands for many: `(other)`, and the routes whose every part is a placeholder.
    static boolean isOneThing(String value) {
        return !value.isEmpty()
                && !value.equals(Top.OTHER)
                && !value.equals(Combination.ANY)
                && !value.matches("(/\\*)+");
    }

    /// One failing request of one is no proof: shrunk towards nothing.
    private static double carefulShare(Tally tally) {
        return tally.failures() / (tally.requests() + 2.0);
    }

    private static Cause cause(Candidate candidate, Window during) {
        long otherRequests = during.requests() - candidate.requests();
        long otherFailures = during.failures() - candidate.failures();
        return new Cause(
                candidate.values(),
                candidate.failures(),
                candidate.requests(),
                during.failures() == 0 ? 0 : (double) candidate.failures() / during.failures(),
                candidate.requests() == 0 ? 0 : (double) candidate.failures() / candidate.requests(),
                otherRequests <= 0 ? 0 : (double) otherFailures / otherRequests);
    }

    /// Values with much traffic, or much more than before, that fail clearly less than the rest does.
    private static List<NotGuilty> innocent(
            Window before, Window during, List<Cause> causes, double usual, double excess) {
        var innocent = new ArrayList<NotGuilty>();
        for (Dimension dimension :
                List.of(Dimension.CLIENT, Dimension.CUSTOMER, Dimension.UPSTREAM, Dimension.HOST, Dimension.REGION)) {
            Top top = during.top(dimension);
            if (top.values().size() < 2) {
                continue;
            }
            for (Tally tally : top.values()) {
                double traffic = share(tally.requests(), during.requests());
                double past = share(before.top(dimension).of(tally.value()).requests(), before.requests());
                boolean noisy =
                        traffic >= MUCH_TRAFFIC || traffic >= 0.05 && traffic > GROWN * past && before.requests() > 0;
                boolean named = causes.stream()
                        .anyMatch(cause -> cause.values()
                                .getOrDefault(dimension, List.of())
                                .contains(tally.value()));
                double elsewhere = share(during.failures() - tally.failures(), during.requests() - tally.requests());
                double own = Math.max(0, tally.failures() - usual * tally.requests());
                if (noisy && !named && isOneThing(tally.value()) && tally.share() <= CLEARLY_LESS * elsewhere) {
                    innocent.add(new NotGuilty(
                            dimension, tally.value(), traffic, past, excess == 0 ? 0 : own / excess, tally.share()));
                }
            }
        }
        innocent.sort(Comparator.comparingDouble(NotGuilty::traffic).reversed());
        return innocent.subList(0, Math.min(CAUSES_SHOWN, innocent.size()));
    }

    private static double share(long part, long whole) {
        return whole <= 0 ? 0 : (double) part / whole;
    }

    static Map<Dimension, List<String>> both(Map<Dimension, List<String>> first, Dimension dimension, String value) {
        var both = new LinkedHashMap<>(first);
        both.put(dimension, List.of(value));
        return both;
    }
}
