package dev.candor.detect.agent;

import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of the agents that report, one per start of each.
public final class AgentStore {
    /// What is known of an agent.
    ///
    /// @param run this start of it
    /// @param skew how far its clock is ahead of ours
    /// @param lastSeq the last sighting taken
    /// @param waiting how many waited on its disk when it last reported
    public record Agent(
            UUID run,
            String location,
            String version,
            String address,
            Instant seenAt,
            Duration skew,
            long lastSeq,
            long waiting) {}

    public void save(Tx tx, Agent agent) {
        tx.update(
                """
                INSERT INTO agent (id, location, version, address, seen_at, skew_ms, last_seq, waiting) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET location = excluded.location, version = excluded.version, address = excluded.address,
                  seen_at = excluded.seen_at, skew_ms = excluded.skew_ms, waiting = excluded.waiting,
                  last_seq = CASE WHEN excluded.last_seq > agent.last_seq THEN excluded.last_seq ELSE agent.last_seq END
                """,
                agent.run(),
                agent.location(),
                agent.version(),
                agent.address(),
                agent.seenAt(),
                agent.skew().toMillis(),
                agent.lastSeq(),
                agent.waiting());
    }

    Optional<Agent> agent(Tx tx, UUID run) {
        return tx.one("SELECT * FROM agent WHERE id = ?", AgentStore::agent, run);
    }

    /// Those heard of since `since`, newest first.
    public List<Agent> since(Tx tx, Instant since) {
        return tx.list(
                "SELECT * FROM agent WHERE seen_at >= ? ORDER BY seen_at DESC LIMIT 1000", AgentStore::agent, since);
    }

    public int prune(Tx tx, Instant until) {
        return tx.update("DELETE FROM agent WHERE id IN (SELECT id FROM agent WHERE seen_at < ? LIMIT 1000)", until);
    }

    private static Agent agent(Row row) {
        return new Agent(
                row.uuid("id"),
                row.text("location"),
                row.text("version"),
                row.text("address"),
                row.instant("seen_at"),
                Duration.ofMillis(row.number("skew_ms")),
                row.number("last_seq"),
                row.number("waiting"));
    }
}
