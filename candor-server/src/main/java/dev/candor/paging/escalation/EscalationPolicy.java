package dev.candor.paging.escalation;

import dev.candor.catalog.Person;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Reading;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.oncall.Schedule;
import java.time.Duration;
import java.util.List;

/// What happens if nobody answers: steps in order, each waiting `thenAfter` for somebody to acknowledge, the whole
/// `repeat` more times.
public record EscalationPolicy(String name, int repeat, List<Step> steps) {
    public static final Kind<EscalationPolicy> KIND =
            new Kind<>("escalation-policies", "escalation policy", EscalationPolicy::read);

    /// Everybody in `notify` is paged at the same time.
    public record Step(List<Target> targets, Duration thenAfter) {
        private static Step read(Reading in) {
            List<Target> targets = in.list("notify", Target::read);
            if (targets.isEmpty()) {
                in.problem("notify", "a step notifies at least one person, schedule or channel");
            }
            return new Step(
                    targets,
                    in.duration("then-after", Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofHours(24)));
        }
    }

    /// Who or what a step notifies; resolved when the step fires, not when it was planned.
    public sealed interface Target {
        record OnePerson(String person) implements Target {}

        record OnCall(String schedule) implements Target {}

        record TeamChannel(String channel) implements Target {}

        private static Target read(Reading in) {
            return switch (in.onlyKeyAmong(List.of("person", "schedule", "channel"))
                    .orElse("")) {
                case "" -> new OnePerson("");
                case "schedule" -> new OnCall(in.reference("schedule", Schedule.KIND));
                case "channel" -> new TeamChannel(in.reference("channel", Channel.KIND));
                default -> new OnePerson(in.reference("person", Person.KIND));
            };
        }
    }

    private static EscalationPolicy read(Reading in) {
        List<Step> steps = in.list("steps", Step::read);
        if (steps.isEmpty()) {
            in.problem("steps", "a policy needs at least one step");
        }
        return new EscalationPolicy(in.name("name"), in.number("repeat", 3, 0, 100), steps);
    }
}
