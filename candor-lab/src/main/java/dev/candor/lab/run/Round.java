package dev.candor.lab.run;

import dev.candor.lab.parts.LabClock;
import java.time.Duration;
import java.util.function.Consumer;

/// One run of a drill, before it begins.
///
/// @param says hears in a few words what happens now
public record Round(Mode mode, long seed, Pace pace, LabClock clock, Consumer<String> says) {
    /// Without anybody who listens.
    public static Round quiet(Mode mode, long seed, Pace pace) {
        return new Round(mode, seed, pace, LabClock.real(), _ -> {});
    }

    /// One of two lengths, by the pace.
    public Duration paced(Duration brief, Duration full) {
        return pace == Pace.FULL ? full : brief;
    }

    void say(String what) {
        says.accept(what);
    }
}
