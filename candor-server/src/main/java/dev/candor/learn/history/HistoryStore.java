package dev.candor.learn.history;

import dev.candor.base.json.Json;
import dev.candor.catalog.Code;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows of imported incidents: what the text said and no more. A second import of the same incident changes its
/// row and adds none.
public final class HistoryStore {
    /// @param document see {@link #document}
    public record Stored(String key, String code, Map<String, @Nullable Object> document) {}

    /// @param position order within the import, newest first as the text has it
    /// @return true when it was not there before
    public boolean save(Tx tx, String page, String source, int position, ImportedIncident incident, Instant now) {
        boolean there = tx.count("SELECT count(*) AS n FROM history_incident WHERE key = ?", incident.key()) > 0;
        tx.update(
                """
                INSERT INTO history_incident (key, code, page, position, document, imported_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (key) DO UPDATE SET page = excluded.page, position = excluded.position, document = excluded.document, imported_at = excluded.imported_at
                """,
                incident.key(),
                Code.of("history", incident.key()),
                page,
                position,
                Json.write(document(source, incident)),
                now);
        tx.wake("page");
        return !there;
    }

    private static Map<String, @Nullable Object> document(String source, ImportedIncident incident) {
        return Json.object(
                "source", source,
                "title", incident.title(),
                "organisation", incident.organisation().orElse(null),
                "updates",
                        incident.updates().stream()
                                .map(update -> Json.object(
                                        "phase", update.phase().map(Phase::wire).orElse(null),
                                        "text", update.text(),
                                        "at",
                                                update.at()
                                                        .flatMap(ImportedTime::instant)
                                                        .map(Instant::toString)
                                                        .orElse(null),
                                        "at_words",
                                                update.at()
                                                        .map(ImportedTime::words)
                                                        .orElse(null)))
                                .toList(),
                "postmortem", incident.postmortemMarkdown().orElse(null),
                "postmortem_at", time(incident.postmortemAt()),
                "affected",
                        incident.affectedComponents().stream()
                                .map(AffectedComponent::words)
                                .toList(),
                "started_at", time(incident.startedAt()),
                "started_words", incident.startedAt().map(ImportedTime::words).orElse(null),
                "resolved_at", time(incident.resolvedAt()),
                "statements",
                        incident.statements().stream().map(Statement::quote).toList(),
                "notes",
                        incident.notes().stream()
                                .map(note -> note.field() + ": " + note.detail())
                                .toList());
    }

    private static @Nullable String time(java.util.Optional<ImportedTime> time) {
        return time.flatMap(ImportedTime::instant).map(Instant::toString).orElse(null);
    }

    /// Of a page, in order.
    public List<Stored> list(Tx tx, String page) {
        return tx.list(
                "SELECT key, code, document FROM history_incident WHERE page = ? ORDER BY position, key LIMIT 10000",
                HistoryStore::stored,
                page);
    }

    private static Stored stored(Row row) {
        return new Stored(
                row.text("key"),
                row.text("code"),
                Json.parseObject(row.text("document").getBytes(StandardCharsets.UTF_8)));
    }
}
