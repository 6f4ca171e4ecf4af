package dev.candor.telemetry.window;

import dev.candor.telemetry.sketch.LatencySketch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Requests of one service in one stretch of time. Part 0 is what had come when the window was handed out;
/// parts 1, 2
/// ... bring lines that came later. All parts of a window are added up: nothing is in two of them, and a part
/// that
/// is stored or judged alone is right as far as it goes.
///
/// @param start a multiple of `length` since 1970
/// @param part 0, or the number of the supplement
/// @param cut requests whose log line had lost its tail
/// @param tops by dimension; a dimension no request had is missing
/// @param failing kinds of failing request, most frequent first
public record Window(
        Instant start,
        Duration length,
        int part,
        long requests,
        long failures,
        long cut,
        LatencySketch latency,
        Map<Dimension, Top> tops,
        List<Combination> failing) {
    private static final int COMBINATIONS_KEPT = 500;

    public Window {
        tops = Map.copyOf(tops);
        failing = List.copyOf(failing);
    }

    public static Window empty(Instant start, Duration length) {
        return new Window(start, length, 0, 0, 0, 0, LatencySketch.EMPTY, Map.of(), List.of());
    }

    public Instant end() {
        return start.plus(length);
    }

    public Top top(Dimension dimension) {
        return tops.getOrDefault(dimension, Top.NONE);
    }

    /// Failed share, 0 without requests.
    public double share() {
        return requests == 0 ? 0 : (double) failures / requests;
    }

    /// Both together, for minutes, hours, and supplements: totals and sketch exact, tables exact up to `kept`
    /// values.
    /// Starts at the earlier start and is as long as both span.
    public Window merge(Window other, int kept) {
        Instant from = start.isBefore(other.start) ? start : other.start;
        Instant to = end().isAfter(other.end()) ? end() : other.end();
        var both = new EnumMap<Dimension, Top>(Dimension.class);
        both.putAll(tops);
        other.tops.forEach((dimension, top) -> both.merge(dimension, top, (a, b) -> a.merge(b, kept)));
        return new Window(
                from,
                Duration.between(from, to),
                Math.min(part, other.part),
                requests + other.requests,
                failures + other.failures,
                cut + other.cut,
                latency.merge(other.latency),
                both,
                together(failing, other.failing));
    }

    /// All of them together; `empty` at 1970 when there are none.
    public static Window merge(List<Window> windows, int kept) {
        Window sum = windows.isEmpty() ? empty(Instant.EPOCH, Duration.ZERO) : windows.getFirst();
        for (Window window : windows.subList(Math.min(1, windows.size()), windows.size())) {
            sum = sum.merge(window, kept);
        }
        return sum;
    }

    private static List<Combination> together(List<Combination> left, List<Combination> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.isEmpty() ? right : left;
        }
        var sum = new LinkedHashMap<List<String>, Long>();
        left.forEach(one -> sum.merge(one.values(), one.failures(), Long::sum));
        right.forEach(one -> sum.merge(one.values(), one.failures(), Long::sum));
        var all = new ArrayList<Combination>();
        sum.forEach((values, failures) -> all.add(new Combination(values, failures)));
        all.sort(Comparator.comparingLong(Combination::failures).reversed());
        return all.size() > COMBINATIONS_KEPT ? all.subList(0, COMBINATIONS_KEPT) : all;
    }
}
