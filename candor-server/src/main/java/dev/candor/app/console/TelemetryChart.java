package dev.candor.app.console;

import dev.candor.platform.screen.Times;
import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/// Curves over time, drawn on the server. Pure.
///
/// @param curves SVG path data, in the order they were asked for; gaps where there was nothing
/// @param levels labels of the horizontal lines, from the lowest
/// @param words the same for those who do not see it
public record TelemetryChart(List<Curve> curves, List<Level> levels, List<Moment> moments, String words) {
    public static final int WIDTH = 840;
    public static final int HEIGHT = 160;
    static final int SLICES = 120;
    private static final int FEWEST_SLICES = 6;
    private static final int LEVELS = 4;

    /// @param look class of the style
    public record Curve(String name, String look, String path) {}

    public record Level(String y, String label) {}

    public record Moment(Instant at) {}

    /// A curve before it is drawn.
    ///
    /// @param filled down to nothing
    record Asked(String name, String look, boolean filled, Function<Window, OptionalDouble> value) {}

    /// Where the picture begins: with the first window, when there are none for most of the span. Never less than a
    /// sixth
    /// of it is shown.
    static Instant begin(List<Window> windows, Instant from, Instant until) {
        Instant shortest = until.minus(Duration.between(from, until).dividedBy(6));
        return windows.stream()
                .map(Window::start)
                .min(Instant::compareTo)
                .map(first -> first.isBefore(shortest) ? first : shortest)
                .filter(first -> first.isAfter(from))
                .orElse(from);
    }

    /// The windows of a span thrown together, one for each slice of the picture, none of which is shorter than a
    /// window;
    /// slices without any are empty ones.
    static List<Window> slices(List<Window> windows, Instant from, Instant until) {
        long span = Math.max(1, Duration.between(from, until).toMillis());
        var slices = new ArrayList<Window>();
        int count = windows.isEmpty()
                ? SLICES
                : Math.clamp(span / Math.max(1, windows.getFirst().length().toMillis()), FEWEST_SLICES, SLICES);
        Duration length = Duration.ofMillis(span / count);
        for (int i = 0; i < count; i++) {
            slices.add(Window.empty(from.plusMillis(span * i / count), length));
        }
        for (Window window : windows) {
            long at = Duration.between(from, window.start()).toMillis();
            int slice = Math.clamp(at * count / span, 0, count - 1);
            slices.set(slice, slices.get(slice).merge(bare(window), 1));
        }
        return slices;
    }

    /// Without its tables, which no curve shows.
    private static Window bare(Window window) {
        return new Window(
                window.start(),
                window.length(),
                0,
                window.requests(),
                window.failures(),
                window.cut(),
                window.latency(),
                java.util.Map.of(),
                List.of());
    }

    /// @param least the top of the picture is not lower than this
    static TelemetryChart of(
            List<Window> slices, double least, DoubleFunction<String> label, String words, List<Asked> asked) {
        double top = least;
        for (Asked one : asked) {
            for (Window slice : slices) {
                top = Math.max(top, one.value().apply(slice).orElse(0));
            }
        }
        double ceiling = ceiling(top);
        var curves = new ArrayList<Curve>();
        asked.forEach(one -> curves.add(new Curve(one.name(), one.look(), path(slices, one, ceiling))));
        var levels = new ArrayList<Level>();
        for (int i = 0; i <= LEVELS; i++) {
            levels.add(new Level(number(y(ceiling * i / LEVELS, ceiling)), label.apply(ceiling * i / LEVELS)));
        }
        var moments = new ArrayList<Moment>();
        for (int i = 0; i < 6; i++) {
            moments.add(
                    new Moment(slices.get((int) (slices.size() * (i + 0.5) / 6)).start()));
        }
        return new TelemetryChart(curves, levels, moments, words);
    }

    private static String path(List<Window> slices, Asked asked, double ceiling) {
        var path = new StringBuilder();
        var piece = new StringBuilder();
        int first = 0;
        for (int i = 0; i <= slices.size(); i++) {
            OptionalDouble value =
                    i == slices.size() ? OptionalDouble.empty() : asked.value().apply(slices.get(i));
            if (value.isPresent()) {
                first = piece.isEmpty() ? i : first;
                piece.append(piece.isEmpty() ? 'M' : 'L')
                        .append(point(i + 0.25, slices, value.getAsDouble(), ceiling))
                        .append('L')
                        .append(point(i + 0.75, slices, value.getAsDouble(), ceiling));
            } else if (!piece.isEmpty()) {
                path.append(piece);
                if (asked.filled()) {
                    path.append('L').append(point(i - 0.25, slices, 0, ceiling));
                    path.append('L')
                            .append(point(first + 0.25, slices, 0, ceiling))
                            .append('Z');
                }
                piece.setLength(0);
            }
        }
        return path.toString();
    }

    private static String point(double slice, List<Window> of, double value, double ceiling) {
        return number(WIDTH * slice / of.size()) + ' ' + number(y(value, ceiling));
    }

    private static double y(double value, double ceiling) {
        return HEIGHT - HEIGHT * Math.min(1, value / ceiling);
    }

    /// The next 1, 2 or 5 with zeros.
    private static double ceiling(double top) {
        double unit = Math.pow(10, Math.floor(Math.log10(top)));
        for (double step : new double[] {1, 2, 5}) {
            if (top <= unit * step * 1.000001) {
                return unit * step;
            }
        }
        return unit * 10;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static String rate(double perSecond) {
        return perSecond == 0
                ? "0"
                : perSecond >= 10
                        ? String.format(Locale.ROOT, "%,.0f/s", perSecond)
                        : String.format(Locale.ROOT, "%s/s", trimmed(perSecond));
    }

    static String share(double share) {
        return share == 0 ? "0" : trimmed(share * 100) + " %";
    }

    static String millis(double micros) {
        return micros == 0 ? "0" : Times.millis((long) micros).replace(".0 ", " ");
    }

    /// Three digits that say something, no zeros behind them.
    private static String trimmed(double value) {
        return new java.math.BigDecimal(value)
                .round(new java.math.MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }
}
