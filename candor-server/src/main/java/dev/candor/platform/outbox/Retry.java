package dev.candor.platform.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When to try again: pages soon (5 s, 15 s, 30 s, then each minute, later each 5), everything else 30 s doubling to
/// 30 min; up to a fifth earlier by chance.
final class Retry {
    private static final long[] PAGE_SECONDS = {5, 15, 30, 60, 60, 60, 60, 60, 120, 120, 300};

    private static final Duration LONGEST_AWAY = Duration.ofMinutes(5);

    private Retry() {}

    /// How long the receiver wants to be left alone. Who is away does not know for how long: proxies say an hour, and
    /// somebody is to be woken.
    static Optional<Duration> asked(Lane lane, SendResult.TryLater later) {
        return later.askedDelay()
                .map(delay -> lane == Lane.PAGES && !later.busy() && delay.compareTo(LONGEST_AWAY) > 0
                        ? LONGEST_AWAY
                        : delay);
    }

    /// Empty when the next try would come after `giveUpAt`: then it is a dead letter.
    ///
    /// @param attempts tries so far, 1 or more
    /// @param chance uniform in `[0, 1)`
    static Optional<Instant> next(
            Lane lane, int attempts, Optional<Duration> asked, Instant giveUpAt, double chance, Instant now) {
        Duration planned = lane == Lane.PAGES
                ? Duration.ofSeconds(PAGE_SECONDS[Math.min(attempts, PAGE_SECONDS.length) - 1])
                : Duration.ofSeconds(Math.min(1800, 30L << Math.min(attempts - 1, 10)));
        Duration jittered = Duration.ofMillis((long) (planned.toMillis() * (1 - 0.2 * chance)));
        Duration wait = asked.filter(delay -> delay.compareTo(jittered) > 0)
                .map(delay -> delay.compareTo(Duration.ofHours(1)) > 0 ? Duration.ofHours(1) : delay)
                .orElse(jittered);
        Instant next = now.plus(wait);
        return next.isAfter(giveUpAt) ? Optional.empty() : Optional.of(next);
    }
}
