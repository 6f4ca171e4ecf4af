package dev.candor.telemetry.route;

import dev.candor.telemetry.format.Field;
import dev.candor.telemetry.format.Hit;

/// Route templates of one service: given by the log, by the operator, or learned. For one thread at a time.
public final class Routes {
    public Routes(RouteSettings settings) {
        java.util.Objects.requireNonNull(settings);
    }

    /// The request's route; `RouteName.NONE` when the log has neither route nor path.
    public RouteName of(Hit hit) {
        return hit.has(Field.PATH) ? RouteName.OTHER : RouteName.NONE;
    }
}
