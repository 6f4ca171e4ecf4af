package dev.candor.learn.figures;

import dev.candor.base.json.Json;
import dev.candor.paging.channel.canary.CanaryRoute;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What the journal says about many incidents at once, and the causes people named.
public final class FigureStore {
    /// The most incidents of one range.
    static final int MOST = 2_000;

    /// The most pages of one range.
    static final int MOST_SENT = 50_000;

    private static final int MOST_FACTS = 200_000;
    private static final String KINDS =
            "('evidence.first', 'alert.triggered', 'alert.acknowledged', 'incident.declared', 'incident.acknowledged', 'incident.mitigated', 'incident.relapsed', 'incident.resolved', 'update.published')";
    private static final String OF_ALERTS =
            "SELECT j.id AS id, j.at AS at, j.kind AS kind, a.incident AS incident FROM incident i JOIN alert a ON a.incident = i.id JOIN journal j ON j.subject = 'alert/' || a.id"
                    + " WHERE %s AND j.kind IN " + KINDS + " LIMIT " + MOST_FACTS;
    private static final String OF_INCIDENTS =
            "SELECT j.id AS id, j.at AS at, j.kind AS kind, i.id AS incident FROM incident i JOIN journal j ON j.subject = 'incident/' || i.id"
                    + " WHERE %s AND j.kind IN " + KINDS + " LIMIT " + MOST_FACTS;
    private static final String SENT =
            "SELECT j.at AS at, j.subject AS subject, j.detail AS detail FROM alert a JOIN journal j ON j.subject = 'alert/' || a.id"
                    + " WHERE j.kind = 'page.sent' AND a.triggered_at >= ? AND a.triggered_at < ? AND a.service <> '"
                    + CanaryRoute.NAME + "' ORDER BY j.at, j.id LIMIT " + MOST_SENT;
    private static final String PAGED =
            "SELECT count(*) AS n FROM alert a WHERE a.triggered_at >= ? AND a.triggered_at < ? AND a.service <> '"
                    + CanaryRoute.NAME + "'"
                    + " AND EXISTS (SELECT 1 FROM journal j WHERE j.subject = 'alert/' || a.id AND j.kind = 'page.sent')";
    private static final String ACTED = PAGED
            + " AND (EXISTS (SELECT 1 FROM journal j WHERE j.subject = 'alert/' || a.id AND j.kind = 'alert.acknowledged')"
            + " OR EXISTS (SELECT 1 FROM journal j WHERE j.subject = 'incident/' || a.incident"
            + " AND (j.kind IN ('incident.acknowledged', 'incident.note') OR j.kind = 'update.published' AND j.actor <> 'candor')))";

    private record Found(UUID incident, Journal.Entry entry) {}

    /// By incident, of those detected in the range.
    Map<UUID, List<Journal.Entry>> facts(Tx tx, Instant from, Instant until) {
        return facts(tx, "i.detected_at >= ? AND i.detected_at < ?", from, until);
    }

    /// Of these, by incident.
    Map<UUID, List<Journal.Entry>> facts(Tx tx, Collection<UUID> incidents) {
        return incidents.isEmpty()
                ? Map.of()
                : facts(
                        tx,
                        "i.id IN (" + String.join(", ", Collections.nCopies(incidents.size(), "?")) + ")",
                        incidents.toArray());
    }

    private static Map<UUID, List<Journal.Entry>> facts(Tx tx, String which, Object... arguments) {
        var facts = new HashMap<UUID, List<Journal.Entry>>();
        for (String question : List.of(OF_INCIDENTS, OF_ALERTS)) {
            tx.list(
                            question.formatted(which),
                            row -> new Found(
                                    row.uuid("incident"),
                                    new Journal.Entry(row.uuid("id"), row.instant("at"), row.text("kind"))),
                            arguments)
                    .forEach(found -> facts.computeIfAbsent(found.incident(), _ -> new ArrayList<>())
                            .add(found.entry()));
        }
        return facts;
    }

    /// Pages that got through about alerts of the range; a team's channel interrupts nobody in particular.
    List<Interruptions.Sent> sent(Tx tx, Instant from, Instant until) {
        return tx
                .list(
                        SENT,
                        row -> new Interruptions.Sent(
                                row.text("subject"), person(row.text("detail")), row.instant("at")),
                        from,
                        until)
                .stream()
                .filter(sent -> !sent.person().isEmpty())
                .toList();
    }

    private static String person(String detail) {
        return Json.parseObject(detail.getBytes(StandardCharsets.UTF_8)).get("person") instanceof String name
                ? name
                : "";
    }

    Summary.Precision precision(Tx tx, Instant from, Instant until) {
        return new Summary.Precision(tx.count(PAGED, from, until), tx.count(ACTED, from, until));
    }

    public Optional<Cause> cause(Tx tx, UUID incident) {
        return tx.one("SELECT cause FROM incident_cause WHERE incident = ?", row -> row.text("cause"), incident)
                .flatMap(Cause::of);
    }

    Map<UUID, Cause> causes(Tx tx) {
        var causes = new HashMap<UUID, Cause>();
        tx.list(
                        "SELECT incident, cause FROM incident_cause ORDER BY incident DESC LIMIT 100000",
                        row -> Map.entry(row.uuid("incident"), row.text("cause")))
                .forEach(row -> Cause.of(row.getValue()).ifPresent(cause -> causes.put(row.getKey(), cause)));
        return causes;
    }

    /// What a person says caused it, instead of what was said before.
    public void cause(Tx tx, UUID incident, Cause cause, String by, Instant now) {
        tx.update("""
                INSERT INTO incident_cause (incident, cause, said_by, at) VALUES (?, ?, ?, ?)
                ON CONFLICT (incident) DO UPDATE SET cause = excluded.cause, said_by = excluded.said_by, at = excluded.at
                """, incident, cause, by, now);
    }
}
