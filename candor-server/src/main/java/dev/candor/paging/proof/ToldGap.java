package dev.candor.paging.proof;

import dev.candor.paging.proof.Coverage.Gap;
import java.time.Instant;
import java.util.List;

/// A gap that somebody was told of, as it was at the latest look. Pure.
///
/// @param seenUntil how far that look went: what ended before had its end in sight
record ToldGap(String schedule, Instant from, Instant until, Instant seenUntil) {
    /// Whether it is the same as `gap` as far as both are seen.
    boolean touches(Gap gap) {
        return schedule.equals(gap.schedule()) && !from.isAfter(gap.until()) && !until.isBefore(gap.from());
    }

    /// Whether `gap` is news. What is told of the future comes nearer and is seen further, and is the same still;
    /// what begins earlier, or goes on behind an end that was in sight, is worse.
    ///
    /// @param before what somebody was told of it
    static boolean isNews(Gap gap, List<ToldGap> before, Instant now) {
        return before.isEmpty() || before.stream().anyMatch(told -> told.isLessThan(gap, now));
    }

    private boolean isLessThan(Gap gap, Instant now) {
        // One that lasted already was told as from the moment of the look: another look has another moment.
        boolean wasToCome = from.isAfter(seenUntil.minus(Coverage.AHEAD));
        boolean earlier = wasToCome && gap.from().isBefore(from) && from.isAfter(now);
        boolean hadAnEnd = until.isBefore(seenUntil);
        return earlier || hadAnEnd && gap.until().isAfter(until);
    }
}
