package dev.candor.paging.escalation;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Person;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.oncall.Schedule;
import dev.candor.paging.oncall.Shift;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Whom a step reaches at an instant.
///
/// @param people by name, each with at least one contact method
/// @param channels of teams, by name
/// @param gaps in words: whom the step should have reached and does not
public record Reached(Set<String> people, Set<String> channels, List<String> gaps) {
    public boolean anybody() {
        return !people.isEmpty() || !channels.isEmpty();
    }

    /// Whom `step` reaches at `now`, by the catalog in memory.
    public static Reached by(EscalationPolicy.Step step, Catalog catalog, Instant now) {
        var people = new LinkedHashSet<String>();
        var channels = new LinkedHashSet<String>();
        var gaps = new ArrayList<String>();
        for (EscalationPolicy.Target target : step.targets()) {
            switch (target) {
                case EscalationPolicy.Target.OnePerson one -> people.add(one.person());
                case EscalationPolicy.Target.TeamChannel channel -> {
                    if (catalog.find(Channel.KIND, channel.channel()).isPresent()) {
                        channels.add(channel.channel());
                    } else {
                        gaps.add("the channel " + channel.channel() + " is gone");
                    }
                }
                case EscalationPolicy.Target.OnCall onCall -> {
                    List<Shift> shifts = catalog.find(Schedule.KIND, onCall.schedule())
                            .map(schedule -> schedule.at(now))
                            .orElse(List.of());
                    shifts.forEach(shift -> people.add(shift.person()));
                    if (shifts.isEmpty()) {
                        gaps.add("nobody is on call in " + onCall.schedule());
                    }
                }
            }
        }
        people.removeIf(person -> {
            boolean reachable = catalog.find(Person.KIND, person)
                    .filter(found -> !found.disabled() && !found.contacts().isEmpty())
                    .isPresent();
            if (!reachable) {
                gaps.add(person + " cannot be reached: disabled, unknown or without a contact method");
            }
            return !reachable;
        });
        return new Reached(people, channels, gaps);
    }
}
