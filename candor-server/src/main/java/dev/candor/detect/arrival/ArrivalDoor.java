package dev.candor.detect.arrival;

import dev.candor.base.ids.Randomness;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.probe.steps.Arrivals;
import dev.candor.probe.steps.Arrived;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// `/arrive/{token}`: takes what a run of a `steps` monitor caused, while that run waits for it. Kept in memory, for as
/// long as the run lasts: after a restart nobody waits for it any more.
public final class ArrivalDoor implements Arrivals {
    /// The largest body, in bytes.
    static final int BODY = 256 << 10;

    /// Runs that can wait at once. With {@link ArrivalPlace#BYTES} each, they need 50 MiB at the very most.
    static final int MOST = 100;

    /// Addresses at which a run waited lately: a sender that comes late is not told to come again.
    private static final int REMEMBERED = 1000;

    private final Supplier<String> console;
    private final Randomness random;
    private final InstantSource clock;
    private final Map<String, ArrivalPlace> open = new HashMap<>();
    private final Set<String> closed = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /// @param console the address of the console, to which senders send
    public ArrivalDoor(Supplier<String> console, Randomness random, InstantSource clock) {
        this.console = console;
        this.random = random;
        this.clock = clock;
    }

    public List<Route> routes() {
        Access access = Access.key("the token in the path, known to the run that waits and to whom it told it");
        return List.of("GET", "POST", "PUT").stream()
                .map(method -> Route.of(method, "/arrive/{token}", access, BODY, this::take))
                .toList();
    }

    @Override
    public Opened open(Optional<String> token, Duration atMost) {
        Instant now = clock.instant();
        synchronized (open) {
            open.values().removeIf(place -> place.isOver(now));
            String own = token.orElseGet(() -> random.token(32));
            if (open.containsKey(own)) {
                return new Opened.Refused("another run waits at the same address: it is still under way");
            }
            if (open.size() >= MOST) {
                return new Opened.Refused(MOST + " runs wait for something to arrive already");
            }
            var place = new ArrivalPlace(
                    console.get() + "/arrive/" + own, now.plus(atMost).plusSeconds(10), () -> close(own));
            open.put(own, place);
            return new Opened.Open(place);
        }
    }

    private void close(String token) {
        synchronized (open) {
            open.remove(token);
            closed.add(token);
        }
    }

    private Answer take(Call call) {
        String token = call.value("token");
        Optional<ArrivalPlace> place;
        synchronized (open) {
            place = Optional.ofNullable(open.get(token));
            if (place.isEmpty() && closed.contains(token)) {
                return Answer.text(200, "Nobody waits for it any more.");
            }
        }
        if (place.isEmpty()) {
            return Answer.text(404, "Nobody waits here.");
        }
        var arrived = new Arrived(call.method(), call.headers(), call.body(), clock.instant());
        return place.get().put(arrived)
                ? Answer.text(200, "Arrived.")
                : Answer.text(429, "So much arrived here that no more is taken.")
                        .with("Retry-After", "60");
    }
}
