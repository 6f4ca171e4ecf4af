package dev.candor.respond.runbook;

import dev.candor.platform.Platform;
import dev.candor.platform.auth.Role;
import dev.candor.platform.db.Tx;
import dev.candor.respond.runbook.Run.Phase;
import dev.candor.respond.runbook.Run.Reason;
import dev.candor.respond.runbook.RunActions.Wish;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What people answer a run that asks. An answer is one to the question it names, and to no other.
public final class Answers {
    private final Platform platform;
    private final RunStore store;
    private final Runs runs;

    Answers(Platform platform, RunStore store, Runs runs) {
        this.platform = platform;
        this.store = store;
        this.runs = runs;
    }

    /// Whether somebody may agree to what a run asks; empty when they may, otherwise why not.
    ///
    /// @param role the highest they have as far as runs are concerned
    public Optional<String> mayApprove(Run run, Plan plan, By by, Optional<Role> role) {
        if (!(plan.step(run).action() instanceof Action.Approval approval)) {
            return Optional.of("It does not ask for an approval.");
        }
        if (approval.person().isPresent() && !approval.person().equals(by.person())) {
            return Optional.of("Only " + approval.person().get() + " may approve this.");
        }
        if (approval.second() && by.person().isEmpty()) {
            return Optional.of("A second person must approve; nobody stands behind " + by.actor() + ".");
        }
        if (approval.second() && run.order().by().person().equals(by.person())) {
            return Optional.of("A second person must approve: "
                    + by.person().orElseThrow() + " started it"
                    + (by.actor().equals(run.startedBy()) ? "." : ", as " + run.startedBy() + "."));
        }
        boolean high = role.filter(has -> has.compareTo(approval.role()) >= 0).isPresent();
        return high
                ? Optional.empty()
                : Optional.of("Only who is " + approval.role().word() + " may approve this.");
    }

    /// A person agrees or declines.
    ///
    /// @param question the number of the question they saw
    public Wish approve(UUID id, int question, boolean yes, By by, Optional<Role> role) {
        return answer(
                id,
                question,
                Reason.APPROVAL,
                yes ? "yes" : "no",
                by,
                (tx, run) -> yes ? mayApprove(run, runs.stored(tx, run).plan(run), by, role) : Optional.empty());
    }

    /// A person says whether a step was done of which nobody else knows.
    ///
    /// @param question the number of the question they saw
    public Wish outcome(UUID id, int question, boolean done, By by) {
        return answer(id, question, Reason.OUTCOME, done ? "done" : "not-done", by, (_, _) -> Optional.empty());
    }

    private interface Refusal {
        Optional<String> of(Tx tx, Run run);
    }

    private Wish answer(UUID id, int question, Reason asked, String answer, By by, Refusal refusal) {
        Instant now = platform.clock().instant();
        return platform.ledger().inTransaction(tx -> {
            Optional<Run> found = store.find(tx, id);
            if (found.isEmpty()) {
                return new Wish.Refused("There is no such run.");
            }
            Run run = found.get();
            if (run.phase() != Phase.ASK || run.reason() != asked || run.question() != question) {
                return new Wish.Refused("That question is over. " + run.asks());
            }
            Optional<String> not = refusal.of(tx, run);
            if (not.isPresent()) {
                return new Wish.Refused(not.get());
            }
            boolean said = run.controls().answer().equals(answer)
                    && run.controls().answerBy().equals(by.actor());
            return said || store.answer(tx, id, question, answer, by.actor(), now)
                    ? new Wish.Done(run)
                    : new Wish.Refused("Somebody was faster.");
        });
    }
}
