package dev.candor.paging.emergency;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.emergency.Round.Knock;
import dev.candor.paging.emergency.Round.Stand;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.Reach;
import dev.candor.paging.escalation.Reached;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Who hears of what while the ledger is away, by the catalog in memory. Pure.
final class EmergencyRule {
    /// The ledger may be away this long before it is an emergency.
    static final Duration PATIENCE = Duration.ofSeconds(15);
    /// Being without a ledger this long is trouble of its own.
    static final Duration OUTAGE = Duration.ofMinutes(2);
    /// Nobody hears of the same service more often.
    static final Duration QUIET = Duration.ofMinutes(5);
    /// When nothing got through to anybody, all is tried again after this.
    static final Duration AGAIN = Duration.ofSeconds(10);

    /// What a round does now.
    sealed interface Decision {
        /// @param round where it stands then: the knocks to send are under way in it
        record Send(Round round, List<Knock> knocks) implements Decision {}

        /// @param round where it stands then
        /// @param until when the next knock or step is due; empty while something is under way
        record Wait(Round round, Optional<Instant> until) implements Decision {}

        /// Everybody of every step was told.
        record Over() implements Decision {}

        /// Nothing got through to anybody of any step.
        record Lost() implements Decision {}
    }

    private EmergencyRule() {}

    /// Begins to tell a service's conditions, to those who may be told now.
    ///
    /// @param conditions of one service, none told yet
    /// @param quiet receivers who heard of this service a moment ago
    /// @return empty when the service pages nobody, or everybody who is on call heard of it a moment ago
    static Optional<Round> begin(List<Condition> conditions, Set<String> quiet, Reach reach, Instant now) {
        List<Condition> sorted = conditions.stream()
                .sorted(Comparator.comparing(Condition::severity).thenComparing(Condition::at))
                .toList();
        if (sorted.isEmpty() || policy(sorted.getFirst(), reach).isEmpty()) {
            return Optional.empty();
        }
        var round = new Round(sorted, 0, now, List.of());
        List<Knock> all = knocks(round, 0, reach, now);
        List<Knock> loud =
                all.stream().filter(knock -> !quiet.contains(knock.receiver())).toList();
        return all.isEmpty() || !loud.isEmpty() ? Optional.of(round.next(0, loud, now)) : Optional.empty();
    }

    private static Optional<EscalationPolicy> policy(Condition condition, Reach reach) {
        Catalog catalog = reach.catalog();
        return catalog.find(Service.KIND, condition.service())
                .flatMap(Service::escalationPolicy)
                .flatMap(name -> catalog.find(EscalationPolicy.KIND, name));
    }

    /// What comes next: a knock whose time is there, or all of whose receiver's earlier ones failed. The next step
    /// follows at once when all of them failed, otherwise when this one has had its `then-after`: nobody can
    /// acknowledge here. Each step is taken once, however often the policy is to be repeated.
    ///
    /// @param room how many knocks may be sent now
    static Decision decide(Round round, Reach reach, int room, Instant now) {
        List<EscalationPolicy.Step> steps =
                policy(round.first(), reach).map(EscalationPolicy::steps).orElse(List.of());
        Round at = round;
        while (allFailed(at) || isOver(at, steps, reach, now)) {
            if (at.step() + 1 >= steps.size()) {
                return new Decision.Lost();
            }
            at = at.next(at.step() + 1, knocks(at, at.step() + 1, reach, now), now);
        }
        var due = new ArrayList<Knock>();
        for (Knock knock : at.knocks()) {
            if (knock.stand() == Stand.WAITING && due.size() < room && isDue(knock, at, now)) {
                due.add(knock);
            }
        }
        if (!due.isEmpty()) {
            Round then = at;
            for (Knock knock : due) {
                then = then.with(knock.key(), Stand.UNDER_WAY);
            }
            return new Decision.Send(then, due);
        }
        boolean underWay = at.knocks().stream().anyMatch(knock -> knock.stand() == Stand.UNDER_WAY);
        Stream<Instant> waiting = at.knocks().stream()
                .filter(knock -> knock.stand() == Stand.WAITING)
                .map(Knock::dueAt);
        Optional<Instant> next = Stream.concat(waiting, end(at, steps).stream()).min(Comparator.naturalOrder());
        return next.isEmpty() && !underWay ? new Decision.Over() : new Decision.Wait(at, next);
    }

    private static boolean allFailed(Round round) {
        return round.knocks().stream().allMatch(knock -> knock.stand() == Stand.FAILED);
    }

    /// Whether the next step is to be taken. One that reaches nobody is not waited for.
    private static boolean isOver(Round round, List<EscalationPolicy.Step> steps, Reach reach, Instant now) {
        Optional<Instant> end = end(round, steps);
        return end.filter(at -> !at.isAfter(now)).isPresent()
                || end.isPresent() && of(round, round.step(), reach, now).isEmpty();
    }

    /// When the step after this one is due; empty when there is none.
    private static Optional<Instant> end(Round round, List<EscalationPolicy.Step> steps) {
        return round.step() >= 0 && round.step() + 1 < steps.size()
                ? Optional.of(round.since().plus(steps.get(round.step()).thenAfter()))
                : Optional.empty();
    }

    private static boolean isDue(Knock knock, Round round, Instant now) {
        List<Knock> before = round.knocks().stream()
                .takeWhile(other -> !other.key().equals(knock.key()))
                .filter(other -> other.receiver().equals(knock.receiver()))
                .toList();
        boolean lastHope = !before.isEmpty() && before.stream().allMatch(other -> other.stand() == Stand.FAILED);
        return lastHope || !knock.dueAt().isAfter(now);
    }

    /// What a step adds: whoever was knocked at in an earlier one is not knocked at again by the same way.
    private static List<Knock> knocks(Round round, int step, Reach reach, Instant now) {
        return of(round, step, reach, now).stream()
                .filter(knock ->
                        round.knocks().stream().noneMatch(old -> old.key().equals(knock.key())))
                .toList();
    }

    private static List<Knock> of(Round round, int step, Reach reach, Instant now) {
        List<EscalationPolicy.Step> steps =
                policy(round.first(), reach).map(EscalationPolicy::steps).orElse(List.of());
        if (step >= steps.size()) {
            return List.of();
        }
        Reached reached = reach.of(steps.get(step), now);
        String about = "emergency/" + round.first().id() + "/";
        var knocks = new ArrayList<Knock>();
        for (String name : reached.people()) {
            String receiver = "person/" + name;
            List<ContactMethod> contacts = reach.catalog()
                    .find(Person.KIND, name)
                    .map(Person::contacts)
                    .orElse(List.of());
            for (int i = 0; i < contacts.size(); i++) {
                ContactMethod contact = contacts.get(i);
                knocks.add(new Knock(
                        about + receiver + "/" + i,
                        receiver,
                        contact.kind(),
                        contact.address(),
                        now.plus(contact.after()),
                        Stand.WAITING));
            }
        }
        for (String name : reached.channels()) {
            reach.catalog()
                    .find(Channel.KIND, name)
                    .ifPresent(channel -> knocks.add(new Knock(
                            about + "channel/" + name, "channel/" + name, channel.kind(), "", now, Stand.WAITING)));
        }
        return knocks;
    }
}
