package dev.candor.telemetry.explain;

import dev.candor.telemetry.window.Combination;
import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Two values together: this route for that customer. Failing requests are known by all their values at once,
/// but
/// requests
/// only value by value, so how many requests have both is estimated as if the two were independent. Therefore a
/// pair
/// is only tried where the single value leaves room for it: most of its requests pass.
final class Pairs {
    private static final double CLEAR = 0.5;
    private static final double PRICE = 14;
    private static final double MOSTLY = 0.8;

    private Pairs() {}

    static void add(List<Candidate> singles, Window during, List<Candidate> candidates) {
        for (Candidate single : singles) {
            boolean one = single.size() == 1;
            boolean room = single.failures() < CLEAR * single.requests();
            if (one && room) {
                Dimension dimension = single.values().keySet().iterator().next();
                String value = single.values().get(dimension) instanceof List<String> values ? values.getFirst() : "";
                narrow(dimension, value, single, during, candidates);
            }
        }
    }

    private static void narrow(
            Dimension dimension, String value, Candidate single, Window during, List<Candidate> candidates) {
        for (Dimension other : Explain.CAUSES) {
            if (other == dimension) {
                continue;
            }
            var counts = new LinkedHashMap<String, Long>();
            for (Combination combination : during.failing()) {
                if (combination.value(dimension).equals(value)) {
                    counts.merge(combination.value(other), combination.failures(), Long::sum);
                }
            }
            counts.keySet().removeIf(companion -> !Explain.isOneThing(companion));
            var most = counts.entrySet().stream().max(Map.Entry.comparingByValue());
            if (most.isEmpty() || most.get().getValue() < MOSTLY * single.failures()) {
                continue;
            }
            String companion = most.get().getKey();
            long failures = most.get().getValue();
            long ofOther = during.top(other).of(companion).requests();
            if (ofOther >= 0.9 * during.requests() || ofOther == 0) {
                continue; // nearly everything has it: it says nothing
            }
            // Where the two always come together the estimate is too low; then the single value is as good.
            double requests = Math.max(failures, (double) single.requests() * ofOther / during.requests());
            double gain = Candidate.likelihood(failures, requests, during.failures(), during.requests()) - PRICE;
            candidates.add(new Candidate(
                    Explain.both(single.values(), other, companion), Math.round(requests), failures, gain));
        }
    }
}
