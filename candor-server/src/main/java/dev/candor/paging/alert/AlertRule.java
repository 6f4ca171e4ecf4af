package dev.candor.paging.alert;

import dev.candor.catalog.Service;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import java.util.Optional;

/// What a signal does to the open alert of its condition. Pure.
final class AlertRule {
    /// The decision.
    sealed interface Decision {
        /// @param muted why nobody is paged, or empty
        record Open(String muted) implements Decision {}

        /// @param severity the worst reported so far
        /// @param page it was muted, and the reason for that is gone: somebody is needed now
        record Repeat(Severity severity, boolean page) implements Decision {}

        record Acknowledge() implements Decision {}

        record Resolve() implements Decision {}

        /// Nobody can say how it is: the alert ends, the harm may not.
        record Withdraw() implements Decision {}

        /// Nothing to do, and the recorded reason.
        record Nothing(String why) implements Decision {}
    }

    private AlertRule() {}

    /// @param service empty when the catalog does not know it any more
    /// @param covering the code of the maintenance that covers the service now
    static Decision decide(Optional<Alert> open, Signal signal, Optional<Service> service, Optional<String> covering) {
        Optional<String> maintenance = covering.filter(_ -> !isAboutWork(signal.source()));
        return switch (signal.event()) {
            case FIRING ->
                open.map(alert -> repeat(alert, signal, service, maintenance))
                        .orElseGet(() -> new Decision.Open(muted(signal.severity(), service, maintenance)));
            case RECOVERED ->
                open.isPresent() ? new Decision.Resolve() : new Decision.Nothing("recovered without an open alert");
            case WITHDRAWN ->
                open.isPresent() ? new Decision.Withdraw() : new Decision.Nothing("withdrawn without an open alert");
            case ACKNOWLEDGED ->
                open.filter(alert -> alert.state() instanceof Alert.State.Triggered)
                                .isPresent()
                        ? new Decision.Acknowledge()
                        : new Decision.Nothing("nothing to acknowledge");
        };
    }

    /// A run that stopped or a change that went wrong is the very work a maintenance was announced for: somebody is
    /// needed
    /// all the more.
    static boolean isAboutWork(String source) {
        return source.startsWith("run/") || source.startsWith("change/");
    }

    private static Decision repeat(
            Alert alert, Signal signal, Optional<Service> service, Optional<String> maintenance) {
        // The worst comes first in the enum.
        Severity worst = signal.severity().compareTo(alert.severity()) < 0 ? signal.severity() : alert.severity();
        boolean waits =
                alert.state() instanceof Alert.State.Triggered && !alert.muted().isEmpty();
        return new Decision.Repeat(
                worst, waits && muted(worst, service, maintenance).isEmpty());
    }

    /// Why nobody is paged for a condition this bad now, empty when somebody is.
    static String muted(Severity severity, Optional<Service> service, Optional<String> maintenance) {
        if (maintenance.isPresent()) {
            return "maintenance " + maintenance.get();
        }
        if (!severity.pages()) {
            return "only information";
        }
        return service.flatMap(Service::escalationPolicy).isEmpty() ? "no escalation policy" : "";
    }
}
