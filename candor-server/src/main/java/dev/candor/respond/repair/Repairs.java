package dev.candor.respond.repair;

import dev.candor.base.ids.Ids;
import dev.candor.platform.db.Database;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// What people do with repairs; all of it is on the incident's timeline.
public final class Repairs {
    public static final int LONGEST = 1_000;
    private static final int MOST = 100;

    private final Database ledger;
    private final RepairStore store = new RepairStore();
    private final IncidentStore incidents = new IncidentStore();
    private final Journal journal;
    private final Ids ids;
    private final InstantSource clock;

    public Repairs(Database ledger, Journal journal, Ids ids, InstantSource clock) {
        this.ledger = ledger;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    public RepairStore store() {
        return store;
    }

    /// How it ended.
    public enum End {
        DONE,
        LOST;

        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// Something has to be repaired; empty when it is noted, otherwise why not.
    public Optional<String> open(UUID incident, String what, String amount, String owner, String by) {
        if (what.isBlank() || what.length() > LONGEST || amount.length() > 100 || owner.length() > 100) {
            return Optional.of("Say what has to be repaired in 1 to 1,000 characters, and how much in at most 100.");
        }
        Instant now = clock.instant();
        UUID id = ids.next();
        return ledger.inTransaction(tx -> {
            // Held, so that it is not resolved while this is written.
            Optional<Incident> found = incidents.held(tx, incident).filter(Incident::open);
            if (found.isEmpty()) {
                return Optional.of("The incident is resolved already: declare another one for what it left.");
            }
            if (store.ofIncident(tx, incident).size() >= MOST) {
                return Optional.of("An incident has at most " + MOST + " repairs: put some together.");
            }
            var repair = new Repair(id, incident, what.strip(), amount.strip(), owner, now, new Repair.State.Open());
            store.insert(tx, repair);
            journal.note(
                    tx,
                    found.get().subject(),
                    "repair.open",
                    by,
                    "To be repaired: " + repair.words() + (owner.isEmpty() ? "" : ", by " + owner),
                    now);
            return Optional.empty();
        });
    }

    /// It is repaired, or lost for good; empty when that is noted, otherwise why not.
    ///
    /// @param evidence how one can see it, or what was lost and who knows
    public Optional<String> close(UUID incident, UUID id, End end, String evidence, String by) {
        if (evidence.isBlank() || evidence.length() > LONGEST) {
            return Optional.of("Say how one can see it, in 1 to 1,000 characters: a query, a count, who was told.");
        }
        Instant now = clock.instant();
        return ledger.inTransaction(tx -> {
            Optional<Repair> repair = store.ofIncident(tx, incident).stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst();
            Optional<Incident> found = incidents.find(tx, incident);
            if (repair.isEmpty() || found.isEmpty()) {
                return Optional.of("There is no such repair.");
            }
            if (!store.close(tx, id, end.wire(), by, evidence.strip(), now)) {
                return Optional.of("It is closed already.");
            }
            journal.note(
                    tx,
                    found.get().subject(),
                    "repair." + end.wire(),
                    by,
                    (end == End.DONE ? "Repaired: " : "Lost: ") + repair.get().words() + "; " + evidence.strip(),
                    now);
            return Optional.empty();
        });
    }
}
