package dev.candor.detect.vendor;

import dev.candor.detect.monitor.MonitorStore.Flip;
import dev.candor.detect.monitor.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A time in which a monitor of ours saw a vendor's host in trouble.
///
/// @param until empty while it goes on
public record Trouble(String monitor, Instant from, Optional<Instant> until) {
    /// From a monitor's flips, newest first as they are stored; oldest trouble first. Degraded is trouble, unknown is
    /// none: it says nothing.
    public static List<Trouble> of(String monitor, List<Flip> flips) {
        var all = new ArrayList<Trouble>();
        Optional<Instant> from = Optional.empty();
        for (Flip flip : flips.reversed()) {
            boolean bad = flip.to() == Verdict.DOWN || flip.to() == Verdict.DEGRADED;
            if (bad && from.isEmpty()) {
                from = Optional.of(flip.at());
            } else if (!bad && from.isPresent()) {
                Instant end = flip.at().isBefore(from.get()) ? from.get() : flip.at();
                all.add(new Trouble(monitor, from.get(), Optional.of(end)));
                from = Optional.empty();
            }
        }
        from.ifPresent(began -> all.add(new Trouble(monitor, began, Optional.empty())));
        return List.copyOf(all);
    }

    /// Whether it was on at any time from `start` to `end`.
    boolean touches(Instant start, Instant end) {
        return !from.isAfter(end) && until.map(it -> !it.isBefore(start)).orElse(true);
    }
}
