package dev.candor.paging.escalation;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Which step fires now and what comes after it. Pure.
final class EscalationRule {
    /// Nobody answered at all: how often everybody is asked again, until somebody does.
    static final Duration ASK_AGAIN = Duration.ofHours(1);

    /// An escalation under way.
    ///
    /// @param step the step that fires at `nextAt`, from 0
    /// @param round how often the whole policy was gone through before
    /// @param version for compare-and-set
    /// @param unanswered all steps and rounds are through; at `nextAt` everybody is asked again
    record Running(UUID alert, String policy, int step, int round, Instant nextAt, long version, boolean unanswered) {
        Running(UUID alert, String policy, int step, int round, Instant nextAt, long version) {
            this(alert, policy, step, round, nextAt, version, false);
        }
    }

    /// @param fire the step to fire now, or -1 when all steps and rounds are through, or none of them reaches anybody:
    /// then it is for everybody
    /// @param next where it stands afterwards
    record Decision(int fire, Next next) {}

    sealed interface Next {
        record At(int step, int round, Instant at) implements Next {}

        /// Nobody answered in any round. It does not end with that: everybody is asked again.
        record Exhausted(Instant askAgainAt) implements Next {}
    }

    private EscalationRule() {}

    /// Where an escalation stands in a policy that may have become shorter meanwhile: beyond its last step is the
    /// beginning of the next round.
    static Running within(EscalationPolicy policy, Running running) {
        boolean beyond = running.step() >= policy.steps().size();
        return beyond
                ? new Running(
                        running.alert(),
                        running.policy(),
                        0,
                        running.round() + 1,
                        running.nextAt(),
                        running.version(),
                        running.unanswered())
                : running;
    }

    /// @param running within the policy ({@link #within})
    /// @param reachable whether the step that fires reaches anybody; if not the next one fires at once
    /// @param anybody whether any step of the policy does; if not there is nothing to wait for
    static Decision decide(Running running, EscalationPolicy policy, boolean reachable, boolean anybody, Instant now) {
        boolean through = running.step() >= policy.steps().size() || running.round() > policy.repeat();
        if (running.unanswered() || through || !anybody) {
            return new Decision(-1, new Next.Exhausted(now.plus(ASK_AGAIN)));
        }
        boolean lastStep = running.step() + 1 == policy.steps().size();
        int step = lastStep ? 0 : running.step() + 1;
        int round = lastStep ? running.round() + 1 : running.round();
        // A round must not spin, whoever of it is reachable: its end always waits.
        Instant at = reachable || lastStep
                ? now.plus(policy.steps().get(running.step()).thenAfter())
                : now;
        return new Decision(running.step(), new Next.At(step, round, at));
    }
}
