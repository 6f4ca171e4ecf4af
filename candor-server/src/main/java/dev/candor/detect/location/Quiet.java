package dev.candor.detect.location;

import java.time.Duration;
import java.time.Instant;

/// The last time in which no agent was heard at all: their lines were cut, or we did not run. Right after it
/// nobody knows who of them lives: those who were there right before it may come back any moment. Pure.
///
/// @param from when the last one was heard before it
/// @param until when the first one was heard after it
/// @param heard when any was heard last
record Quiet(Instant from, Instant until, Instant heard) {
    /// Agents report twice a second. Only one that is refused again and again waits longer, up to half a minute: when
    /// no other is heard meanwhile either, that is a silence too.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /// A start is the end of such a time.
    static Quiet before(Instant stopped, Instant started) {
        return new Quiet(stopped, started, started);
    }

    /// An agent was heard. Where only one was heard in between, it is the same silence that goes on.
    Quiet heard(Instant now) {
        if (!heard.plus(LONGEST_PAUSE).isBefore(now)) {
            return new Quiet(from, until, now);
        }
        return new Quiet(until.equals(heard) ? from : heard, now, now);
    }

    /// Whether an agent that was heard then has fallen silent with the others, who are only just back.
    ///
    /// @param believed how long those who are back may be ahead of it
    boolean tookAway(Instant own, Duration believed, Instant now) {
        return !until.plus(believed).isBefore(now) && !own.plus(believed).isBefore(from);
    }
}
