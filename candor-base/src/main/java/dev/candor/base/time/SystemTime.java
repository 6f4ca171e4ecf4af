package dev.candor.base.time;

import java.time.InstantSource;

/// The real clocks. Nothing outside this package and `base.ids` asks the machine for time (kept by a test).
public final class SystemTime {
    private SystemTime() {}

    /// Wall time in milliseconds: what is stored and shown.
    public static InstantSource wall() {
        return InstantSource.system();
    }

    /// Monotonic time: what deadlines and latencies are measured with.
    public static Elapsed elapsed() {
        return System::nanoTime;
    }

    public static Sleeper sleeper() {
        return Thread::sleep;
    }
}
