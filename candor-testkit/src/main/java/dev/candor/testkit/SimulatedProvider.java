package dev.candor.testkit;

import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Mail server, push service and webhooks in one: takes messages, or loses them, or takes them and loses its answer,
/// quickly or in longer than any lease.
final class SimulatedProvider {
    /// One message on somebody's phone. The same key may arrive more than once.
    record Delivered(
            Instant at,
            String key,
            String kind,
            String receiver,
            String person,
            String event,
            String text,
            String alert) {}

    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final SimulatedWorld world;
    private final List<Delivered> inbox = new ArrayList<>();
    private final Map<String, Integer> byKey = new LinkedHashMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private final List<Consumer<Delivered>> listeners = new ArrayList<>();

    SimulatedProvider(SimulatedWorld world) {
        this.world = world;
    }

    void onDelivered(Consumer<Delivered> listener) {
        listeners.add(listener);
    }

    List<Delivered> inbox() {
        return inbox;
    }

    int copies(String key) {
        return byKey.getOrDefault(key, 0);
    }

    boolean refused(String key) {
        return refused.containsKey(key);
    }

    SendResult send(Claim claim, InstantSource nodeClock) {
        world.checkWanted(claim);
        Weather weather = world.weather();
        world.trace("send", claim.key() + " " + claim.attempts());
        if (!weather.stormy()) {
            world.fibers().sleep(Duration.ofMillis(120));
            return take(claim);
        }
        if (weather.providerOut) {
            world.fibers().sleep(weather.between(Duration.ofSeconds(1), Duration.ofSeconds(10)));
            return new SendResult.TryLater("the provider is out of order");
        }
        double fate = weather.pick(1000) / 1000.0;
        if (fate < 0.70) {
            world.fibers().sleep(weather.between(Duration.ofMillis(50), Duration.ofSeconds(1)));
            return take(claim);
        }
        if (fate < 0.80) { // in longer than a lease, sometimes
            Duration whole = weather.between(Duration.ofSeconds(5), LONGEST);
            Duration before = weather.between(Duration.ZERO, whole);
            world.fibers().sleep(before);
            SendResult taken = take(claim);
            world.fibers().sleep(whole.minus(before));
            return taken;
        }
        if (fate < 0.87) { // lost on the way there
            world.fibers().sleep(weather.between(Duration.ofSeconds(1), LONGEST));
            return new SendResult.TryLater("no answer");
        }
        if (fate < 0.94) { // lost on the way back
            world.fibers().sleep(weather.between(Duration.ofMillis(100), Duration.ofSeconds(5)));
            take(claim);
            world.fibers().sleep(weather.between(Duration.ofSeconds(1), LONGEST));
            return new SendResult.TryLater("no answer");
        }
        if (fate < 0.98) {
            return new SendResult.TryLater(
                    "too many requests",
                    Optional.of(weather.between(Duration.ofSeconds(10), Duration.ofMinutes(3))),
                    true);
        }
        refused.put(claim.key(), nodeClock.instant().toString());
        return new SendResult.NeverWorks("no such receiver.", "Correct the address.");
    }

    private SendResult take(Claim claim) {
        var delivered = new Delivered(
                world.time().now(),
                claim.key(),
                claim.kind(),
                claim.receiver(),
                claim.text("person"),
                claim.text("event"),
                claim.text("text"),
                claim.text("alert_id"));
        inbox.add(delivered);
        byKey.merge(claim.key(), 1, Integer::sum);
        world.trace("delivered", claim.key());
        listeners.forEach(listener -> listener.accept(delivered));
        return new SendResult.Accepted("p" + inbox.size());
    }
}
