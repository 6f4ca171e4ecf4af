package dev.candor.paging.alert;

import dev.candor.catalog.Service;
import dev.candor.detect.Signal;
import java.util.Optional;

/// What the rule of alerts would make of a signal, without an alert. Pure.
public final class Foreseen {
    private Foreseen() {}

    /// Why nobody would be paged for the alert `firing` opens, by the service as it is configured; empty when somebody
    /// is. A maintenance under way does not count.
    public static String muted(Signal firing, Optional<Service> service) {
        return switch (AlertRule.decide(Optional.empty(), firing, service, Optional.empty())) {
            case AlertRule.Decision.Open(String muted) -> muted;
            default -> "it opens no alert";
        };
    }
}
