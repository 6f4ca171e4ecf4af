package dev.candor.detect.telemetry;

import dev.candor.base.json.Json;
import dev.candor.detect.Severity;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the rules remember of each service, and every episode.
final class EpisodeStore {
    /// The rules' memory of a service.
    ///
    /// @param covered see {@link EpisodeRule}
    /// @param judgedUntil the start of the newest window in it
    record Memory(byte[] count, byte[] burn, Set<String> covered, Instant judgedUntil) {}

    private static final String SAVE = """
            INSERT INTO log_state (service, count_state, burn_state, covered, judged_until) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (service) DO UPDATE SET count_state = excluded.count_state, burn_state = excluded.burn_state,
              covered = excluded.covered, judged_until = excluded.judged_until
            """;
    private static final String SAVE_EPISODE = """
            INSERT INTO log_rise (id, service, dedup_key, started_at, noticed_at, said_at, ended_at, severity, summary, slices, explanation)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET said_at = excluded.said_at, ended_at = excluded.ended_at, severity = excluded.severity,
              summary = excluded.summary, slices = excluded.slices, explanation = excluded.explanation
            """;
    private static final String EPISODE =
            "SELECT id, service, dedup_key, started_at, noticed_at, said_at, ended_at, severity, summary, slices, explanation FROM log_rise ";

    void save(Tx tx, String service, Memory memory) {
        tx.update(
                SAVE,
                service,
                memory.count(),
                memory.burn(),
                Json.write(List.copyOf(memory.covered())),
                memory.judgedUntil());
    }

    Optional<Memory> memory(Tx tx, String service) {
        return tx.one(
                "SELECT count_state, burn_state, covered, judged_until FROM log_state WHERE service = ?",
                row -> new Memory(
                        row.bytes("count_state"),
                        row.bytes("burn_state"),
                        Set.copyOf(texts(row.text("covered"))),
                        row.instant("judged_until")),
                service);
    }

    /// Services something is remembered of.
    List<String> services(Tx tx) {
        return tx.list("SELECT service FROM log_state ORDER BY service LIMIT 10000", row -> row.text("service"));
    }

    void forget(Tx tx, String service) {
        tx.update("DELETE FROM log_state WHERE service = ?", service);
    }

    void save(Tx tx, Episode episode) {
        tx.update(
                SAVE_EPISODE,
                episode.id(),
                episode.service(),
                episode.dedupKey(),
                episode.startedAt(),
                episode.noticedAt(),
                episode.saidAt(),
                episode.endedAt(),
                episode.severity(),
                episode.summary(),
                Json.write(episode.slices()),
                Json.write(episode.explanation()));
    }

    List<Episode> open(Tx tx, String service) {
        return tx.list(
                EPISODE + "WHERE service = ? AND ended_at IS NULL ORDER BY started_at LIMIT 100",
                EpisodeStore::episode,
                service);
    }

    /// The newest first.
    List<Episode> of(Tx tx, String service, int limit) {
        return tx.list(
                EPISODE + "WHERE service = ? ORDER BY started_at DESC LIMIT ?", EpisodeStore::episode, service, limit);
    }

    int prune(Tx tx, Instant before) {
        return tx.update("DELETE FROM log_rise WHERE ended_at IS NOT NULL AND ended_at < ?", before);
    }

    private static Episode episode(Row row) {
        return new Episode(
                row.uuid("id"),
                row.text("service"),
                row.text("dedup_key"),
                row.instant("started_at"),
                row.instant("noticed_at"),
                row.instant("said_at"),
                row.optionalInstant("ended_at"),
                Severity.of(row.text("severity")).orElse(Severity.ERROR),
                row.text("summary"),
                texts(row.text("slices")),
                Json.parseObject(row.text("explanation").getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(String json) {
        var texts = new ArrayList<String>();
        if (Json.parse(json) instanceof List<?> list) {
            list.forEach(one -> texts.add(String.valueOf(one)));
        }
        return texts;
    }
}
