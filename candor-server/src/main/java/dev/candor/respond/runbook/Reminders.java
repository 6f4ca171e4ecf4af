package dev.candor.respond.runbook;

import dev.candor.base.time.Durations;
import dev.candor.platform.Platform;
import dev.candor.platform.jobs.Ticking;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Reminds the owners of makeshifts: a while before they end, and when they should have.
public final class Reminders implements Ticking {
    static final Duration AHEAD = Duration.ofMinutes(15);

    private final Platform platform;
    private final RunStore runs;
    private final MitigationStore mitigations;
    private final Said said;

    Reminders(Platform platform, RunStore runs, MitigationStore mitigations, Said said) {
        this.platform = platform;
        this.runs = runs;
        this.mitigations = mitigations;
        this.said = said;
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        Optional<Instant> next = Optional.empty();
        for (Mitigation mitigation : platform.ledger().read(mitigations::on)) {
            int wanted = mitigation.overdue(now)
                    ? 2
                    : mitigation.expiresAt().minus(AHEAD).isAfter(now) ? 0 : 1;
            if (wanted > mitigation.reminded()) {
                remind(mitigation, wanted, now);
            }
            Instant due = wanted == 0 ? mitigation.expiresAt().minus(AHEAD) : mitigation.expiresAt();
            if (wanted < 2 && (next.isEmpty() || due.isBefore(next.get()))) {
                next = Optional.of(due);
            }
        }
        return next;
    }

    private void remind(Mitigation mitigation, int wanted, Instant now) {
        String text = wanted == 2
                ? "`" + mitigation.title() + "` is still on and should have ended: take it back, or give it more time"
                : "`" + mitigation.title() + "` ends in "
                        + Durations.words(Duration.between(now, mitigation.expiresAt()))
                        + ": take it back, or give it more time";
        platform.ledger().inTransaction(tx -> {
            Optional<Run> run = runs.find(tx, mitigation.run());
            if (run.isPresent() && mitigations.reminded(tx, mitigation.id(), mitigation.reminded(), wanted)) {
                boolean told = said.person(
                        tx,
                        run.get(),
                        mitigation.owner(),
                        "reminder-" + wanted + "-" + mitigation.expiresAt().toEpochMilli(),
                        text,
                        now);
                platform.journal()
                        .note(
                                tx,
                                run.get().subject(),
                                wanted == 2 ? "mitigation.overdue" : "mitigation.ends-soon",
                                dev.candor.platform.journal.Journal.CANDOR,
                                told ? text : text + ". Nobody was told: " + mitigation.owner() + " cannot be reached",
                                now);
            }
            return true;
        });
    }
}
