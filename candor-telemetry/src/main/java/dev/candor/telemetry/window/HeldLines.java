package dev.candor.telemetry.window;

import dev.candor.telemetry.format.Hit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/// Requests of which nobody knows yet whether they are late or their sender's clock is off: counted aside by their
/// arrival, and then added or left out. For at most 90 seconds and few senders at once, see {@link Aside}; where
/// nothing
/// contradicted it by then, they count when they arrived.
final class HeldLines {
    private static final long LONGEST_MILLIS = 90_000;

    private static final class Held {
        private final Doubt doubt;
        private final SenderClock clock;
        private final Windows windows;
        private final long begunMillis;
        private long lines;

        Held(Doubt doubt, SenderClock clock, Windows windows, long begunMillis) {
            this.doubt = doubt;
            this.clock = clock;
            this.windows = windows;
            this.begunMillis = begunMillis;
        }
    }

    private final Aside room;
    private final Supplier<Windows> aside;
    private final List<Held> held = new ArrayList<>();

    /// Those that count, window by window until each has ended.
    private final List<Held> counted = new ArrayList<>();

    /// @param room how many senders may be held
    /// @param aside new windows to count in
    HeldLines(Aside room, Supplier<Windows> aside) {
        this.room = room;
        this.aside = aside;
    }

    /// @return false when too many senders are held already
    boolean hold(Hit hit, SenderClock clock, Doubt doubt, long arrivalMillis) {
        Held own = null;
        for (Held one : held) {
            own = one.doubt == doubt ? one : own;
        }
        if (own == null) {
            if (held.size() + counted.size() >= Aside.EACH || !room.take()) {
                return false;
            }
            own = new Held(doubt, clock, aside.get(), arrivalMillis);
            held.add(own);
        }
        if (!own.windows.count(hit, arrivalMillis)) {
            return false;
        }
        own.lines++;
        clock.hold();
        return true;
    }

    /// What is known by now is held no longer.
    void settle() {
        settle(Long.MIN_VALUE);
    }

    private void settle(long nowMillis) {
        for (Iterator<Held> all = held.iterator(); all.hasNext(); ) {
            Held one = all.next();
            boolean over = nowMillis != Long.MIN_VALUE && nowMillis - one.begunMillis >= LONGEST_MILLIS;
            boolean late = one.doubt.verdict() == Doubt.Verdict.LATE;
            if (over || one.doubt.verdict() != Doubt.Verdict.OPEN) {
                all.remove();
                one.clock.release(one.lines, !late);
                if (late) {
                    room.give(1);
                } else {
                    counted.add(one);
                }
            }
        }
    }

    /// Parts of windows that ended, of what counts.
    List<Window> close(long nowMillis) {
        settle(nowMillis);
        var windows = new ArrayList<Window>();
        for (Iterator<Held> all = counted.iterator(); all.hasNext(); ) {
            Held one = all.next();
            one.windows.close(nowMillis).forEach(window -> add(window, windows));
            if (one.windows.isDrained()) {
                all.remove();
                room.give(1);
            }
        }
        return windows;
    }

    /// Everything at the end: what nothing contradicted counts.
    List<Window> closeAll() {
        settle(Long.MAX_VALUE / 2);
        var windows = new ArrayList<Window>();
        counted.forEach(one -> one.windows.closeAll().forEach(window -> add(window, windows)));
        room.give(counted.size());
        counted.clear();
        return windows;
    }

    boolean isEmpty() {
        return held.isEmpty() && counted.isEmpty();
    }

    /// As a supplement: the first part is given by whoever counts the others.
    private static void add(Window window, List<Window> windows) {
        if (window.requests() > 0) {
            windows.add(new Window(
                    window.start(),
                    window.length(),
                    window.part() + 1,
                    window.requests(),
                    window.failures(),
                    window.cut(),
                    window.latency(),
                    window.tops(),
                    window.failing()));
        }
    }
}
