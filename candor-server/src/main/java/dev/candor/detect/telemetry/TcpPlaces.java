package dev.candor.detect.telemetry;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who may be connected: 500 at once. While there is room, one address may have all of it. When all places are taken,
/// the address that has most makes room: with its idlest connection that was not heard of in the last half minute, or,
/// as long as it has more than its share of 50, with its idlest whatever it is. Whoever has its share already closes
/// only idle ones of its own. Every connection that had to make room is counted: what it had just sent may be lost.
final class TcpPlaces {
    static final int MOST = 500;
    static final int OF_ONE = 50;
    static final Duration IDLE = Duration.ofSeconds(30);

    /// One connection.
    static final class Place {
        private final InetAddress from;
        private final Runnable close;
        private volatile Instant heardAt;

        private Place(InetAddress from, Runnable close, Instant heardAt) {
            this.from = from;
            this.close = close;
            this.heardAt = heardAt;
        }

        /// Something came.
        void heard(Instant now) {
            heardAt = now;
        }
    }

    private final Set<Place> taken = new LinkedHashSet<>();
    private long refused;
    private long evicted;

    /// @param close ends the connection, when it has to make room
    /// @return null when there is no place for it
    synchronized @Nullable Place enter(InetAddress from, Runnable close, Instant now) {
        if (taken.size() >= MOST) {
            Optional<Place> leaver = leaver(from, now);
            if (leaver.isEmpty()) {
                refused++;
                return null;
            }
            evicted++;
            taken.remove(leaver.get());
            leaver.get().close.run();
        }
        var place = new Place(from, close, now);
        taken.add(place);
        return place;
    }

    private Optional<Place> leaver(InetAddress newcomer, Instant now) {
        if (count(newcomer) >= OF_ONE) {
            return idlest(newcomer).filter(place -> isIdle(place, now));
        }
        InetAddress busiest = busiest();
        return idlest(busiest).filter(place -> count(busiest) > OF_ONE || isIdle(place, now));
    }

    private long count(InetAddress address) {
        return taken.stream().filter(place -> place.from.equals(address)).count();
    }

    private InetAddress busiest() {
        return taken.stream()
                .collect(Collectors.groupingBy(place -> place.from, Collectors.counting()))
                .entrySet()
                .stream()
                .max(java.util.Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private Optional<Place> idlest(InetAddress address) {
        Function<Place, Instant> heardAt = place -> place.heardAt;
        return taken.stream().filter(place -> place.from.equals(address)).min(Comparator.comparing(heardAt));
    }

    private static boolean isIdle(Place place, Instant now) {
        return place.heardAt.plus(IDLE).isBefore(now);
    }

    synchronized void leave(Place place) {
        taken.remove(place);
    }

    synchronized int size() {
        return taken.size();
    }

    /// Connections there was no place for.
    synchronized long refused() {
        return refused;
    }

    /// Connections that were closed to make room for others.
    synchronized long evicted() {
        return evicted;
    }
}
