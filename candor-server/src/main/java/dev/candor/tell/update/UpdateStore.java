package dev.candor.tell.update;

import dev.candor.base.json.Json;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentPhase;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import dev.candor.respond.incident.IncidentStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The rows of public words about incidents. Never changed after they were said: what puts them right is rows of its
/// own.
public final class UpdateStore {
    /// @param components affected components by code with the status this update gives them
    public record Update(
            UUID id,
            String code,
            UUID incident,
            String page,
            IncidentPhase phase,
            String body,
            Map<String, ComponentStatus> components,
            String author,
            Instant displayAt) {}

    private static final String COLUMNS = "id, code, incident, page, phase, body, components, author, display_at";

    private static final String CORRECTIONS =
            "SELECT id, update_id, page, body, why, author, at FROM update_correction";

    /// False when it is there already.
    public boolean insert(Tx tx, Update update, Instant now) {
        var components = new LinkedHashMap<String, String>();
        update.components().forEach((code, status) -> components.put(code, status.wireName()));
        return tx.update(
                        "INSERT INTO incident_update (" + COLUMNS
                                + ", created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                        update.id(),
                        update.code(),
                        update.incident(),
                        update.page(),
                        update.phase(),
                        update.body(),
                        Json.write(components),
                        update.author(),
                        update.displayAt(),
                        now)
                == 1;
    }

    /// What was put right of an update.
    ///
    /// @param body the words that count from then on
    /// @param why as readers may know it
    public record Correction(UUID id, UUID update, String page, String body, String why, String author, Instant at) {}

    /// False when it is stored already.
    boolean correct(Tx tx, Correction correction) {
        return tx.update(
                        "INSERT INTO update_correction (id, update_id, page, body, why, author, at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                        correction.id(),
                        correction.update(),
                        correction.page(),
                        correction.body(),
                        correction.why(),
                        correction.author(),
                        correction.at())
                == 1;
    }

    /// Of one update, in order.
    public List<Correction> corrections(Tx tx, UUID update) {
        return tx.list(CORRECTIONS + " WHERE update_id = ? ORDER BY at, id LIMIT 100", UpdateStore::correction, update);
    }

    /// Of everything a page said, by update, each in order.
    public Map<UUID, List<Correction>> correctionsOfPage(Tx tx, String page) {
        return byUpdate(
                tx.list(CORRECTIONS + " WHERE page = ? ORDER BY at, id LIMIT 5000", UpdateStore::correction, page));
    }

    /// Of everything that was said of an incident, by update, each in order.
    public Map<UUID, List<Correction>> correctionsOfIncident(Tx tx, UUID incident) {
        return byUpdate(tx.list(
                CORRECTIONS
                        + " WHERE update_id IN (SELECT u.id FROM incident_update u WHERE u.incident = ?) ORDER BY at, id LIMIT 5000",
                UpdateStore::correction,
                incident));
    }

    private static Map<UUID, List<Correction>> byUpdate(List<Correction> inOrder) {
        var corrections = new LinkedHashMap<UUID, List<Correction>>();
        inOrder.forEach(one -> corrections
                .computeIfAbsent(one.update(), _ -> new ArrayList<>())
                .add(one));
        return corrections;
    }

    private static Correction correction(Row row) {
        return new Correction(
                row.uuid("id"),
                row.uuid("update_id"),
                row.text("page"),
                row.text("body"),
                row.text("why"),
                row.text("author"),
                row.instant("at"));
    }

    /// By its public id, of this incident.
    public Optional<Update> byCode(Tx tx, UUID incident, String code) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM incident_update WHERE incident = ? AND code = ?",
                UpdateStore::update,
                incident,
                code);
    }

    /// Those that have this id, or this public one: at most two.
    public List<Update> named(Tx tx, UUID id, String code) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM incident_update WHERE id = ? OR code = ? LIMIT 2",
                UpdateStore::update,
                id,
                code);
    }

    /// Of one incident, newest first.
    public List<Update> ofIncident(Tx tx, UUID incident) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM incident_update WHERE incident = ? ORDER BY display_at DESC, id DESC LIMIT 500",
                UpdateStore::update,
                incident);
    }

    /// A word on a page, without the text.
    public record Word(String code, String page, IncidentPhase phase, Instant displayAt) {
        /// Whether readers were told that it is over.
        public boolean over() {
            return !phase.open();
        }
    }

    /// What each page said last of an incident, by the page's slug.
    public Map<String, Word> last(Tx tx, UUID incident) {
        var last = new LinkedHashMap<String, Word>();
        tx.list(
                        "SELECT code, page, phase, display_at FROM incident_update WHERE incident = ? ORDER BY display_at DESC, id DESC LIMIT 2000",
                        row -> new Word(row.text("code"), row.text("page"), phase(row), row.instant("display_at")),
                        incident)
                .forEach(word -> last.putIfAbsent(word.page(), word));
        return last;
    }

    boolean exists(Tx tx, UUID id) {
        return tx.one("SELECT 1 AS one FROM incident_update WHERE id = ?", row -> row.integer("one"), id)
                .isPresent();
    }

    /// Of one page, newest first.
    public List<Update> ofPage(Tx tx, String page, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM incident_update WHERE page = ? ORDER BY display_at DESC, id DESC LIMIT ?",
                UpdateStore::update,
                page,
                limit);
    }

    private static Update update(Row row) {
        return new Update(
                row.uuid("id"),
                row.text("code"),
                row.uuid("incident"),
                row.text("page"),
                phase(row),
                row.text("body"),
                IncidentStore.components(row.text("components")),
                row.text("author"),
                row.instant("display_at"));
    }

    private static IncidentPhase phase(Row row) {
        return IncidentPhase.valueOf(row.text("phase").toUpperCase(Locale.ROOT));
    }
}
