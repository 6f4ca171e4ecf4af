package dev.candor.paging.oncall;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/// Local times as instants: a time in a gap is the first instant that exists after it (02:30 is 03:00, not 03:30 as
/// `ZonedDateTime` has it), a time that happens twice is its first occurrence.
final class WallClock {
    private WallClock() {}

    static Instant instant(LocalDateTime local, ZoneId zone) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        return transition != null && transition.isGap()
                ? transition.getInstant()
                : local.atZone(zone).toInstant();
    }
}
