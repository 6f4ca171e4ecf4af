package dev.candor.probe.net;

import dev.candor.base.time.Elapsed;
import java.time.Duration;

/// The moment by which everything of one run must be over, measured with the monotonic clock.
public final class Deadline {
    private final Elapsed elapsed;
    private final long at;

    private Deadline(Elapsed elapsed, long at) {
        this.elapsed = elapsed;
        this.at = at;
    }

    /// `timeout` from now.
    public static Deadline in(Duration timeout, Elapsed elapsed) {
        return new Deadline(elapsed, elapsed.nanos() + timeout.toNanos());
    }

    /// The sooner of this one and `timeout` from now.
    public Deadline within(Duration timeout) {
        long sooner = elapsed.nanos() + timeout.toNanos();
        return sooner - at < 0 ? new Deadline(elapsed, sooner) : this;
    }

    /// Zero when it has passed.
    public long remainingNanos() {
        return Math.max(0, at - elapsed.nanos());
    }

    public boolean passed() {
        return remainingNanos() == 0;
    }
}
