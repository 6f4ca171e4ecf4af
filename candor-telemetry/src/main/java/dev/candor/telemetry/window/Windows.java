package dev.candor.telemetry.window;

import dev.candor.telemetry.format.Hit;
import dev.candor.telemetry.route.Routes;
import dev.candor.telemetry.window.SenderClock.Placing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts the requests of one service in fixed windows. For one thread at a time.
///
/// A window is handed out by `close` once it ended `grace` ago, so that rules see it within seconds. Lines that
/// come
/// later, up to `lateness`, are handed out as supplements (parts 1, 2 ... of the same window, at most one per
/// window
/// length).
/// Every window since the first request is handed out, empty ones too, until an hour without any.
///
/// Live streams pass the time of arrival. Old logs pass `EVENT_TIME`: then the newest time seen is the clock,
/// and
/// `close(latestMillis())` hands out.
public final class Windows {
    /// In place of the time of arrival: what counts is only what the lines say.
    public static final long EVENT_TIME = Long.MIN_VALUE;

    private static final int IDLE_WINDOWS = 360;
    private static final int READY = 2000;

    private final WindowSettings settings;
    private final Routes routes;
    private final long length;
    private final OpenWindow[] ring;
    private final List<Window> ready = new ArrayList<>();
    private long latest = Long.MIN_VALUE;
    private long nextSlot = Long.MIN_VALUE;
    private long lastUsedSlot = Long.MIN_VALUE;
    private long dropped;
    private final HeldLines held;
    private @Nullable OpenWindow usual;
    private long usualFrom;

    public Windows(WindowSettings settings, Routes routes) {
        this(settings, routes, new Aside());
    }

    /// @param aside shared by the windows of all services
    public Windows(WindowSettings settings, Routes routes, Aside aside) {
        this.settings = settings;
        this.routes = routes;
        length = settings.length().toMillis();
        ring = new OpenWindow[(int) (settings.lateness().toMillis() / length) + 4];
        held = new HeldLines(aside, () -> new Windows(Aside.smaller(settings), routes, aside));
    }

    /// Counts one request, or says why it is counted elsewhere.
    ///
    /// @param clock of the sender whose line this is
    /// @param arrivalMillis when it arrived, or `EVENT_TIME`
    public Placing add(Hit hit, SenderClock clock, long arrivalMillis) {
        long event = hit.timeMillis();
        if (arrivalMillis == EVENT_TIME) {
            if (event == Hit.NO_TIME && latest == Long.MIN_VALUE) {
                return Placing.LATE;
            }
            latest = event == Hit.NO_TIME ? latest : Math.max(latest, event);
            long at = event == Hit.NO_TIME ? latest : event;
            if (latest - at > settings.lateness().toMillis()) {
                return Placing.LATE;
            }
            return count(hit, at) ? Placing.OWN_TIME : Placing.LATE;
        }
        latest = Math.max(latest, arrivalMillis);
        Placing placing = clock.place(
                event, arrivalMillis, hit.latencyMicros(), settings.lateness().toMillis());
        if (!held.isEmpty()) {
            held.settle();
        }
        return switch (placing) {
            case HELD -> hold(hit, clock, arrivalMillis) ? placing : Placing.LATE;
            case LATE -> placing;
            case OWN_TIME -> count(hit, event) ? placing : Placing.LATE;
            case ARRIVAL, FUTURE, CLOCK_OFF -> count(hit, arrivalMillis) ? placing : Placing.LATE;
        };
    }

    private boolean hold(Hit hit, SenderClock clock, long arrivalMillis) {
        Doubt doubt = clock.doubt();
        return doubt != null && held.hold(hit, clock, doubt, arrivalMillis);
    }

