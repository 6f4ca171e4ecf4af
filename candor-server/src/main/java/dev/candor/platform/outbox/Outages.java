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
    ///
    /// @param busyAt when it asked for time first since; the epoch when it did not
    private record Row(int failures, Instant first, Instant last, Instant busyAt) {
        private static final Row WORKS = new Row(0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);

        private Row more(Instant now) {
            return new Row(failures + 1, failures == 0 ? now : first, now, Instant.EPOCH);
        }

        private boolean isAway() {
            return failures >= FAILURES && !first.plus(LASTS).isAfter(last);
        }

        /// The first word after an outage may be that it is too much at once; who still says so later is busy.
        private Row busy(Instant now) {
            boolean firstWord =
                    busyAt.equals(Instant.EPOCH) || busyAt.plus(LASTS).isAfter(now);
            return isAway() && firstWord
                    ? new Row(failures, first, last, busyAt.equals(Instant.EPOCH) ? now : busyAt)
                    : WORKS;
        }
    }

    private final Map<String, Row> rows = new HashMap<>();
    private final Map<String, Instant> ended = new HashMap<>();

    /// @param busy it is there and wants fewer messages
    synchronized void failed(String receiver, boolean busy, Instant now) {
        if (rows.size() >= MOST && !rows.containsKey(receiver)) {
            return;
        }
        Row row = rows.getOrDefault(receiver, Row.WORKS);
        rows.put(receiver, busy ? row.busy(now) : row.more(now));
    }

    /// An outage is over: what is still under way hangs on a line of before.
    synchronized void ended(String receiver, Instant now) {
        if (ended.size() >= MOST) {
            ended.clear(); // what hangs waits for its own next try, as without this
        }
        ended.put(receiver, now);
    }

    /// Whether an outage ended since: a try that began before that and fails says nothing of the receiver.
    ///
    /// @param now an end that lies ahead of it is from before the clock was set back, and says nothing
    synchronized boolean hasEndedSince(String receiver, Instant begun, Instant now) {
        Instant end = ended.getOrDefault(receiver, Instant.MIN);
        return end.isAfter(begun) && !end.isAfter(now);
    }

    /// Whether a message that was taken just now is the first after an outage.
    ///
    /// @param attempts which try of that message it was, from 1
    synchronized boolean isBack(String receiver, int attempts) {
        Row row = rows.get(receiver);
        if (row == null) {
            return attempts > 1;
        }
        return row.isAway();
    }

    /// It works.
    synchronized void taken(String receiver) {
        rows.put(receiver, Row.WORKS);
        if (rows.size() > MOST) {
            rows.values().removeIf(row -> row.failures() == 0);
        }
    }
}
