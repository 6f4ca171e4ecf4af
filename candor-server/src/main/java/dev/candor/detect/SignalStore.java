package dev.candor.detect;

import dev.candor.base.json.Json;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// Signals waiting to become alerts, and what became of them.
public final class SignalStore {
    public static final String TOPIC = "signal";

    private static final String PUT = """
            INSERT INTO signal (id, seq_at, event, source, service, dedup_key, severity, summary, detail, at, received_at, state, outcome)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', '') ON CONFLICT (id) DO NOTHING
            """;

    /// False when this signal was stored before.
    public boolean put(Tx tx, Signal signal, Instant now) {
        tx.wake(TOPIC);
        return tx.update(
                        PUT,
                        signal.id(),
                        now,
                        signal.event(),
                        signal.source(),
                        signal.service(),
                        signal.dedupKey(),
                        signal.severity(),
                        signal.summary(),
                        Json.write(signal.detail()),
                        signal.at(),
                        signal.receivedAt())
                == 1;
    }

    /// Oldest first.
    public List<Signal> pending(Tx tx, int limit) {
        return tx.list(
                "SELECT id, event, source, service, dedup_key, severity, summary, detail, at, received_at FROM signal WHERE state = 'pending' ORDER BY id LIMIT ?",
                SignalStore::signal,
                limit);
    }

    /// @param outcome what became of it: `opened alert 17`, `repeated`, `no open alert`; false when another worker
    /// took it
    public boolean done(Tx tx, UUID id, String outcome) {
        return tx.update(
                        "UPDATE signal SET state = 'done', outcome = ? WHERE id = ? AND state = 'pending'", outcome, id)
                == 1;
    }

    public int prune(Tx tx, Instant until) {
        return tx.update(
                "DELETE FROM signal WHERE id IN (SELECT id FROM signal WHERE state = 'done' AND received_at < ? LIMIT 1000)",
                until);
    }

    private static Signal signal(Row row) {
        return new Signal(
                row.uuid("id"),
                Signal.Event.valueOf(row.text("event").toUpperCase(Locale.ROOT)),
                row.text("source"),
                row.text("service"),
                row.text("dedup_key"),
                Severity.of(row.text("severity")).orElse(Severity.ERROR),
                row.text("summary"),
                Json.parseObject(row.text("detail").getBytes(StandardCharsets.UTF_8)),
                row.instant("at"),
                row.instant("received_at"));
    }
}
