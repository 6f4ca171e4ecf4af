package dev.candor.paging.proof;

import dev.candor.base.json.Json;
import dev.candor.base.time.Durations;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Service;
import dev.candor.detect.Signal;
import dev.candor.paging.alert.Foreseen;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.Reach;
import dev.candor.paging.escalation.Walk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// How a rule stands now: what its rehearsal came to, and whom an alert of it would reach at this time. Pure.
///
/// @param why in one sentence; empty when it is proven
/// @param toDo the one thing to do about it; empty when it is proven
/// @param place where that is done: a path of the console
/// @param wakes whom an alert would reach, step by step, in words
/// @param proof the last rehearsal; empty when there was none
public record Standing(
        WatchedRule rule,
        Outcome outcome,
        String why,
        String toDo,
        Place place,
        List<String> wakes,
        Optional<Proof> proof) {
    /// How long a proof counts: a week, and a day for the loop to come round.
    static final Duration COUNTS = Duration.ofDays(8);

    private static final UUID NOBODY = new UUID(0, 0);

    public enum Outcome {
        CANNOT_FIRE("cannot-fire"),
        REACHES_NOBODY("reaches-nobody"),
        /// It would wake somebody, were it not for a maintenance under way.
        SILENCED("silenced"),
        UNPROVEN("unproven"),
        PROVEN("proven");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /// Whether an alert of it would wake nobody, planned work aside.
        public boolean wakesNobody() {
            return this == CANNOT_FIRE || this == REACHES_NOBODY;
        }
    }

    /// What has to be opened to put it right.
    public enum Place {
        RULE,
        SERVICE,
        POLICY,
        MAINTENANCE
    }

    /// @param pausedBy who paused it; empty when nobody did
    /// @param silence the maintenance that silences its service now
    /// @param walks what the policies of other rules came to at `now`: many rules share one
    static Standing of(
            WatchedRule rule,
            Optional<Proof> proof,
            String pausedBy,
            Optional<Silence> silence,
            Reach reach,
            Map<String, List<Walk.Turn>> walks,
            Instant now) {
        Catalog catalog = reach.catalog();
        Optional<Service> service = catalog.find(Service.KIND, rule.service());
        Optional<EscalationPolicy> policy =
                service.flatMap(Service::escalationPolicy).flatMap(name -> catalog.find(EscalationPolicy.KIND, name));
        List<Walk.Turn> turns = policy.map(found -> walks.computeIfAbsent(
                        found.name(), _ -> Walk.of(found, reach, now).turns()))
                .orElse(List.of());
        var standing = new Standing(rule, Outcome.PROVEN, "", "", Place.RULE, words(turns, reach, now), proof);
        if (!pausedBy.isEmpty()) {
            return standing.but(Outcome.CANNOT_FIRE, "It was paused by " + pausedBy, "Resume it", Place.RULE);
        }
        Optional<Proof> current = proof.filter(found -> found.fingerprint().equals(rule.fingerprint()));
        if (current.isPresent() && current.get().result() instanceof Result.CannotFire(var _, var why, var toDo)) {
            return standing.but(Outcome.CANNOT_FIRE, why, toDo, Place.RULE);
        }
        return standing.reach(service, policy, turns, reach, now)
                .or(() -> silence.map(one -> standing.silenced(one, now)))
                .orElseGet(() -> standing.proven(current, now));
    }

    private Standing but(Outcome other, String sentence, String todo, Place where) {
        return new Standing(rule, other, sentence, todo, where, wakes, proof);
    }

    /// Why it would reach nobody; empty when it reaches somebody.
    private Optional<Standing> reach(
            Optional<Service> service,
            Optional<EscalationPolicy> policy,
            List<Walk.Turn> turns,
            Reach reach,
            Instant now) {
        String muted = Foreseen.muted(signal(now), service);
        if (!muted.isEmpty()) {
            boolean information = muted.equals("only information");
            return Optional.of(but(
                    Outcome.REACHES_NOBODY,
                    information
                            ? "Its severity is info: its alerts are kept and wake nobody"
                            : "Service " + rule.service() + " has no escalation policy",
                    information ? "Give it a severity that wakes somebody" : "Give the service an escalation policy",
                    information ? Place.RULE : Place.SERVICE));
        }
        if (policy.isEmpty()) {
            return Optional.of(but(
                    Outcome.REACHES_NOBODY,
                    "The escalation policy of service " + rule.service() + " is gone",
                    "Give the service an escalation policy",
                    Place.SERVICE));
        }
        if (turns.stream().anyMatch(turn -> turn.reached().anybody())) {
            return Optional.empty();
        }
        return Optional.of(but(
                Outcome.REACHES_NOBODY,
                "No step of policy " + policy.get().name() + " reaches anybody now: "
                        + String.join("; ", reach.of(policy.get(), now).gaps()),
                "Put somebody into the policy who can be reached",
                Place.POLICY));
    }

    private Standing silenced(Silence silence, Instant now) {
        return but(
                Outcome.SILENCED,
                "Service " + new Silence(silence.maintenance(), List.of(rule.service())).words(now),
                "Complete the maintenance when the work is done",
                Place.MAINTENANCE);
    }

    private Standing proven(Optional<Proof> current, Instant now) {
        if (current.isEmpty()) {
            return but(
                    Outcome.UNPROVEN,
                    proof.isPresent() ? "It was changed since it was rehearsed" : "It was never rehearsed",
                    "It is rehearsed within a minute",
                    Place.RULE);
        }
        if (current.get().result() instanceof Result.Open(var _, var why, var toDo)) {
            return but(Outcome.UNPROVEN, why, toDo, Place.RULE);
        }
        Duration age = Duration.between(current.get().triedAt(), now);
        return age.compareTo(COUNTS) > 0
                ? but(
                        Outcome.UNPROVEN,
                        "Its last rehearsal was " + Durations.words(age) + " ago",
                        "Rehearse it",
                        Place.RULE)
                : this;
    }

    /// A made-up signal of the rule.
    private Signal signal(Instant now) {
        return new Signal(
                NOBODY,
                Signal.Event.FIRING,
                rule.name(),
                rule.service(),
                rule.name(),
                rule.severity(),
                "rehearsed",
                Json.object(),
                now,
                now);
    }

    /// Whom each step of the first round reaches, with the ways.
    private static List<String> words(List<Walk.Turn> turns, Reach reach, Instant now) {
        var words = new ArrayList<String>();
        for (Walk.Turn turn : turns) {
            if (turn.round() > 0) {
                break;
            }
            var whom = new ArrayList<String>();
            turn.reached().people().forEach(person -> whom.add(person + ways(person, reach)));
            turn.reached().channels().forEach(channel -> whom.add("channel " + channel));
            Duration after = Duration.between(now, turn.at());
            String when = after.isZero() ? "at once" : "after " + Durations.words(after);
            words.add(
                    whom.isEmpty()
                            ? "step " + (turn.step() + 1) + ": nobody, as "
                                    + String.join("; ", turn.reached().gaps())
                            : when + ": " + String.join(", ", whom));
        }
        return List.copyOf(words);
    }

    private static String ways(String person, Reach reach) {
        var kinds = new LinkedHashSet<String>();
        reach.waysOf(person).forEach((ContactMethod contact) -> kinds.add(contact.kind()));
        return kinds.isEmpty() ? "" : " by " + String.join(", ", kinds);
    }
}