    /// Counts under that time.
    ///
    /// @return false when it is too old
    boolean count(Hit hit, long atMillis) {
        // Most requests follow one of the same window.
        if (usual != null && atMillis >= usualFrom && atMillis - usualFrom < length) {
            usual.add(hit, routes.of(hit));
            return true;
        }
        long slot = Math.floorDiv(atMillis, length);
        int place = (int) Math.floorMod(slot, (long) ring.length);
        OpenWindow window = ring[place];
        if (window == null) {
            window = new OpenWindow(settings);
            ring[place] = window;
        }
        if (window.slot > slot) {
            return false; // its place is already taken by a newer one: older than all lateness
        }
        if (window.slot < slot) {
            begin(window, slot);
        }
        if (nextSlot == Long.MIN_VALUE) {
            nextSlot = slot;
        }
        lastUsedSlot = Math.max(lastUsedSlot, slot);
        window.add(hit, routes.of(hit));
        usual = window;
        usualFrom = slot * length;
        return true;
    }

    /// Makes a place in the ring free for a newer window. Nothing is lost when `close` was not called in time.
    private void begin(OpenWindow window, long slot) {
        if (!window.isEmpty()) {
            giveUpTo(window.slot - 1, latest);
            if (window.slot >= nextSlot) {
                nextSlot = window.slot + 1;
            }
            ready(window.give(latest));
        }
        window.begin(slot, nextSlot != Long.MIN_VALUE && slot < nextSlot ? 1 : 0);
    }

    private void ready(Window window) {
        if (ready.size() < READY) {
            ready.add(window);
        } else {
            dropped += window.requests();
        }
    }

    /// Windows that are complete now, in order of their start, supplements among them. In no other call is the
    /// same request in them again.
    public List<Window> close(long nowMillis) {
        if (nextSlot != Long.MIN_VALUE) {
            long last = Math.floorDiv(nowMillis - settings.grace().toMillis(), length) - 1;
            giveUpTo(last, nowMillis);
            for (OpenWindow window : ring) {
                boolean supplement = window != null && window.slot < nextSlot && !window.isEmpty();
                if (supplement && (window.givenMillis == Long.MIN_VALUE || nowMillis - window.givenMillis >= length)) {
                    ready(window.give(nowMillis));
                }
            }
        }
        if (!held.isEmpty()) {
            held.close(nowMillis).forEach(this::ready);
        }
        return drain();
    }

    /// Everything that is open, complete or not: for the end of a stream.
    public List<Window> closeAll() {
        if (nextSlot != Long.MIN_VALUE) {
            giveUpTo(lastUsedSlot, latest);
            for (OpenWindow window : ring) {
                if (window != null && !window.isEmpty()) {
                    ready(window.give(latest));
                }
            }
        }
        if (!held.isEmpty()) {
            held.closeAll().forEach(this::ready);
        }
        return drain();
    }

    /// Whether everything that was counted has been handed out.
    boolean isDrained() {
        for (OpenWindow window : ring) {
            if (window != null && !window.isEmpty()) {
                return false;
            }
        }
        return ready.isEmpty();
    }

    private List<Window> drain() {
        var given = List.copyOf(ready);
        ready.clear();
        return given;
    }

    /// First parts of all windows up to and including `last`.
    private void giveUpTo(long last, long nowMillis) {
        if (last - Math.max(nextSlot, lastUsedSlot) > IDLE_WINDOWS) {
            giveUpTo(lastUsedSlot, nowMillis);
            nextSlot = last + 1; // after an hour without requests there is silence, not emptiness
            return;
        }
        while (nextSlot <= last) {
            OpenWindow window = ring[(int) Math.floorMod(nextSlot, (long) ring.length)];
            ready(
                    window != null && window.slot == nextSlot
                            ? window.give(nowMillis)
                            : Window.empty(OpenWindow.start(nextSlot, settings.length()), settings.length()));
            nextSlot++;
        }
    }

    /// The newest time seen: of arrival, or of a line when `EVENT_TIME` is passed.
    public long latestMillis() {
        return latest;
    }

    /// Requests in windows nobody fetched with `close` before there were 2,000 of them.
    public long dropped() {
        return dropped;
    }
}
