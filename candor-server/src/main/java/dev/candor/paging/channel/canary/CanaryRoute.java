package dev.candor.paging.channel.canary;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Item;
import dev.candor.catalog.Service;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.escalation.EscalationPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The service, policy and channel of the canary. They are in no configuration: whoever takes alerts on their way sees
/// them beside what is configured.
public final class CanaryRoute {
    /// Nobody's service can be named so: a name has no slash.
    public static final String NAME = "candor/canary";

    /// The kind of its channel.
    public static final String KIND = "canary";

    private static final Service SERVICE = new Service(
            NAME, "", Optional.empty(), Optional.of(NAME), List.of(), List.of(), "", Optional.empty(), false);
    private static final EscalationPolicy POLICY = new EscalationPolicy(
            NAME,
            0,
            List.of(new EscalationPolicy.Step(
                    List.of(new EscalationPolicy.Target.TeamChannel(NAME)), Duration.ofHours(1))));
    private static final Channel CHANNEL = new Channel(NAME, KIND, Optional.empty(), Optional.empty(), "", "");

    private Catalog base = Catalog.EMPTY;
    private Catalog seen = Catalog.EMPTY;

    /// `configured`, and the canary's own beside it.
    public synchronized Catalog beside(Catalog configured) {
        if (configured != base || seen == Catalog.EMPTY) {
            base = configured;
            seen = configured
                    .with(Service.KIND, item(SERVICE))
                    .with(EscalationPolicy.KIND, item(POLICY))
                    .with(Channel.KIND, item(CHANNEL));
        }
        return seen;
    }

    private static <T> Item<T> item(T value) {
        return new Item<>(new UUID(0, 0), NAME, value, "", Map.of(), Instant.EPOCH, Instant.EPOCH);
    }
}
