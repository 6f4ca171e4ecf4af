package dev.candor.platform.outbox;

import java.util.HashMap;
import java.util.Map;

/// Which receivers took nothing the last times they were tried, and when one of them is back.
///
/// In memory: after a start, a message that is taken at a later try than its first counts as the end of an outage,
/// which at worst brings some tries forward that were due soon.
final class Outages {
    /// Failures in a row that make an outage. Fewer are a hiccup, for which the usual tries are soon enough.
    static final int FAILURES = 3;
    /// Beyond it the rest is not remembered: then everything waits for its own next try, as without this.
    private static final int MOST = 10_000;

    private final Map<String, Integer> inRow = new HashMap<>();

    /// @param asked whether the receiver said when to come again: it is there and wants fewer messages, so that coming
    /// back with all of them at once is the last thing it needs
    synchronized void failed(String receiver, boolean asked) {
        if (asked) {
            inRow.put(receiver, 0);
        } else if (inRow.size() < MOST || inRow.containsKey(receiver)) {
            inRow.merge(receiver, 1, Integer::sum);
        }
    }

    /// @param attempts which try of the message it was that was taken, from 1
    /// @return whether what else waits for this receiver should go now
    synchronized boolean isBack(String receiver, int attempts) {
        Integer before = inRow.put(receiver, 0);
        if (inRow.size() > MOST) {
            inRow.values().removeIf(count -> count == 0);
        }
        return before == null ? attempts > 1 : before >= FAILURES;
    }
}
