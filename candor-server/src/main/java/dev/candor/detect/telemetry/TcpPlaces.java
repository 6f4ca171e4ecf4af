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

/// Who may be connected: 500 at once, 50 of them from one address. When an address has all of its own, its idlest one
/// makes room for a new one; when all are taken, the idlest of the address that has most. One that was heard of in the
/// last half minute is never closed: what it just sent would be lost.
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

    /// @param close ends the connection, when it has to make room
    /// @return null when there is no place for it
    synchronized @Nullable Place enter(InetAddress from, Runnable close, Instant now) {
        boolean own = taken.stream().filter(place -> place.from.equals(from)).count() >= OF_ONE;
        if (own || taken.size() >= MOST) {
            Optional<Place> leaver = idlest(own ? from : busiest(), now);
            if (leaver.isEmpty()) {
                refused++;
                return null;
            }
            taken.remove(leaver.get());
            leaver.get().close.run();
        }
        var place = new Place(from, close, now);
        taken.add(place);
        return place;
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

    private Optional<Place> idlest(InetAddress address, Instant now) {
        Function<Place, Instant> heardAt = place -> place.heardAt;
        return taken.stream()
                .filter(place -> place.from.equals(address))
                .min(Comparator.comparing(heardAt))
                .filter(place -> place.heardAt.plus(IDLE).isBefore(now));
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
}
