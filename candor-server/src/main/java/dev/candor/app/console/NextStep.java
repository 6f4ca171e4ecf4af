package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.EscalationStore;
import dev.candor.paging.escalation.Reach;
import dev.candor.paging.escalation.Reached;
import dev.candor.platform.db.Tx;
import dev.candor.platform.outbox.Delivery;
import dev.candor.respond.incident.Incident;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Who knows of an alert, and what happens if nobody answers.
///
/// @param told who was paged and whether it left us, in words; empty when nobody
/// @param words what comes next, to be read before the time
/// @param at when it comes; empty when nothing does
public record NextStep(String told, String words, Optional<Instant> at) {
    /// What had told of it was paused, deleted or moved.
    static final String UNWATCHED = "Nobody watches it any more: resolve it or go on";

    /// Empty when no page says it is over.
    static String saidOver(Candor candor, Tx tx, Incident incident) {
        List<String> pages = candor.tell().updates().saidOverTooEarly(tx, incident);
        return pages.isEmpty()
                ? ""
                : "Readers of " + String.join(", ", pages) + " were told it is resolved: write an update";
    }

    static NextStep of(Candor candor, Tx tx, Alert alert) {
        String told = told(candor.platform().outbox().list(tx, "", alert.subject(), Optional.empty(), 200));
        return switch (alert.state()) {
            case Alert.State.Acknowledged acknowledged ->
                new NextStep(told, acknowledged.by() + " has it", Optional.empty());
            case Alert.State.Resolved _ -> new NextStep(told, "Over", Optional.empty());
            case Alert.State.Triggered _ ->
                alert.muted().isEmpty()
                        ? waiting(
                                candor,
                                told,
                                candor.paging().escalations().store().standing(tx, alert.id()))
                        : new NextStep(told, "Nobody is paged: " + alert.muted(), Optional.empty());
        };
    }

    /// What becomes of an open incident none of whose alerts is open.
    static NextStep withoutAlerts(Candor candor, Tx tx, Incident incident) {
        return new NextStep("", words(candor, tx, incident), Optional.empty());
    }

    private static String words(Candor candor, Tx tx, Incident incident) {
        if (incident.state() == Incident.State.MITIGATED) {
            return "Its alerts are over; it resolves by itself when it stays quiet";
        }
        if (candor.respond().ongoing().unwatched(tx, incident)) {
            return UNWATCHED;
        }
        String had = incident.commander().isEmpty() ? "No alerts are open" : incident.commander() + " has it";
        String over = saidOver(candor, tx, incident);
        return over.isEmpty() ? had : had + ". " + over;
    }

    private static NextStep waiting(Candor candor, String told, Optional<EscalationStore.Standing> standing) {
        if (standing.isEmpty()) {
            return new NextStep(told, "Paging begins", Optional.empty());
        }
        return switch (standing.get().state()) {
            case "running" ->
                new NextStep(
                        told,
                        "Unless somebody answers: " + whom(candor, standing.get()) + " in",
                        Optional.of(standing.get().nextAt()));
            case "exhausted" ->
                new NextStep(
                        told,
                        "Nobody answered in any round; everybody is asked again in",
                        Optional.of(standing.get().nextAt()));
            default -> new NextStep(told, "Paging has stopped", Optional.empty());
        };
    }

    private static String whom(Candor candor, EscalationStore.Standing standing) {
        Reach reach = candor.paging().reach();
        return reach.catalog()
                .find(EscalationPolicy.KIND, standing.policy())
                .filter(policy -> standing.step() < policy.steps().size())
                .filter(policy -> standing.round() <= policy.repeat())
                .map(policy -> whom(policy.steps().get(standing.step()), reach, standing.nextAt()))
                .orElse("everybody with role admin");
    }

    /// Whom a step names, and who of them will not be reached.
    private static String whom(EscalationPolicy.Step step, Reach reach, Instant at) {
        Reached reached = reach.of(step, at);
        String gaps = String.join("; ", reached.gaps());
        if (!reached.anybody()) {
            return "nobody, as " + gaps + ",";
        }
        return words(step.targets()) + (gaps.isEmpty() ? "" : " (but " + gaps + ")");
    }

    static String words(List<EscalationPolicy.Target> targets) {
        return String.join(
                ", ",
                targets.stream()
                        .map(target -> switch (target) {
                            case EscalationPolicy.Target.OnePerson one -> one.person();
                            case EscalationPolicy.Target.OnCall onCall -> "on call in " + onCall.schedule();
                            case EscalationPolicy.Target.TeamChannel channel -> "channel " + channel.channel();
                        })
                        .toList());
    }

    private static String told(List<Delivery> deliveries) {
        var states = new LinkedHashMap<String, String>();
        for (Delivery delivery : deliveries.reversed()) {
            if (delivery.key().startsWith("page/")) {
                String whom = delivery.payload().get("person") instanceof String person
                        ? person
                        : delivery.shown().receiver();
                String state = states.getOrDefault(whom, "");
                states.put(whom, state.equals("sent") ? state : delivery.state());
            }
        }
        return String.join(
                ", ",
                states.entrySet().stream()
                        .map(entry -> entry.getKey() + " (" + word(entry.getValue()) + ")")
                        .toList());
    }

    private static String word(String state) {
        return switch (state) {
            case "sent" -> "paged";
            case "dead" -> "not reached";
            case "cancelled" -> "not needed";
            default -> "being paged";
        };
    }
}
