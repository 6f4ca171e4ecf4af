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
/// @param calledAt when the rollback was ordered
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
        /// The rollback is called; whether it helps is not known yet.
        ROLLING_BACK,
        /// Good again after the rollback.
        ROLLED_BACK,
        /// Worse, and there is no rollback to call.
        WORSE,
        /// The rollback could not be called, or did not help.
        NOT_BETTER;

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
        return new Watch(
                change,
                service,
                rollback,
                failing,
                state,
                words,
                beganAt,
                untilAt,
                calledAt,
                endedAt,
                Optional.of(due),
                version);
    }

    Watch called(String words, Instant now, Instant due) {
        return new Watch(
                change,
                service,
                rollback,
                failing,
                State.ROLLING_BACK,
                words,
                beganAt,
                untilAt,
                Optional.of(now),
                endedAt,
                Optional.of(due),
                version);
    }

    Watch ended(State how, String words, Instant now) {
        return new Watch(
                change,
                service,
                rollback,
                failing,
                how,
                words,
                beganAt,
                untilAt,
                calledAt,
                Optional.of(now),
                Optional.empty(),
                version);
    }
}
