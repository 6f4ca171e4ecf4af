package dev.candor.learn.history;

import dev.candor.base.json.Json;
import dev.candor.catalog.Code;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                "started_day",
                        yearless(incident).map(when -> when.day().toString()).orElse(null),
                "started_clock",
                        yearless(incident).map(when -> when.time().toString()).orElse(null),
                "started_offset",
                        yearless(incident)
                                .flatMap(ImportedTime.When.YearlessMoment::offset)
                                .map(Object::toString)
                                .orElse(null),
                "length_s", length(incident).map(Duration::toSeconds).orElse(null),
                "resolved_at", time(incident.resolvedAt()),
                "statements",
                        incident.statements().stream().map(Statement::quote).toList(),
                "notes",
                        incident.notes().stream()
                                .map(note -> note.field() + ": " + note.detail())
                                .toList());
    }

    private static @Nullable String time(Optional<ImportedTime> time) {
        return time.flatMap(ImportedTime::instant).map(Instant::toString).orElse(null);
    }

    private static Optional<ImportedTime.When.YearlessMoment> yearless(ImportedIncident incident) {
        return incident.startedAt()
                .map(ImportedTime::when)
                .filter(ImportedTime.When.YearlessMoment.class::isInstance)
                .map(ImportedTime.When.YearlessMoment.class::cast);
    }

    /// The longest time the text names, up to three days: what it says of itself is rarely shorter than what it says of
    /// its parts.
    private static Optional<Duration> length(ImportedIncident incident) {
        return incident.statements().stream()
                .filter(Statement.Length.class::isInstance)
                .map(Statement.Length.class::cast)
                .filter(length -> length.label().isEmpty())
                .map(Statement.Length::atMost)
                .filter(length -> length.compareTo(Duration.ofDays(3)) <= 0)
                .max(Duration::compareTo);
    }

    /// Of a page, in order.
    public List<Stored> list(Tx tx, String page) {
        return tx.list(
                "SELECT key, code, document FROM history_incident WHERE page = ? ORDER BY position, key LIMIT 10000",
                HistoryStore::stored,
                page);
    }

    /// A postmortem that was imported.
    public record Told(String title, String postmortem) {}

    /// The postmortems among the newest `limit` imported incidents.
    public List<Told> postmortems(Tx tx, int limit) {
        return tx
                .list(
                        "SELECT key, code, document FROM history_incident ORDER BY imported_at DESC, key LIMIT ?",
                        HistoryStore::stored,
                        limit)
                .stream()
                .filter(one -> one.document().get("postmortem") instanceof String)
                .map(one -> new Told(
                        String.valueOf(one.document().get("title")),
                        String.valueOf(one.document().get("postmortem"))))
                .toList();
    }

    private static Stored stored(Row row) {
        return new Stored(
                row.text("key"),
                row.text("code"),
                Json.parseObject(row.text("document").getBytes(StandardCharsets.UTF_8)));
    }
}
