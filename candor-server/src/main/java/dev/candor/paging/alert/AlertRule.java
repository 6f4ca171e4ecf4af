package dev.candor.paging.alert;

import dev.candor.catalog.Service;
import dev.candor.detect.Signal;
import java.util.Optional;

/// What a signal does to the open alert of its condition. Pure.
final class AlertRule {
    /// The decision.
    sealed interface Decision {
        /// @param muted why nobody is paged, or empty
        record Open(String muted) implements Decision {}

        record Repeat() implements Decision {}

        record Acknowledge() implements Decision {}

        record Resolve() implements Decision {}

        /// Nothing to do, and the recorded reason.
        record Nothing(String why) implements Decision {}
    }

    private AlertRule() {}

    /// @param service empty when the catalog does not know it any more
    /// @param maintenance the code of the maintenance that covers the service now
    static Decision decide(
            Optional<Alert> open, Signal signal, Optional<Service> service, Optional<String> maintenance) {
        return switch (signal.event()) {
            case FIRING ->
                open.isPresent() ? new Decision.Repeat() : new Decision.Open(muted(signal, service, maintenance));
            case RECOVERED ->
                open.isPresent() ? new Decision.Resolve() : new Decision.Nothing("recovered without an open alert");
            case ACKNOWLEDGED ->
                open.filter(alert -> alert.state() instanceof Alert.State.Triggered)
                                .isPresent()
                        ? new Decision.Acknowledge()
                        : new Decision.Nothing("nothing to acknowledge");
        };
    }

    private static String muted(Signal signal, Optional<Service> service, Optional<String> maintenance) {
        if (maintenance.isPresent()) {
            return "maintenance " + maintenance.get();
        }
        if (!signal.severity().pages()) {
            return "only information";
        }
        return service.flatMap(Service::escalationPolicy).isEmpty() ? "no escalation policy" : "";
    }
}
