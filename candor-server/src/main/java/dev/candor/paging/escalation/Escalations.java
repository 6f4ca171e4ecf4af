package dev.candor.paging.escalation;

import dev.candor.base.ids.Randomness;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.alert.AlertStore;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.channel.canary.CanaryRoute;
import dev.candor.platform.auth.AccessStore;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.journal.Journal;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.Delivery;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.Message;
import dev.candor.platform.outbox.OutboxStore;
import dev.candor.platform.outbox.Outcomes;
import dev.candor.platform.outbox.Settlement;
import dev.candor.platform.secret.SecretAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pages people step by step until somebody acknowledges. Firing a step writes the pages, the journal and the next
/// due time in one transaction.
public final class Escalations implements Ticking, Outcomes {
    private static final Logger LOG = LoggerFactory.getLogger(Escalations.class);

    static final String ACKNOWLEDGE = "acknowledge";
    private static final Duration LINK_LIVES = Duration.ofDays(7);
    private static final int BATCH = 100;

    private final Database ledger;
    private final EscalationStore store;
    private final AlertStore alerts;
    private final OutboxStore outbox;
    private final Catalogs catalogs;
    private final AccessStore access;
    private final Journal journal;
    private final Randomness random;
    private final PageText text;
    private final Ways ways;
    private final BiFunction<Tx, Alert, String> background;
    private final CanaryRoute canary = new CanaryRoute();

    /// @param ways that can work: who has no other is reached by nothing
    /// @param background a line to be read beside the alert, or nothing
    public Escalations(
            Database ledger,
            EscalationStore store,
            AlertStore alerts,
            OutboxStore outbox,
            Catalogs catalogs,
            AccessStore access,
            Journal journal,
            Randomness random,
            PageText text,
            Ways ways,
            BiFunction<Tx, Alert, String> background) {
        this.ledger = ledger;
        this.store = store;
        this.alerts = alerts;
        this.outbox = outbox;
        this.catalogs = catalogs;
        this.access = access;
        this.journal = journal;
        this.random = random;
        this.text = text;
        this.ways = ways;
        this.background = background;
    }

    public EscalationStore store() {
        return store;
    }

    /// Begins paging for a new alert; the first step fires with the next tick.
    public void start(Tx tx, Alert alert, String policy, Instant now) {
        store.start(tx, alert.id(), policy, now);
    }

    /// Nobody needs to be paged any more.
    public void stop(Tx tx, UUID alert, Instant now) {
        store.stop(tx, alert);
        outbox.cancel(tx, Alert.subject(alert), "page/", now);
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        Reach reach = reach();
        List<EscalationRule.Running> due = ledger.read(tx -> store.due(tx, now, BATCH));
        for (EscalationRule.Running running : due) {
            try {
                ledger.inTransaction(tx -> {
                    fire(tx, running, reach, now);
                    return true;
                });
            } catch (DatabaseException away) {
                throw away;
            } catch (RuntimeException bug) {
                // One alert we cannot page for must not keep everybody else's pages back.
                LOG.error("The escalation of alert {} failed", running.alert(), bug);
            }
        }
        return ledger.read(store::nextDue);
    }

    /// With the canary's own.
    private Reach reach() {
        return new Reach(canary.beside(catalogs.current()), ways);
    }

    private void fire(Tx tx, EscalationRule.Running seen, Reach reach, Instant now) {
        Optional<Alert> alert = alerts.find(tx, seen.alert()).filter(Alert::needsSomebody);
        if (alert.isEmpty()) {
            store.stop(tx, seen.alert());
            return;
        }
        Optional<EscalationPolicy> policy = reach.catalog().find(EscalationPolicy.KIND, seen.policy());
        if (policy.isEmpty()) {
            String gone = "The escalation policy " + seen.policy() + " is gone";
            unanswered(tx, alert.get(), seen, new Unanswered("escalation.lost", gone, Reached.NOBODY), reach, now);
            return;
        }
        EscalationRule.Running running = EscalationRule.within(policy.get(), seen);
        Reached reached = running.step() < policy.get().steps().size()
                ? reach.of(policy.get().steps().get(running.step()), now)
                : Reached.NOBODY;
        Reached all = reach.of(policy.get(), now);
        var decision = EscalationRule.decide(running, policy.get(), reached.anybody(), all.anybody(), now);
        if (decision.fire() >= 0) {
            if (store.move(tx, running, decision.next())) { // else acknowledged, or another worker was faster
                page(tx, alert.get(), running, reached, "step " + (running.step() + 1) + roundText(running), now);
            }
            return;
        }
        String why = all.anybody() || running.unanswered()
                ? "Nobody answered in " + (policy.get().repeat() + 1) + " rounds"
                : "No step of " + policy.get().name() + " reaches anybody: " + String.join("; ", all.gaps());
        unanswered(tx, alert.get(), running, new Unanswered("escalation.exhausted", why, all), reach, now);
    }

