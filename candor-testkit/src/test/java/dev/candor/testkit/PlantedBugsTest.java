package dev.candor.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The world must find the mistakes that are really made: those seen in other products, planted here one at a time.
class PlantedBugsTest {
    private static final Template TEMPLATE = Template.storm();
    private static final int SEEDS = 200;
    /// Enough to be no accident; the long run counts them all.
    private static final int ENOUGH = 2;

    static final PlantedBug SENT_BEFORE_SENDING = new PlantedBug("marks a message sent before sending it")
            .change(
                    "platform/outbox/OutboxLoop.java",
                    "            SendResult result = send(claim);\n            Instant now = clock.instant();\n",
                    "            Instant now = clock.instant();\n"
                            + "            ledger.inTransaction(tx -> store.settle(tx, claim, new Settlement.Sent(\"\"), now));\n"
                            + "            SendResult result = send(claim);\n");

    static final PlantedBug ENQUEUED_AFTER_COMMIT = new PlantedBug(
                    "puts a page into the outbox after the commit that decided it")
            .change(
                    "paging/escalation/Escalations.java",
                    "                    fire(tx, running, reach, now);\n                    return true;\n                });\n",
                    "                    fire(tx, running, reach, now);\n                    return true;\n                });\n"
                            + "                var late = java.util.List.copyOf(later);\n                later.clear();\n"
                            + "                ledger.inTransaction(tx -> { late.forEach(message -> outbox.put(tx, message, now)); return true; });\n")
            .change(
                    "paging/escalation/Escalations.java",
                    "                outbox.put(\n                        tx,\n                        new Message(\n                                turn + \"person/\" + name + \"/\" + i,",
                    "                later.add(\n                        new Message(\n                                turn + \"person/\" + name + \"/\" + i,")
            .change(
                    "paging/escalation/Escalations.java",
                    "                                now.plus(contact.after()),\n                                Message.A_DAY,\n                                priority(alert)),\n                        now);",
                    "                                now.plus(contact.after()),\n                                Message.A_DAY,\n                                priority(alert)));")
            .change(
                    "paging/escalation/Escalations.java",
                    "    private final PageText text;\n",
                    "    private final PageText text;\n    private final java.util.List<Message> later = new java.util.ArrayList<>();\n");

    static final PlantedBug TIMERS_IN_MEMORY = new PlantedBug("keeps the timers of escalations in memory")
            .change(
                    "paging/escalation/EscalationStore.java",
                    "    List<EscalationRule.Running> due(Tx tx, Instant now, int limit) {\n        return tx.list(",
                    "    private final java.util.Set<UUID> timers = java.util.concurrent.ConcurrentHashMap.newKeySet();\n\n"
                            + "    List<EscalationRule.Running> due(Tx tx, Instant now, int limit) {\n        return all(tx, now, limit).stream().filter(one -> timers.contains(one.alert())).toList();\n    }\n\n"
                            + "    private List<EscalationRule.Running> all(Tx tx, Instant now, int limit) {\n        return tx.list(")
            .change(
                    "paging/escalation/EscalationStore.java",
                    "    void start(Tx tx, UUID alert, String policy, Instant now) {\n",
                    "    void start(Tx tx, UUID alert, String policy, Instant now) {\n        timers.add(alert);\n");

    static final PlantedBug NO_FENCING = new PlantedBug("settles without asking who holds the message")
            .change(
                    "platform/outbox/OutboxStore.java",
                    "WHERE id = ? AND claim_token = ? AND state = 'claimed'",
                    "WHERE id = ? AND ? <> ''");

    static final PlantedBug THREE_TRIES = new PlantedBug("gives up after three tries")
            .change(
                    "platform/outbox/Retry.java",
                    "        Instant next = now.plus(wait);\n",
                    "        if (attempts >= 3) {\n            return Optional.empty();\n        }\n        Instant next = now.plus(wait);\n");

    static final PlantedBug READ_OUTSIDE = new PlantedBug("decides on an alert read in an earlier transaction")
            .change(
                    "paging/alert/Alerts.java",
                    "        return ledger.inTransaction(tx -> {\n            Optional<Alert> alert = held(tx, id).filter(found -> found.state() instanceof Alert.State.Triggered);\n",
                    "        Optional<Alert> alert = ledger.read(tx -> store.find(tx, id)).filter(found -> found.state() instanceof Alert.State.Triggered);\n        return ledger.inTransaction(tx -> {\n")
            .change(
                    "paging/alert/AlertStore.java",
                    "acknowledged_by = ? WHERE id = ? AND state = 'triggered'\"",
                    "acknowledged_by = ? WHERE id = ?\"");

    /// The control: loaded the same way, but sound.
    @Test
    void without_a_planted_bug_nothing_is_found() {
        assertThat(found(new PlantedBug("nothing"), 4, ENOUGH)).isEmpty();
    }

    @Test
    void a_message_marked_sent_before_it_is_sent_is_found() {
        assertFound(SENT_BEFORE_SENDING);
    }

    @Test
    void a_page_enqueued_after_the_commit_is_found() {
        assertFound(ENQUEUED_AFTER_COMMIT);
    }

    @Test
    void timers_kept_in_memory_are_found() {
        assertFound(TIMERS_IN_MEMORY);
    }

    @Test
    void settling_without_a_token_is_found() {
        assertFound(NO_FENCING);
    }

    @Test
    void giving_up_after_three_tries_is_found() {
        assertFound(THREE_TRIES);
    }

    @Test
    void a_decision_on_a_state_read_in_an_earlier_transaction_is_found() {
        assertFound(READ_OUTSIDE);
    }

    @Test
    @Tag("long")
    void every_planted_bug_is_counted_over_all_seeds() {
        for (PlantedBug bug : List.of(
                SENT_BEFORE_SENDING, ENQUEUED_AFTER_COMMIT, TIMERS_IN_MEMORY, NO_FENCING, THREE_TRIES, READ_OUTSIDE)) {
            assertThat(found(bug, SEEDS, Integer.MAX_VALUE)).as(bug.name()).isNotEmpty();
        }
    }

    private static void assertFound(PlantedBug bug) {
        assertThat(found(bug, SEEDS, ENOUGH)).as(bug.name()).isNotEmpty();
    }

    /// Runs seeds until `enough` of them found it. Prints how many did.
    private static List<Seeds.Outcome> found(PlantedBug bug, int seeds, int enough) {
        var run = bug.plant(TEMPLATE);
        var found = new ArrayList<Seeds.Outcome>();
        int tried = 0;
        while (tried < seeds && found.size() < enough) {
            var few =
                    LongStream.range(tried, Math.min(tried + 2, seeds)).boxed().toList();
            Seeds.run(few, run).stream().filter(Seeds.Outcome::failed).forEach(found::add);
            tried += few.size();
        }
        System.out.printf(
                "planted: %s - found by %d of %d seeds%s%n",
                bug.name(),
                found.size(),
                tried,
                found.isEmpty() ? "" : ", first " + found.getFirst().line());
        return found;
    }
}
