package dev.candor.respond.watch;

import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// What the access logs of a service said in a while.
///
/// @param slow the latency that nine of ten requests keep; empty where it is not known
public record Sample(long requests, long failures, java.util.Optional<Duration> slow) {
    public static final Sample NOTHING = new Sample(0, 0, java.util.Optional.empty());

    public static Sample of(List<Window> windows) {
        if (windows.isEmpty()) {
            return NOTHING;
        }
        Window sum = Window.merge(windows, 1);
        OptionalLong p90 = sum.latency().quantile(0.9);
        return new Sample(
                sum.requests(),
                sum.failures(),
                p90.isPresent()
                        ? java.util.Optional.of(Duration.ofNanos(p90.getAsLong() * 1000))
                        : java.util.Optional.empty());
    }

    public double share() {
        return requests == 0 ? 0 : (double) failures / requests;
    }
}
