package dev.candor.platform.outbox;

import java.time.Duration;
import java.util.Optional;

/// What came of one try; says whose move it is.
public sealed interface SendResult {
    /// The provider took it. `providerId` is its name for it, or empty.
    record Accepted(String providerId) implements SendResult {}

    /// Nothing wrong with the message: try again, not before `askedDelay` if the provider said so.
    ///
    /// @param busy it is there and wants fewer messages; otherwise it is away, whatever delay it asks for
    record TryLater(String why, Optional<Duration> askedDelay, boolean busy) implements SendResult {
        public TryLater(String why) {
            this(why, Optional.empty(), false);
        }
    }

    /// No repeat will help; a person must do `whatToDo`.
    record NeverWorks(String why, String whatToDo) implements SendResult {}
}
