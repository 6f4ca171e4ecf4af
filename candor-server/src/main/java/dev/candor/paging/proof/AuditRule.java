package dev.candor.paging.proof;

import dev.candor.base.time.Durations;
import dev.candor.paging.escalation.EscalationStore;
import java.time.Duration;
import java.time.Instant;

/// Whether an alert that waits for somebody has a next action. Pure.
final class AuditRule {
    /// How late an action may be before it counts as missing: loops come round many times in it.
    static final Duration PATIENCE = Duration.ofMinutes(2);

    sealed interface Finding {
        record Fine() implements Finding {}

        /// Nothing will ever happen.
        record Lost(String why) implements Finding {}

        /// It should have happened.
        record Late(String why) implements Finding {}
    }

    private AuditRule() {}

    static Finding look(EscalationStore.Waiting alert, Instant now) {
        if (alert.triggeredAt().plus(PATIENCE).isAfter(now)) {
            return new Finding.Fine();
        }
        if (alert.standing().isEmpty()) {
            return new Finding.Lost("it has no escalation");
        }
        EscalationStore.Standing standing = alert.standing().get();
        if (!standing.state().equals("running")) {
            return new Finding.Lost("its escalation is " + standing.state() + " and nobody has answered");
        }
        Duration late = Duration.between(standing.nextAt(), now);
        return late.compareTo(PATIENCE) > 0
                ? new Finding.Late("its next page is " + Durations.words(late) + " late")
                : new Finding.Fine();
    }
}
