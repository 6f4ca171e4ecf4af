package dev.candor.app;

import dev.candor.platform.http.EventStream;
import dev.candor.platform.jobs.Ticking;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Tells open screens that something changed, at most twice a second, and otherwise only that we are still here.
final class LiveScreens implements Ticking {
    private static final Duration AT_MOST_EVERY = Duration.ofMillis(500);
    /// Proxies close streams that are silent for half a minute and more.
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private final EventStream live;
    private final AtomicBoolean changed = new AtomicBoolean();
    private final AtomicBoolean otherPeople = new AtomicBoolean();
    private Instant told = Instant.EPOCH;
    private Instant looked = Instant.EPOCH;

    LiveScreens(EventStream live) {
        this.live = live;
    }

    void changed() {
        changed.set(true);
    }

    /// Somebody may have lost the right to look on.
    void otherPeople() {
        otherPeople.set(true);
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        if (otherPeople.getAndSet(false) | !looked.plus(SIGN_OF_LIFE).isAfter(now)) {
            live.endUnwelcome(); // sessions end by themselves, too
            looked = now;
        }
        Instant next = told.plus(AT_MOST_EVERY);
        if (changed.get()) {
            if (now.isBefore(next) && !told.isAfter(now)) {
                return Optional.of(next);
            }
            changed.set(false);
            live.send("changed", "");
            told = now;
        } else if (!told.plus(SIGN_OF_LIFE).isAfter(now)) {
            live.ping();
            told = now;
        }
        return Optional.empty();
    }
}
