package dev.candor.paging.escalation;

import dev.candor.catalog.Service;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// What would be noticed only on the day: pages that reach nobody, asked as the escalation itself asks. Pure.
public final class WakesNobody {
    private WakesNobody() {}

    /// Why an alert of `service` that came at `now` would wake nobody, in words; empty when it reaches somebody.
    public static Optional<String> why(Service service, Reach reach, Instant now) {
        if (service.escalationPolicy().isEmpty()) {
            return Optional.of("it has no escalation policy");
        }
        String name = service.escalationPolicy().get();
        Optional<EscalationPolicy> policy = reach.catalog().find(EscalationPolicy.KIND, name);
        if (policy.isEmpty()) {
            return Optional.of("its escalation policy " + name + " is gone");
        }
        List<Reached> reached = reached(policy.get(), reach, now);
        if (reached.stream().anyMatch(Reached::anybody)) {
            return Optional.empty();
        }
        Set<String> gaps = new LinkedHashSet<>();
        reached.forEach(step -> gaps.addAll(step.gaps()));
        return Optional.of("its escalation policy " + name + " reaches nobody now"
                + (gaps.isEmpty() ? "" : ": " + String.join("; ", gaps)));
    }

    /// The steps that reach nobody at `now`, in words, of a policy that reaches somebody in another step.
    public static List<String> emptySteps(EscalationPolicy policy, Reach reach, Instant now) {
        List<Reached> reached = reached(policy, reach, now);
        if (reached.stream().noneMatch(Reached::anybody)) {
            return List.of();
        }
        return IntStream.range(0, reached.size())
                .filter(step -> !reached.get(step).anybody())
                .mapToObj(step -> "step " + (step + 1) + " reaches nobody now: "
                        + String.join("; ", reached.get(step).gaps()))
                .toList();
    }

    private static List<Reached> reached(EscalationPolicy policy, Reach reach, Instant now) {
        return policy.steps().stream().map(step -> reach.of(step, now)).toList();
    }
}
