package dev.candor.detect.heartbeat;

import dev.candor.probe.HeartbeatSpec;
import dev.candor.probe.ProbeResult;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the rule of heartbeats would say of a job with made-up pings. Pure.
public final class HeartbeatReplay {
    private static final HeartbeatRule.Deaf NEVER = new HeartbeatRule.Deaf(Instant.EPOCH, Instant.EPOCH);

    private HeartbeatReplay() {}

    /// @param last when it last said that it ran
    /// @param failed what it said when it failed; empty when it ran well
    public static ProbeResult look(HeartbeatSpec spec, Instant last, String failed, Instant now) {
        return HeartbeatRule.look(spec, new HeartbeatState(Optional.of(last), failed, Map.of(), -1, 1), NEVER, now);
    }
}
