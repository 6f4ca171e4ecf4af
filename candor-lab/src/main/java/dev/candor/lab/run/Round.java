package dev.candor.lab.run;

import dev.candor.base.ids.Randomness;
import dev.candor.lab.parts.LabClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

    /// Some of these, the same ones for the same seed.
    public Set<String> some(int count, List<String> of) {
        var left = new ArrayList<>(of);
        var chosen = new TreeSet<String>();
        var random = Randomness.seeded(seed);
        while (chosen.size() < count && !left.isEmpty()) {
            chosen.add(left.remove(random.nextInt(left.size())));
        }
        return Collections.unmodifiableSet(chosen);
    }

    void say(String what) {
        says.accept(what);
    }
}
