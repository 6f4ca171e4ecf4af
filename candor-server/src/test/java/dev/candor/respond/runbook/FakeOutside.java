package dev.candor.respond.runbook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A load balancer with two servers, and addresses that answer or not.
final class FakeOutside implements Outside {
    final Map<String, Seen.Server.Admin> servers =
            new LinkedHashMap<>(Map.of("a", Seen.Server.Admin.READY, "b", Seen.Server.Admin.READY));
    final Map<String, Integer> weights = new LinkedHashMap<>(Map.of("a", 1, "b", 1));
    final List<Effect> effects = new ArrayList<>();
    final Set<String> down = new LinkedHashSet<>();
    boolean blind;
    boolean answersLost;
    boolean broken;

    @Override
    public Seen look(Look look) {
        if (broken) {
            throw new IllegalStateException("nobody thought of that");
        }
        if (blind) {
            return new Seen.Blind("half an answer");
        }
        return switch (look) {
            case Look.AtPool _ -> pool();
            case Look.AtAddress(var spec) ->
                down.contains(spec.url().getPath()) ? new Seen.Unmet("answered 503") : new Seen.Held();
            case Look.AtDatabase _ -> new Seen.Held();
        };
    }

    private Seen pool() {
        var seen = new LinkedHashMap<String, Seen.Server>();
        servers.forEach((name, admin) ->
                seen.put(name, new Seen.Server(admin, true, 0, weights.getOrDefault(name, 1), Duration.ofSeconds(3))));
        return new Seen.Servers(4711, Duration.ofHours(2), seen);
    }

    @Override
    public Acted act(Effect effect) {
        effects.add(effect);
        if (effect instanceof Effect.SetServer set) {
            switch (set.aim()) {
                case DRAIN -> servers.put(set.server(), Seen.Server.Admin.DRAIN);
                case MAINT -> servers.put(set.server(), Seen.Server.Admin.MAINT);
                case READY -> servers.put(set.server(), Seen.Server.Admin.READY);
                case WEIGHT -> weights.put(set.server(), set.weight());
            }
        }
        return answersLost ? new Acted.Unknown("the answer was lost") : new Acted.Done("");
    }
}