    /// @param kind of the journal's note when it is said for the first time
    /// @param all whom the steps of the policy reach
    private record Unanswered(String kind, String why, Reached all) {}

    /// Nobody of the policy is left to ask: once everybody who can change something here, then every hour everybody of
    /// the policy, until somebody answers.
    private void unanswered(
            Tx tx, Alert alert, EscalationRule.Running running, Unanswered how, Reach reach, Instant now) {
        if (alert.service().equals(CanaryRoute.NAME)) {
            store.stop(tx, alert.id()); // it is missed elsewhere, and nobody is woken for it
            return;
        }
        if (!store.move(tx, running, new EscalationRule.Next.Exhausted(now.plus(EscalationRule.ASK_AGAIN)))) {
            return;
        }
        boolean again = running.unanswered();
        Reached admins = reach.admins();
        Reached whom = again && how.all().anybody() ? how.all() : admins;
        String then = whom.anybody()
                ? again ? "asking everybody again" : "telling everybody with role admin; asked again every hour"
                : "and nobody with role admin can be reached";
        journal.note(
                tx,
                alert.subject(),
                again ? "escalation.again" : how.kind(),
                Journal.CANDOR,
                how.why() + ": " + then,
                now);
        page(tx, alert, running, whom, again ? "still unanswered" : "nobody answered", now);
    }

    /// Begins anew for an alert that has no next action: by the policy of its service, or with the admins when it has
    /// none.
    public void revive(Tx tx, UUID alert, String service, Instant now) {
        String policy = catalogs.current()
                .find(Service.KIND, service)
                .flatMap(Service::escalationPolicy)
                .orElse("");
        store.revive(tx, alert, policy, now);
    }

    /// @param turnWords which turn it is: `step 1`
    private void page(
            Tx tx, Alert alert, EscalationRule.Running running, Reached reached, String turnWords, Instant now) {
        Catalog catalog = reach().catalog();
        String turn = "page/" + alert.id() + "/" + running.version() + "/";
        String beside = alert.service().equals(CanaryRoute.NAME) ? "" : background.apply(tx, alert);
        for (String gap : reached.gaps()) {
            journal.note(
                    tx,
                    alert.subject(),
                    "page.gap",
                    Journal.CANDOR,
                    Character.toUpperCase(turnWords.charAt(0)) + turnWords.substring(1) + ": " + gap,
                    now);
        }
        for (String name : reached.people()) {
            Person person = catalog.find(Person.KIND, name).orElseThrow();
            String link = acknowledgeLink(tx, alert, name, now);
            for (int i = 0; i < person.contacts().size(); i++) {
                ContactMethod contact = person.contacts().get(i);
                var payload = new LinkedHashMap<>(text.page(alert, name, link, beside));
                payload.put("address", contact.address());
                outbox.put(
                        tx,
                        new Message(
                                turn + "person/" + name + "/" + i,
                                Lane.PAGES,
                                contact.kind(),
                                contact.kind() + ":" + contact.address(),
                                alert.subject(),
                                payload,
                                now.plus(contact.after()),
                                Message.A_DAY,
                                priority(alert)),
                        now);
            }
            journal.note(
                    tx,
                    alert.subject(),
                    "page.planned",
                    Journal.CANDOR,
                    "Paging " + name + " (" + turnWords + ")",
                    now);
        }
        for (String name : reached.channels()) {
            catalog.find(Channel.KIND, name).ifPresent(channel -> {
                var payload = new LinkedHashMap<>(text.page(alert, "", "", beside));
                payload.put("channel", name);
                outbox.put(
                        tx,
                        new Message(
                                turn + "channel/" + name,
                                Lane.PAGES,
                                channel.kind(),
                                "channel:" + name,
                                alert.subject(),
                                payload,
                                now,
                                Message.A_DAY,
                                priority(alert)),
                        now);
                journal.note(
                        tx,
                        alert.subject(),
                        "page.planned",
                        Journal.CANDOR,
                        "Telling channel " + name + " (" + turnWords + ")",
                        now);
            });
        }
    }

    private static String roundText(EscalationRule.Running running) {
        return running.round() == 0 ? "" : ", round " + (running.round() + 1);
    }

    private static int priority(Alert alert) {
        return 10 - alert.severity().ordinal();
    }

    private String acknowledgeLink(Tx tx, Alert alert, String person, Instant now) {
        String token = random.token(30);
        access.issue(tx, Hashes.sha256(token), ACKNOWLEDGE, alert.id() + " " + person, now.plus(LINK_LIVES), now);
        return text.acknowledgeLink(token);
    }

    /// Whom an acknowledge link belongs to, and for which alert. Looking does not use it up: only acknowledging does
    /// something, and that twice does nothing.
    public Optional<LinkedTo> linkedTo(Tx tx, String token, Instant now) {
        return access.look(tx, Hashes.sha256(token), ACKNOWLEDGE, now).map(subject -> {
            int space = subject.indexOf(' ');
            return new LinkedTo(UUID.fromString(subject.substring(0, space)), subject.substring(space + 1));
        });
    }

