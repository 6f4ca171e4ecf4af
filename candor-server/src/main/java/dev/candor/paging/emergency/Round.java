package dev.candor.paging.emergency;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// One telling of a service's conditions: who is knocked at, and how that went.
///
/// @param conditions the worst first, that of longest standing among equals; never empty
/// @param step of the service's escalation policy, from 0
/// @param since when that step began
/// @param knocks of this step and those before it, in order
record Round(List<Condition> conditions, int step, Instant since, List<Knock> knocks) {
    /// How a knock went.
    enum Stand {
        WAITING,
        UNDER_WAY,
        SENT,
        FAILED
    }

    /// One message by one way.
    ///
    /// @param key the same however often it is sent
    /// @param receiver `person/{name}` or `channel/{name}`
    /// @param kind which sender takes it
    /// @param address empty for a channel
    record Knock(String key, String receiver, String kind, String address, Instant dueAt, Stand stand) {
        Knock now(Stand then) {
            return new Knock(key, receiver, kind, address, dueAt, then);
        }

        String name() {
            return receiver.substring(receiver.indexOf('/') + 1);
        }

        boolean toPerson() {
            return receiver.startsWith("person/");
        }
    }

    Round {
        conditions = List.copyOf(conditions);
        knocks = List.copyOf(knocks);
    }

    Condition first() {
        return conditions.getFirst();
    }

    boolean reachedNobody() {
        return knocks.stream().noneMatch(knock -> knock.stand() == Stand.SENT);
    }

    /// Receivers a message is under way to, or will be by `until`.
    Set<String> awaited(Instant until) {
        return knocks.stream()
                .filter(knock -> knock.stand() == Stand.UNDER_WAY
                        || knock.stand() == Stand.WAITING && !knock.dueAt().isAfter(until))
                .map(Knock::receiver)
                .collect(Collectors.toSet());
    }

    /// The same with one knock's stand changed.
    Round with(String key, Stand stand) {
        return new Round(
                conditions,
                step,
                since,
                knocks.stream()
                        .map(knock -> knock.key().equals(key) ? knock.now(stand) : knock)
                        .toList());
    }

    /// Goes on to `next`, whose knocks are added.
    Round next(int next, List<Knock> more, Instant now) {
        var all = new ArrayList<>(knocks);
        all.addAll(more);
        return new Round(conditions, next, now, all);
    }
}
