package dev.candor.platform.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Which receivers take nothing at all, and when one of them is back.
///
/// A receiver that takes some messages and refuses others is not away but busy: coming back at once with all that waits
/// is the last thing it needs, and would make every message wait longest. So an outage is three tries at least, half a
/// minute from the first to the last of them, and none taken between.
///
/// In memory: after a start, a message that is taken at a later try than its first counts as the end of an outage,
/// which at worst brings some tries forward once that were due soon.
final class Outages {
    static final int FAILURES = 3;
    static final Duration LASTS = Duration.ofSeconds(30);
    /// Beyond it the rest is not remembered: then everything waits for its own next try, as without this.
    private static final int MOST = 10_000;

    /// Failures in a row, and when the first and the last of them were.
    private record Row(int failures, Instant first, Instant last) {
        private static final Row WORKS = new Row(0, Instant.EPOCH, Instant.EPOCH);

        private Row more(Instant now) {
            return new Row(failures + 1, failures == 0 ? now : first, now);
        }
    }

    private final Map<String, Row> rows = new HashMap<>();

    /// @param busy it is there and wants fewer messages
    synchronized void failed(String receiver, boolean busy, Instant now) {
        if (busy) {
            taken(receiver);
        } else if (rows.size() < MOST || rows.containsKey(receiver)) {
            rows.put(receiver, rows.getOrDefault(receiver, Row.WORKS).more(now));
        }
    }

    /// Whether a message that was taken just now is the first after an outage.
    ///
    /// @param attempts which try of that message it was, from 1
    synchronized boolean isBack(String receiver, int attempts) {
        Row row = rows.get(receiver);
        if (row == null) {
            return attempts > 1;
        }
        return row.failures() >= FAILURES && !row.first().plus(LASTS).isAfter(row.last());
    }

    /// It works.
    synchronized void taken(String receiver) {
        rows.put(receiver, Row.WORKS);
        if (rows.size() > MOST) {
            rows.values().removeIf(row -> row.failures() == 0);
        }
    }
}
