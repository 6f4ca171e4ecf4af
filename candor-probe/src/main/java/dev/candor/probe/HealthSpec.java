package dev.candor.probe;

import java.time.Duration;

/// A real call, and the health check that should fail with it. When the call fails while the health check says all is
/// well, that is a verdict of its own: whoever relies on the check (load balancers, other monitors, people) is
/// misled.
///
/// @param call what customers really do; not another `HealthSpec`
public record HealthSpec(ProbeSpec call, HttpSpec health) implements ProbeSpec {
    public HealthSpec {
        if (call instanceof HealthSpec) {
            throw new IllegalArgumentException("a health check is compared with a call, not with another comparison");
        }
    }

    /// The health check has a time-out of its own, after the call's.
    @Override
    public Duration timeout() {
        return call.timeout().plus(health.timeout());
    }

    @Override
    public String host() {
        return call.host();
    }
}
