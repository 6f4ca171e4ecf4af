package dev.candor.platform.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows guessing: so many failures within 15 minutes and no more. Bounded memory; forgets on restart.
public final class Attempts {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int MOST = 10;
    private static final int REMEMBERED = 10_000;

    private record Failures(Instant since, int count) {}

    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    public boolean exhausted(String key, Instant now) {
        return exhausted(key, MOST, now);
    }

    /// @param most failures that are borne
    public synchronized boolean exhausted(String key, int most, Instant now) {
        Failures seen = failures.get(key);
        return seen != null && seen.since().plus(WINDOW).isAfter(now) && seen.count() >= most;
    }

    public synchronized void failed(String key, Instant now) {
        Failures seen = failures.get(key);
        if (seen == null || !seen.since().plus(WINDOW).isAfter(now)) {
            failures.put(key, new Failures(now, 1));
        } else {
            failures.put(key, new Failures(seen.since(), seen.count() + 1));
        }
    }

    public synchronized void succeeded(String key) {
        failures.remove(key);
    }
}
