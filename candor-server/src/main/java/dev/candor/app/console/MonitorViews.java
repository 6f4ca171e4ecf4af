package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.base.time.Cron;
import dev.candor.base.time.Durations;
import dev.candor.catalog.Item;
import dev.candor.catalog.Service;
import dev.candor.detect.heartbeat.Ping;
import dev.candor.detect.location.QuorumRule;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.MonitorStore;
import dev.candor.detect.monitor.Verdict;
import dev.candor.detect.results.ResultBlock;
import dev.candor.detect.results.ResultPoint;
import dev.candor.detect.results.Results;
import dev.candor.detect.results.Rollup;
import dev.candor.paging.alert.Alert;
import dev.candor.platform.screen.Times;
import dev.candor.probe.HeartbeatSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the monitor screens show, read from results and ledger.
public final class MonitorViews {
    private static final int HOURS = 24;

    /// A row of the list.
    ///
    /// @param bars one letter an hour, oldest first: `g`ood, `d`egraded, `f`ailed, `n`o result
    public record Line(Item<Monitor> item, MonitorState state, boolean paused, List<String> bars, String latency) {
        /// See [View#why()].
        public String why() {
            return MonitorViews.why(state, paused);
        }
    }

    /// One monitor's screen.
    public record View(
            Item<Monitor> item,
            MonitorState state,
            boolean paused,
            boolean day,
            LatencyChart chart,
            List<MonitorStore.Flip> flips,
            List<MonitorStore.Evidence> evidence,
            List<Alert> alerts,
            List<QuorumRule.Vote> votes,
            List<String> pingAddresses,
            String crontab,
            List<Ping> pings,
            String document) {
        /// What was seen, or why nobody could look; empty while it is up or paused.
        public String why() {
            return MonitorViews.why(state, paused);
        }

        /// Whether it is a job that says itself that it ran.
        public boolean beats() {
            return item.value().spec() instanceof HeartbeatSpec;
        }

        /// How often it looks, or when a job is expected.
        public String rhythm() {
            return switch (item.value().spec()) {
                case HeartbeatSpec(var _, HeartbeatSpec.Beat.Every(Duration period), Duration grace, var _) ->
                    "expected every " + Durations.format(period) + ", with " + Durations.format(grace) + " of grace";
                case HeartbeatSpec(var _, HeartbeatSpec.Beat.At(Cron cron, ZoneId zone), Duration grace, var _) ->
                    "expected at " + cron + " (" + zone + "), with " + Durations.format(grace) + " of grace";
                default -> "every " + Durations.format(item.value().every());
            };
        }
    }

    private final Candor candor;

    MonitorViews(Candor candor) {
        this.candor = candor;
    }

    static String why(MonitorState state, boolean paused) {
        return paused || state.verdict() == Verdict.UP ? "" : state.detail();
    }

    Line line(Item<Monitor> item, boolean paused, Instant now) {
        List<ResultPoint> recent = candor.detect().results().since(item.id(), first(item), hour(now, 0), 1000);
        String latency = recent.isEmpty() || recent.getLast().phases().totalMicros() == 0
                ? ""
                : Times.millis(recent.getLast().phases().totalMicros());
        return new Line(item, candor.detect().verdicts().state(item.id()), paused, bars(item, recent, now), latency);
    }

    private static Instant hour(Instant now, int back) {
        return Instant.ofEpochMilli((ResultBlock.hourOf(now) - back) * ResultBlock.HOUR_MILLIS);
    }

    private List<String> bars(Item<Monitor> item, List<ResultPoint> current, Instant now) {
        Map<Instant, Rollup> hours = new HashMap<>();
        for (Results.Span span :
                candor.detect().results().spans(item.id(), first(item), "hour", hour(now, HOURS - 1), now)) {
            hours.put(span.startAt(), span.rollup());
        }
        hours.put(hour(now, 0), Rollup.of(current));
        var bars = new ArrayList<String>();
        for (int back = HOURS - 1; back >= 0; back--) {
            Rollup hour = hours.get(hour(now, back));
            bars.add(
                    hour == null || hour.looked() == 0
                            ? "n"
                            : hour.failed() > 0 ? "f" : hour.degraded() * 2 > hour.looked() ? "d" : "g");
        }
        return bars;
    }

    View view(Item<Monitor> item, boolean paused, boolean day, Instant now) {
        Instant from = now.minus(day ? Duration.ofHours(24) : Duration.ofHours(1));
        List<ResultPoint> points = candor.detect().results().since(item.id(), first(item), from, 50_000);
        // Outside: it may have to be read itself.
        MonitorState state = candor.detect().verdicts().state(item.id());
        List<QuorumRule.Vote> votes =
                item.value().places().areSeveral() ? candor.detect().votes().votes(item) : List.of();
        return candor.platform()
                .ledger()
                .read(tx -> new View(
                        item,
                        state,
                        paused,
                        day,
                        LatencyChart.of(points, from, now),
                        candor.detect().monitors().flips(tx, item.id(), 20),
                        candor.detect().monitors().evidence(tx, item.id(), 10),
                        candor
                                .paging()
                                .alerts()
                                .store()
                                .list(tx, "", item.value().service(), Long.MAX_VALUE, 50)
                                .stream()
                                .filter(alert -> alert.source().equals("monitor/" + item.name()))
                                .limit(5)
                                .toList(),
                        votes,
                        pingAddresses(item),
                        crontab(item),
                        candor.detect().heartbeats().store().pings(tx, item.id(), 20),
                        Documents.yaml(
                                Objects.requireNonNull(candor.catalogs().store().masked(item.document())))));
    }

    /// Where a job pings: by its id, and by each key of its service.
    private List<String> pingAddresses(Item<Monitor> item) {
        if (!(item.value().spec() instanceof HeartbeatSpec beat)) {
            return List.of();
        }
        var addresses = new ArrayList<String>();
        addresses.add(candor.consoleUrl() + "/ping/" + item.id());
        candor.catalogs()
                .current()
                .item(Service.KIND, item.value().service())
                .ifPresent(service -> service.value()
                        .intakeKeys()
                        .forEach(key -> addresses.add(candor.consoleUrl() + "/ping/" + key + "/" + beat.slug())));
        return addresses;
    }

    /// A line for the job's crontab that says when it ran, and how it ended.
    private String crontab(Item<Monitor> item) {
        if (!(item.value().spec() instanceof HeartbeatSpec beat)) {
            return "";
        }
        String when = switch (beat.beat()) {
            case HeartbeatSpec.Beat.At(Cron cron, var _) -> cron.toString();
            case HeartbeatSpec.Beat.Every(Duration period) -> when(period);
        };
        List<String> addresses = pingAddresses(item);
        return when + " /path/to/job; curl -fsS -m 10 --retry 5 -o /dev/null " + addresses.getLast() + "/$?";
    }

    /// About as often, as a crontab can say it.
    private static String when(Duration period) {
        long minutes = Math.max(1, period.toMinutes());
        return minutes < 2
                ? "* * * * *"
                : minutes < 60
                        ? "*/" + minutes + " * * * *"
                        : minutes < 120 ? "0 * * * *" : minutes < 1440 ? "0 */" + minutes / 60 + " * * *" : "0 3 * * *";
    }

    /// The place whose measurements are drawn: the first that looks.
    private static String first(Item<Monitor> item) {
        return item.value().places().locations().getFirst();
    }
}
