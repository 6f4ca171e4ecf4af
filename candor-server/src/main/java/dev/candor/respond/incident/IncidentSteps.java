package dev.candor.respond.incident;

import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import java.time.Instant;
import java.util.function.UnaryOperator;

/// The steps an incident takes, whoever takes them: stored, and told to those who build on it.
record IncidentSteps(IncidentStore store, Journal journal, IncidentEvents events) {
    void change(Tx tx, Incident incident, UnaryOperator<Incident> change, Instant now) {
        Incident next = change.apply(incident);
        store.update(tx, next);
        events.changed(tx, next, now);
    }

    void resolve(Tx tx, Incident incident, String by, Instant now) {
        Incident next = IncidentChange.resolved(incident, now);
        store.update(tx, next);
        String figure =
                next.timeToResolve().map(dev.candor.base.time.Durations::words).orElse("");
        journal.note(tx, next.subject(), "incident.resolved", by, "Resolved; the harm lasted " + figure, now);
        events.resolved(tx, next, now);
    }
}
