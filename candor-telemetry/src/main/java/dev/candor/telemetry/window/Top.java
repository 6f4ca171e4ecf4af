package dev.candor.telemetry.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The most telling values of one dimension (half of the places for those that fail most, the others for the
/// busiest), busiest first, and the sum of all others. Requests that do not have the dimension are in neither.
public record Top(List<Tally> values, long otherRequests, long otherFailures) {
    public static final Top NONE = new Top(List.of(), 0, 0);

    /// How the sum of the others is called where it is shown.
    public static final String OTHER = "(other)";

    private static final Comparator<Tally> BUSIEST =
            Comparator.comparingLong(Tally::requests).reversed().thenComparing(Tally::value);
    private static final Comparator<Tally> WORST =
            Comparator.comparingLong(Tally::failures).reversed().thenComparing(BUSIEST);

    public Top {
        values = List.copyOf(values);
    }

    /// @param all in any order, each value once
    public static Top of(List<Tally> all, long otherRequests, long otherFailures, int kept) {
        if (all.size() <= kept) {
            var sorted = new ArrayList<>(all);
            sorted.sort(BUSIEST);
            return new Top(sorted, otherRequests, otherFailures);
        }
        var worst = new ArrayList<>(all);
        worst.sort(WORST);
        var chosen = new LinkedHashMap<String, Tally>();
        for (Tally tally : worst.subList(0, kept / 2)) {
            if (tally.failures() > 0) {
                chosen.put(tally.value(), tally);
            }
        }
        var busiest = new ArrayList<>(all);
        busiest.sort(BUSIEST);
        long requests = otherRequests;
        long failures = otherFailures;
        for (Tally tally : busiest) {
            if (chosen.size() < kept) {
                chosen.putIfAbsent(tally.value(), tally);
            }
            if (!chosen.containsKey(tally.value())) {
                requests += tally.requests();
                failures += tally.failures();
            }
        }
        var sorted = new ArrayList<>(chosen.values());
        sorted.sort(BUSIEST);
        return new Top(sorted, requests, failures);
    }

    public Top merge(Top other, int kept) {
        if (other.values.isEmpty() && other.otherRequests == 0) {
            return this;
        }
        Map<String, Tally> sum = new LinkedHashMap<>();
        for (Tally tally : values) {
            sum.put(tally.value(), tally);
        }
        for (Tally tally : other.values) {
            sum.merge(tally.value(), tally, Tally::plus);
        }
        return of(
                new ArrayList<>(sum.values()),
                otherRequests + other.otherRequests,
                otherFailures + other.otherFailures,
                kept);
    }

    /// The tally of a value; zeros when it is not among those kept.
    public Tally of(String value) {
        for (Tally tally : values) {
            if (tally.value().equals(value)) {
                return tally;
            }
        }
        return new Tally(value, 0, 0);
    }

    public long requests() {
        long sum = otherRequests;
        for (Tally tally : values) {
            sum += tally.requests();
        }
        return sum;
    }

    public long failures() {
        long sum = otherFailures;
        for (Tally tally : values) {
            sum += tally.failures();
        }
        return sum;
    }
}
