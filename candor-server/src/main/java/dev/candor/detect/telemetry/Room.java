package dev.candor.detect.telemetry;

import dev.candor.telemetry.route.RouteSettings;
import dev.candor.telemetry.route.Routes;
import dev.candor.telemetry.window.Aside;
import dev.candor.telemetry.window.FailureRule;
import dev.candor.telemetry.window.Window;
import dev.candor.telemetry.window.WindowSettings;
import dev.candor.telemetry.window.Windows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// One service's open windows. Streams count into them in turn: the lock is fair, so that a sender with fifty times
/// its share waits as often as everybody else.
final class Room {
    private static final int KEPT = WindowSettings.USUAL.kept();

    private final ReentrantLock turn = new ReentrantLock(true);
    private final Routes routes = new Routes(RouteSettings.USUAL);
    private final Map<FailureRule, Windows> byRule = new HashMap<>();
    private final Aside aside;

    /// @param aside shared by all services
    Room(Aside aside) {
        this.aside = aside;
    }

    /// Does something with the service's windows, alone.
    ///
    /// @param rule what counts as a failure, which may differ by source
    <T> T with(FailureRule rule, Function<Windows, T> work) {
        turn.lock();
        try {
            return work.apply(windows(rule));
        } finally {
            turn.unlock();
        }
    }

    /// Only for work inside `with`, and for the streams made there.
    Windows windows(FailureRule rule) {
        return byRule.computeIfAbsent(
                rule, failures -> new Windows(WindowSettings.USUAL.withFailures(failures), routes, aside));
    }

    /// Windows that are complete now, one for each start; late lines come as supplements, see {@link Window}.
    List<Window> close(Instant now) {
        return together(windows -> windows.close(now.toEpochMilli()));
    }

    /// Everything that is open, at the end.
    List<Window> closeAll() {
        return together(Windows::closeAll);
    }

    private List<Window> together(Function<Windows, List<Window>> closing) {
        var byStart = new TreeMap<Instant, Window>();
        turn.lock();
        try {
            byRule.values()
                    .forEach(windows -> closing.apply(windows)
                            .forEach(window -> byStart.merge(window.start(), window, (a, b) -> a.merge(b, KEPT))));
        } finally {
            turn.unlock();
        }
        return new ArrayList<>(byStart.values());
    }

    /// Requests lost because nobody fetched windows for hours.
    long dropped() {
        turn.lock();
        try {
            return byRule.values().stream().mapToLong(Windows::dropped).sum();
        } finally {
            turn.unlock();
        }
    }
}
