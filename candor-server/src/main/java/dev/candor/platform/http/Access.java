package dev.candor.platform.http;

import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;

/// What a route needs. Every route declares it; the gate decides before the route's code runs.
public sealed interface Access {
    /// Anybody may call it, and why that is right.
    record Anybody(String why) implements Access {}

    /// A key or one-time token in the path or header proves the right; the route checks it itself.
    record ProvenByKey(String why) implements Access {}

    /// A signed-in person or an API token whose role permits this.
    record Permitted(Resource resource, Action action) implements Access {}

    static Access anybody(String why) {
        return new Anybody(why);
    }

    static Access key(String why) {
        return new ProvenByKey(why);
    }

    static Access permitted(Resource resource, Action action) {
        return new Permitted(resource, action);
    }
}
