package dev.candor.probe.steps;

import java.time.Duration;
import java.util.Optional;

/// Where something can arrive that a run causes. Whoever has a door for it gives one in.
@FunctionalInterface
public interface Arrivals {
    /// Nothing can arrive: an agent elsewhere has no door.
    Arrivals NOWHERE = (_, _) -> new Opened.Refused(
            "nothing can be sent to this place: steps that wait for an arrival run where Candor runs");

    /// Opens a place of the run's own; whoever opens it closes it.
    ///
    /// @param token the last part of its address where that must stay the same; without one it is new every time
    /// @param atMost how long it is held open at most
    Opened open(Optional<String> token, Duration atMost);

    /// What asking for a place came to.
    sealed interface Opened {
        record Open(Place place) implements Opened {}

        /// @param why in words: too many wait already
        record Refused(String why) implements Opened {}
    }

    /// Takes what arrives, up to its limits.
    interface Place extends AutoCloseable {
        /// Where it is to be sent.
        String address();

        /// The next arrival that was not given yet; empty when none came in time. Blocking.
        Optional<Arrived> next(Duration atMost) throws InterruptedException;

        @Override
        void close();
    }
}