    public record LinkedTo(UUID alert, String person) {}

    /// Everybody whose page went out hears that it is over; whose page never left, hears nothing.
    ///
    /// @param endedAt by evidence
    public void tellResolved(Tx tx, Alert alert, Instant endedAt, Instant now) {
        tellKnocked(tx, alert, text.resolved(alert, endedAt), now);
    }

    /// The same people hear that nobody looks any more.
    public void tellWithdrawn(Tx tx, Alert alert, String why, Instant now) {
        tellKnocked(tx, alert, text.withdrawn(alert, why), now);
    }

    private void tellKnocked(Tx tx, Alert alert, Map<String, @Nullable Object> words, Instant now) {
        var told = new LinkedHashSet<String>();
        for (Delivery page : outbox.list(tx, "", alert.subject(), Optional.empty(), 500)) {
            boolean knocked = page.key().startsWith("page/")
                    && (page.state().equals("sent") || page.state().equals("claimed"));
            if (knocked && told.add(page.receiver())) {
                var payload = new LinkedHashMap<>(words);
                for (String same : List.of("address", "channel", "person")) {
                    if (page.payload().containsKey(same)) {
                        payload.put(same, page.payload().get(same));
                    }
                }
                outbox.put(
                        tx,
                        new Message(
                                "resolved/" + alert.id() + "/" + page.receiver(),
                                Lane.PAGES,
                                page.kind(),
                                page.receiver(),
                                alert.subject(),
                                payload,
                                now,
                                Message.A_DAY,
                                1),
                        now);
            }
        }
    }

    /// A page that did not get through hands over at once: to the person's next channel, and when all of a turn's
    /// pages are dead to the next step.
    @Override
    public void settled(Tx tx, Claim claim, Settlement settlement, Instant now) {
        if (!claim.key().startsWith("page/") || !claim.subject().startsWith("alert/")) {
            return;
        }
        UUID alert = UUID.fromString(claim.subject().substring("alert/".length()));
        switch (settlement) {
            case Settlement.Sent _ ->
                journal.note(
                        tx,
                        claim.subject(),
                        "page.sent",
                        Journal.CANDOR,
                        "Sent to " + whom(claim) + " by " + claim.kind(),
                        Map.of("person", claim.text("person")),
                        now,
                        now);
            case Settlement.Again again -> {
                if (claim.attempts() == 1
                        && alerts.find(tx, alert).filter(Alert::needsSomebody).isPresent()) {
                    journal.note(
                            tx,
                            claim.subject(),
                            "page.failed",
                            Journal.CANDOR,
                            claim.kind() + " to " + whom(claim) + " failed, trying on: " + again.why(),
                            now);
                    handOver(tx, claim, now);
                    goOnIfLost(tx, claim, alert, false, now);
                }
            }
            case Settlement.Dead dead -> {
                journal.note(
                        tx,
                        claim.subject(),
                        "page.dead",
                        Journal.CANDOR,
                        claim.kind() + " to " + whom(claim) + " gave up: " + dead.why(),
                        now);
                handOver(tx, claim, now);
                goOnIfLost(tx, claim, alert, true, now);
            }
        }
    }

    private static String whom(Claim claim) {
        String person = claim.text("person");
        return !person.isEmpty()
                ? person
                : claim.text("channel").isEmpty()
                        ? SecretAddress.withoutPath(claim.receiver())
                        : "channel " + claim.text("channel");
    }

    /// The other channels of the person of `page/{alert}/{turn}/person/{name}/{n}`; a team's channel stands alone.
    private void handOver(Tx tx, Claim claim, Instant now) {
        if (claim.key().split("/", 5)[3].equals("person")) {
            outbox.hasten(
                    tx, claim.subject(), claim.key().substring(0, claim.key().lastIndexOf('/') + 1), now);
        }
    }

    /// When no page of a turn got through or may still do so at its first try, the next step does not wait. A new
    /// round, though, would knock at the same doors again: it waits while their pages are still tried.
    private void goOnIfLost(Tx tx, Claim claim, UUID alert, boolean newRound, Instant now) {
        String[] parts = claim.key().split("/", 4);
        String turn = parts[0] + "/" + parts[1] + "/" + parts[2] + "/";
        boolean lost = outbox.list(tx, "", claim.subject(), Optional.empty(), 500).stream()
                .filter(page -> page.key().startsWith(turn) && !page.id().equals(claim.id()))
                .allMatch(page -> page.state().equals("dead") || page.state().equals("pending") && page.attempts() > 0);
        if (lost) {
            store.hasten(tx, alert, Long.parseLong(parts[2]), newRound, now);
        }
    }
}
