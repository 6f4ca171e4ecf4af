package dev.candor.app.console;

import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.results.ResultPoint;
import dev.candor.platform.screen.Times;
import dev.candor.probe.Phases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where the time went, as stacked areas, drawn on the server. Pure.
///
/// @param areas SVG path data of the five phases, the lowest first
/// @param bad left edge and width of every slice with a failure
/// @param words the same for those who do not see it
public record LatencyChart(
        List<String> areas, List<Bar> bad, List<Tick> levels, List<Moment> moments, String words, boolean empty) {
    public static final int WIDTH = 840;
    public static final int HEIGHT = 200;
    private static final int SLICES = 120;

    public record Bar(String x, String width) {}

    public record Tick(String y, String label) {}

    public record Moment(String x, Instant at) {}

    /// @param points in order
    static LatencyChart of(List<ResultPoint> points, Instant from, Instant until) {
        long span = Math.max(1, Duration.between(from, until).toMillis());
        var sums = new double[SLICES][5];
        var counts = new int[SLICES];
        var failed = new boolean[SLICES];
        var totals = new ArrayList<Long>();
        int failures = 0;
        for (ResultPoint point : points) {
            int slice = Math.clamp(Duration.between(from, point.at()).toMillis() * SLICES / span, 0, SLICES - 1);
            if (point.outcome() == Outcome.FAILED) {
                failed[slice] = true;
                failures++;
            } else if (point.outcome() != Outcome.NOT_RUN) {
                add(sums[slice], point.phases());
                counts[slice]++;
                totals.add(point.phases().totalMicros());
            }
        }
        double top = 0;
        for (int i = 0; i < SLICES; i++) {
            double sum = 0;
            for (int p = 0; p < 5; p++) {
                sums[i][p] = counts[i] == 0 ? 0 : sums[i][p] / counts[i];
                sum += sums[i][p];
            }
            top = Math.max(top, sum);
        }
        double ceiling = ceiling(top);
        return new LatencyChart(
                areas(sums, counts, ceiling),
                bars(failed),
                levels(ceiling),
                moments(from, span),
                words(totals, failures, points.size()),
                points.isEmpty());
    }

    private static void add(double[] sum, Phases phases) {
        sum[0] += phases.dnsMicros();
        sum[1] += phases.connectMicros();
        sum[2] += phases.tlsMicros();
        sum[3] += phases.firstByteMicros();
        sum[4] += phases.transferMicros();
    }

    /// The next 1, 2 or 5 with zeros.
    private static double ceiling(double top) {
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(top, 1000))));
        for (double step : new double[] {1, 2, 5}) {
            if (top <= unit * step) {
                return unit * step;
            }
        }
        return unit * 10;
    }

    private static double x(double slice) {
        return WIDTH * slice / SLICES;
    }

    private static List<String> areas(double[][] sums, int[] counts, double ceiling) {
        var areas = new ArrayList<String>();
        for (int phase = 0; phase < 5; phase++) {
            var path = new StringBuilder();
            int start = 0;
            while (start < SLICES) {
                if (counts[start] == 0) {
                    start++;
                    continue;
                }
                int end = start;
                // Slices without an answer are gaps; a single missing one between two is bridged because slices are
                // finer than slow intervals.
                while (end + 1 < SLICES && (counts[end + 1] > 0 || end + 2 < SLICES && counts[end + 2] > 0)) {
                    end++;
                }
                piece(path, sums, counts, phase, start, end, ceiling);
                start = end + 1;
            }
            areas.add(path.toString());
        }
        return areas;
    }

    private static void piece(
            StringBuilder path, double[][] sums, int[] counts, int phase, int start, int end, double ceiling) {
        var upper = new StringBuilder();
        var lower = new StringBuilder();
        for (int i = start; i <= end; i++) {
            if (counts[i] == 0) {
                continue;
            }
            double below = 0;
            for (int p = 0; p < phase; p++) {
                below += sums[i][p];
            }
            double x = start == end ? x(i) : x(i + 0.5);
            upper.append(upper.isEmpty() ? "M" : "L")
                    .append(number(x))
                    .append(' ')
                    .append(number(y(below + sums[i][phase], ceiling)));
            lower.insert(0, "L" + number(x) + ' ' + number(y(below, ceiling)));
            if (start == end) {
                upper.append('L')
                        .append(number(x(i + 1)))
                        .append(' ')
                        .append(number(y(below + sums[i][phase], ceiling)));
                lower.insert(0, "L" + number(x(i + 1)) + ' ' + number(y(below, ceiling)));
            }
        }
        path.append(upper).append(lower).append('Z');
    }

    private static double y(double micros, double ceiling) {
        return HEIGHT - HEIGHT * Math.min(1, micros / ceiling);
    }

    private static List<Bar> bars(boolean[] failed) {
        var bars = new ArrayList<Bar>();
        for (int i = 0; i < SLICES; i++) {
            if (failed[i]) {
                bars.add(new Bar(number(x(i)), number(x(1) - x(0))));
            }
        }
        return bars;
    }

    private static List<Tick> levels(double ceiling) {
        var levels = new ArrayList<Tick>();
        for (int i = 0; i <= 4; i++) {
            levels.add(new Tick(
                    number(y(ceiling * i / 4, ceiling)),
                    i == 0 ? "0" : Times.millis((long) (ceiling * i / 4)).replace(".0 ", " ")));
        }
        return levels;
    }

    private static List<Moment> moments(Instant from, long span) {
        var moments = new ArrayList<Moment>();
        for (int i = 0; i < 6; i++) {
            moments.add(new Moment(number(x(SLICES * (i + 0.5) / 6)), from.plusMillis((long) (span * (i + 0.5) / 6))));
        }
        return moments;
    }

    private static String words(List<Long> totals, int failures, int runs) {
        if (totals.isEmpty()) {
            return runs == 0 ? "No results in this time." : "None of " + runs + " runs was answered.";
        }
        List<Long> sorted = totals.stream().sorted().toList();
        return "Median " + Times.millis(sorted.get(sorted.size() / 2)) + ", 95 of 100 within "
                + Times.millis(sorted.get((int) (sorted.size() * 0.95))) + "; "
                + (failures == 0 ? "no failure in " + runs + " runs." : failures + " of " + runs + " runs failed.");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
