package dev.candor.paging.escalation;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Item;
import dev.candor.catalog.Person;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.oncall.Schedule;
import dev.candor.paging.oncall.Shift;
import dev.candor.platform.auth.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whom pages reach, by the catalog and by the ways that can work: whoever pages, rehearses, looks ahead or explains
/// asks here. Pure.
public record Reach(Catalog catalog, Ways ways) {
    /// Why `person` cannot be reached, in words that follow the name; empty when one of their ways can work.
    public Optional<String> objection(String person) {
        Optional<Person> found = catalog.find(Person.KIND, person)
                .filter(one -> !one.disabled() && !one.contacts().isEmpty());
        return found.isEmpty()
                ? Optional.of("cannot be reached: disabled, unknown or without a contact method")
                : ways.objection(found.get()).map(why -> "cannot be reached: " + why);
    }

    public boolean reaches(String person) {
        return objection(person).isEmpty();
    }

    /// The ways of `person` that can work, in the person's order; none of somebody who cannot be reached.
    public List<ContactMethod> waysOf(String person) {
        return reaches(person) ? catalog.find(Person.KIND, person).map(ways::of).orElse(List.of()) : List.of();
    }

    /// Whom `step` reaches at `now`.
    public Reached of(EscalationPolicy.Step step, Instant now) {
        var people = new LinkedHashSet<String>();
        var channels = new LinkedHashSet<String>();
        var gaps = new ArrayList<String>();
        for (EscalationPolicy.Target target : step.targets()) {
            switch (target) {
                case EscalationPolicy.Target.OnePerson one -> people.add(one.person());
                case EscalationPolicy.Target.TeamChannel channel ->
                    channelObjection(channel.channel())
                            .ifPresentOrElse(gaps::add, () -> channels.add(channel.channel()));
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
            Optional<String> objection = objection(person);
            objection.ifPresent(why -> gaps.add(person + " " + why));
            return objection.isPresent();
        });
        return new Reached(people, channels, gaps);
    }

    private Optional<String> channelObjection(String name) {
        Optional<Channel> channel = catalog.find(Channel.KIND, name);
        return channel.isEmpty()
                ? Optional.of("the channel " + name + " is gone")
                : ways.objection(channel.get().kind())
                        .map(why -> "the channel " + name + " cannot be told by "
                                + channel.get().kind() + ": " + why);
    }

    /// Whom any step of the policy reaches at `now`.
    public Reached of(EscalationPolicy policy, Instant now) {
        return policy.steps().stream().map(step -> of(step, now)).reduce(Reached.NOBODY, Reached::and);
    }

    /// Everybody who can change how this Candor is configured and can be reached.
    public Reached admins() {
        var people = new LinkedHashSet<String>();
        for (Item<Person> person : catalog.all(Person.KIND)) {
            if (person.value().role() == Role.ADMIN && reaches(person.name())) {
                people.add(person.name());
            }
        }
        return new Reached(people, Set.of(), List.of());
    }
}
