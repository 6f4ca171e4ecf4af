package dev.candor.respond.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// A change that is guarded.
///
/// @param rollback the sealed address that is called when it is worse; empty for none
/// @param failing monitors that failed already when it began
/// @param said the newest word on it
/// @param calledAt when the rollback was ordered, or, once it was taken, when that was
public record Watch(
        UUID change,
        String service,
        String rollback,
        List<String> failing,
        State state,
        String said,
        Instant beganAt,
        Instant untilAt,
        Optional<Instant> calledAt,
        Optional<Instant> endedAt,
        Optional<Instant> dueAt,
        long version) {
    public static final Duration SHORTEST = Duration.ofSeconds(10);
    public static final Duration LONGEST = Duration.ofHours(24);

    /// Where it stands.
    public enum State {
        WATCHING,
        /// Its time is over and nothing got worse.
        HELD,
        /// A newer change of the service is watched: that watch decides.
        SUPERSEDED,
        /// The rollback is ordered, and nobody has heard of it yet.
        ROLLING_BACK,
        /// The call is being made; from here on it is never made again unless no connection was made.
        CALLING,
        /// The receiver took it; whether it helps is not known yet.
        CALLED,
        /// Good again after the rollback, by evidence.
        ROLLED_BACK,
        /// Worse, and there is no rollback to call.
        WORSE,
        /// The rollback could not be called, was refused, or did not help.
        NOT_BETTER,
        /// The call was made, and nobody knows whether it arrived.
        OUTCOME_UNKNOWN;

        /// Whether people were paged: they are told when it is well again.
        boolean paged() {
            return this == WORSE || this == NOT_BETTER || this == OUTCOME_UNKNOWN;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    public boolean open() {
        return endedAt.isEmpty();
    }

    /// The key of its rollback, the same however often it is sent.
    String rollbackKey() {
        return "rollback/" + change;
    }

    Watch going(String words, Instant due) {
        return in(state, words, calledAt, endedAt, Optional.of(due));
    }

    /// @param when the rollback was ordered, or taken
    Watch rollback(State how, String words, Instant when, Instant due) {
        return in(how, words, Optional.of(when), endedAt, Optional.of(due));
    }

    /// @param due when it is looked at again, to see whether it is well; empty for never
    Watch ended(State how, String words, Instant now, Optional<Instant> due) {
        return in(how, words, calledAt, Optional.of(now), due);
    }

    /// Ended, and not looked at any more.
    Watch over(String words) {
        return in(state, words, calledAt, endedAt, Optional.empty());
    }

    private Watch in(
            State how, String words, Optional<Instant> called, Optional<Instant> ended, Optional<Instant> due) {
        return new Watch(change, service, rollback, failing, how, words, beganAt, untilAt, called, ended, due, version);
    }
}
