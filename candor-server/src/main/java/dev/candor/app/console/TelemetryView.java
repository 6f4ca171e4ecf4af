package dev.candor.app.console;

import dev.candor.base.time.Durations;
import dev.candor.detect.telemetry.Episode;
import dev.candor.detect.telemetry.SenderReport;
import dev.candor.telemetry.StreamReport;
import dev.candor.telemetry.format.Recognition;
import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Tally;
import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What the screen of a service's access logs shows.
///
/// @param span `hour` or `day`
/// @param address where lines can be posted, without its key
/// @param syslog where syslog is listened for, empty for nowhere
/// @param losses at the doors, those that may concern it, in words
/// @param unclaimed syslog messages that fit no log source, of any service
public record TelemetryView(
        String service,
        String span,
        Window sum,
        TelemetryChart requests,
        TelemetryChart failing,
        TelemetryChart latency,
        List<Slice> slices,
        List<Sender> senders,
        List<Rise> rises,
        String address,
        String syslog,
        List<String> losses,
        long unclaimed) {
    private static final int VALUES = 8;
    private static final int CAUSES = 3;

    /// The values of one dimension.
    public record Slice(String dimension, List<Value> values) {}

    /// @param share of all requests, in percent, for the bar
    /// @param failed the part of the bar that failed, in percent of all requests
    /// @param failing share of its requests that failed, in words; empty when none did
    public record Value(String value, long requests, long failures, String share, String failed, String failing) {}

    /// @param good whether nothing of it was lost, late or unread, and its clock is right
    /// @param clock how far its clock is off, in words; empty when it is not
    public record Sender(
            SenderReport report,
            String format,
            long tooLong,
            boolean good,
            String clock,
            List<Recognition.Unread> examples) {}

    /// @param bars share of failures by what explains them, and of those not guilty
    public record Rise(Episode episode, String sentence, List<Bar> bars) {}

    /// @param width in percent
    public record Bar(String name, String width, String words, boolean guilty) {}

    static List<Slice> slices(Window sum) {
        var slices = new ArrayList<Slice>();
        for (Dimension dimension : Dimension.values()) {
            List<Tally> tallies = sum.top(dimension).values();
            if (tallies.isEmpty()) {
                continue;
            }
            slices.add(new Slice(
                    dimension.word(),
                    tallies.stream()
                            .sorted(Comparator.comparingLong(Tally::failures)
                                    .thenComparingLong(Tally::requests)
                                    .reversed())
                            .limit(VALUES)
                            .map(tally -> new Value(
                                    tally.value(),
                                    tally.requests(),
                                    tally.failures(),
                                    percent((double) tally.requests() / Math.max(1, sum.requests())),
                                    percent((double) tally.failures() / Math.max(1, sum.requests())),
                                    tally.failures() == 0 ? "" : TelemetryChart.share(tally.share())))
                            .toList()));
        }
        return slices;
    }

    static Sender sender(SenderReport report) {
        var stream = report.stream();
        String format = switch (stream.format()) {
            case Recognition.Verdict.Undecided() -> "format not known yet";
            case Recognition.Verdict.Recognised(String name) -> name;
            case Recognition.Verdict.NoneFits(var _, String _) -> "no known format";
        };
        long tooLong = report.tooLong() + stream.tooLong();
        boolean good = report.unread() == 0
                && report.dropped() == 0
                && stream.late() == 0
                && stream.held() == 0
                && stream.future() == 0
                && !stream.clockIsOff()
                && stream.cut() == 0
                && tooLong == 0
                && report.broken() == 0;
        return new Sender(
                report,
                format,
                tooLong,
                good,
                clock(stream),
                List.copyOf(stream.unread().values()));
    }

    private static String clock(StreamReport stream) {
        if (!stream.clockIsOff()) {
            return "";
        }
        Duration skew = Duration.ofMillis(stream.skewMillis().orElse(0));
        return Durations.words(skew.abs()) + (skew.isNegative() ? " ahead" : " behind");
    }

    static Rise rise(Episode episode) {
        var bars = new ArrayList<Bar>();
        maps(episode.explanation().get("causes")).stream()
                .limit(CAUSES)
                .forEach(cause -> bars.add(new Bar(
                        values(cause.get("values")),
                        percent(number(cause.get("explains"))),
                        "explains " + TelemetryChart.share(number(cause.get("explains"))) + " of the failures; "
                                + TelemetryChart.share(number(cause.get("share"))) + " of its requests fail, elsewhere "
                                + TelemetryChart.share(number(cause.get("elsewhere"))),
                        true)));
        maps(episode.explanation().get("not_guilty"))
                .forEach(one -> bars.add(new Bar(
                        one.get("dimension") + " " + one.get("value"),
                        percent(number(one.get("of_rise"))),
                        "not guilty: " + TelemetryChart.share(number(one.get("traffic"))) + " of the traffic, "
                                + TelemetryChart.share(number(one.get("of_rise"))) + " of the rise",
                        false)));
        return new Rise(episode, episode.summary(), bars);
    }

    private static String values(@org.jspecify.annotations.Nullable Object values) {
        return values instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + list(entry.getValue()))
                        .collect(Collectors.joining(" with "))
                : "";
    }

    private static String list(@org.jspecify.annotations.Nullable Object values) {
        return values instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(values);
    }

    private static List<Map<?, ?>> maps(@org.jspecify.annotations.Nullable Object list) {
        var maps = new ArrayList<Map<?, ?>>();
        if (list instanceof List<?> some) {
            some.forEach(one -> {
                if (one instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            });
        }
        return maps;
    }

    private static double number(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", Math.clamp(share, 0, 1) * 100);
    }
}
