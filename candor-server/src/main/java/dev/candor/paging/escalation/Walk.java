package dev.candor.paging.escalation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// An escalation in memory, by the very rule that pages: whom each step reaches and when, if nobody ever answers. Pure.
///
/// @param turns in order of time; steps that reach nobody are among them
/// @param exhaustedAt when all rounds are through and everybody with role admin is told
public record Walk(List<Turn> turns, Instant exhaustedAt) {
    private static final int MOST_TURNS = 1_000;

    /// @param step from 0
    /// @param round from 0
    public record Turn(int step, int round, Instant at, Reached reached) {}

    /// What would happen if an alert began at `now`; what is configured stays as it is, people on call change with
    /// time.
    public static Walk of(EscalationPolicy policy, Reach reach, Instant now) {
        var turns = new ArrayList<Turn>();
        var running = new EscalationRule.Running(new UUID(0, 0), policy.name(), 0, 0, now, 0);
        while (turns.size() < MOST_TURNS) {
            Instant at = running.nextAt();
            EscalationRule.Running here = EscalationRule.within(policy, running);
            Reached reached = here.step() < policy.steps().size()
                    ? reach.of(policy.steps().get(here.step()), at)
                    : Reached.NOBODY;
            boolean anybody = reach.of(policy, at).anybody();
            var decision = EscalationRule.decide(here, policy, reached.anybody(), anybody, at);
            switch (decision.next()) {
                case EscalationRule.Next.Exhausted _ -> {
                    return new Walk(List.copyOf(turns), at);
                }
                case EscalationRule.Next.At next -> {
                    turns.add(new Turn(here.step(), here.round(), at, reached));
                    running = new EscalationRule.Running(
                            here.alert(), here.policy(), next.step(), next.round(), next.at(), 0);
                }
            }
        }
        return new Walk(List.copyOf(turns), running.nextAt());
    }

    /// How long after its begin the first person or channel is told; empty when nobody ever is.
    public java.util.Optional<Duration> firstTold(Instant begin) {
        return turns.stream()
                .filter(turn -> turn.reached().anybody())
                .findFirst()
                .map(turn -> Duration.between(begin, turn.at()));
    }
}
