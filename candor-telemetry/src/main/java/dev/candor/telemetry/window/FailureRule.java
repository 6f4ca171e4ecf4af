package dev.candor.telemetry.window;

import java.util.Map;

/// Which requests count as failures.
///
/// The default is status 500 and above. Not failures by default: 499 (nginx: the client hung up; it may be
/// impatience
/// or our slowness, which the latency limit tells better) and 0 (HAProxy's -1, Envoy's 0: no answer was sent,
/// nearly
/// always for the same reason). A 503 that the load balancer made itself is a failure: for the customer it is
/// one.
///
/// @param fromStatus this status and above
/// @param slowerThanMicros requests that took longer are failures whatever their status; 0 for never
/// @param byStatus single statuses decided otherwise: `{499: true, 501: false}`
/// @param balancerMadeToo whether answers the balancer made itself count
public record FailureRule(
        int fromStatus, long slowerThanMicros, Map<Integer, Boolean> byStatus, boolean balancerMadeToo) {
    public static final FailureRule USUAL = new FailureRule(500, 0, Map.of(), true);

    public FailureRule {
        byStatus = Map.copyOf(byStatus);
    }

    public boolean failed(int status, long latencyMicros, boolean balancerMade) {
        if (slowerThanMicros > 0 && latencyMicros > slowerThanMicros) {
            return true;
        }
        Boolean chosen = byStatus.isEmpty() ? null : byStatus.get(status);
        if (chosen != null) {
            return chosen;
        }
        return status >= fromStatus && (balancerMadeToo || !balancerMade);
    }
}
