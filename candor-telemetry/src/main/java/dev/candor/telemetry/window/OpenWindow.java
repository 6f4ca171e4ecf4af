package dev.candor.telemetry.window;

import dev.candor.telemetry.format.Field;
import dev.candor.telemetry.format.Hit;
import dev.candor.telemetry.route.RouteName;
import dev.candor.telemetry.sketch.LatencySketch;
import dev.candor.telemetry.sketch.SketchBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;

/// A window that still takes requests. Reused.
final class OpenWindow {
    private static final Dimension[] DIMENSIONS = Dimension.values();
    private static final int STATUSES = 1000;

    /// Where a dimension's text comes from; route and status are special.
    private static final Field[] SOURCES = {
        Field.METHOD, Field.HOST, Field.UPSTREAM, Field.CUSTOMER, Field.CLIENT, Field.REGION
    };

    private final WindowSettings settings;
    private final ValueTable routes;
    private final ValueTable[] tables = new ValueTable[SOURCES.length];
    private final int[] statuses = new int[STATUSES];
    private final int[] statusFailures = new int[STATUSES];
    private final SketchBuilder latency = new SketchBuilder();
    private final FailingTable failing;
    private final String[] values = new String[DIMENSIONS.length];
    private long requests;
    private long failures;
    private long cut;

    /// Which window this is: start = slot times length.
    long slot = Long.MIN_VALUE;

    /// The number the next part gets.
    int part;

    /// When the last part was handed out.
    long givenMillis;

    OpenWindow(WindowSettings settings) {
        this.settings = settings;
        routes = new ValueTable(settings.values());
        failing = new FailingTable(settings.combinations());
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new ValueTable(settings.values());
        }
    }

    void begin(long newSlot, int newPart) {
        slot = newSlot;
        part = newPart;
        givenMillis = Long.MIN_VALUE;
    }

    boolean isEmpty() {
        return requests == 0;
    }

    void add(Hit hit, RouteName route) {
        boolean failed = settings.failures().failed(hit.status(), hit.latencyMicros(), hit.balancerMade());
        int one = failed ? 1 : 0;
        requests++;
        failures += one;
        cut += hit.cut() ? 1 : 0;
        int status = Math.clamp(hit.status(), 0, STATUSES - 1);
        statuses[status]++;
        statusFailures[status] += one;
        if (hit.latencyMicros() >= 0) {
            latency.add(hit.latencyMicros());
        }
        byte[] name = route.bytes();
        if (name.length > 0) {
            routes.add(name, 0, name.length, route.hash(), one);
        }
        for (int i = 0; i < SOURCES.length; i++) {
            Field field = SOURCES[i];
            int from = hit.from(field);
            int to = hit.to(field);
            if (to > from) {
                byte[] bytes = hit.bytes(field);
                tables[i].add(bytes, from, to, ValueTable.hash(bytes, from, to), one);
            }
        }
        if (failed) {
            addFailing(hit, route, status);
        }
    }

    private void addFailing(Hit hit, RouteName route, int status) {
        values[0] = route.text();
        values[1] = Integer.toString(status);
        for (int i = 0; i < SOURCES.length; i++) {
            Field field = SOURCES[i];
            values[i + 2] = hit.has(field) ? FailingTable.text(hit.bytes(field), hit.from(field), hit.to(field)) : "";
        }
        failing.add(values);
    }

    /// The next part, with everything that came since the last one.
    Window give(long nowMillis) {
        var tops = new EnumMap<Dimension, Top>(Dimension.class);
        put(tops, Dimension.ROUTE, routes.take(settings.kept()));
        put(tops, Dimension.STATUS, statusTop());
        for (int i = 0; i < tables.length; i++) {
            put(tops, DIMENSIONS[i + 2], tables[i].take(settings.kept()));
        }
        List<Combination> kinds = failing.take();
        LatencySketch sketch = latency.take();
        var window = new Window(
                start(slot, settings.length()), settings.length(), part, requests, failures, cut, sketch, tops, kinds);
        requests = 0;
        failures = 0;
        cut = 0;
        part++;
        givenMillis = nowMillis;
        return window;
    }

    static Instant start(long slot, Duration length) {
        return Instant.ofEpochMilli(slot * length.toMillis());
    }

    private static void put(EnumMap<Dimension, Top> tops, Dimension dimension, Top top) {
        if (!top.values().isEmpty() || top.otherRequests() > 0) {
            tops.put(dimension, top);
        }
    }

    private Top statusTop() {
        if (requests == 0) {
            return Top.NONE;
        }
        var all = new ArrayList<Tally>();
        for (int status = 0; status < STATUSES; status++) {
            if (statuses[status] > 0) {
                all.add(new Tally(Integer.toString(status), statuses[status], statusFailures[status]));
            }
        }
        Arrays.fill(statuses, 0);
        Arrays.fill(statusFailures, 0);
        return Top.of(all, 0, 0, settings.kept());
    }
}
