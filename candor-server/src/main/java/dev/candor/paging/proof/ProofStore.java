package dev.candor.paging.proof;

import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Rows of what rehearsals of rules came to: one for each rule, the last.
public final class ProofStore {
    /// The topic woken when a proof was stored.
    public static final String TOPIC = "proof";

    private static final int MOST = 50_000;
    private static final String SAVE = """
            INSERT INTO rule_proof (rule, fingerprint, outcome, why, detail, tried_at, proven_at) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (rule) DO UPDATE SET fingerprint = excluded.fingerprint, outcome = excluded.outcome, why = excluded.why,
              detail = excluded.detail, tried_at = excluded.tried_at, proven_at = excluded.proven_at
            """;

    /// What decides whether a rule is rehearsed again.
    record Head(String rule, String fingerprint, String outcome, String why, Instant triedAt) {}

    void save(Tx tx, Proof proof) {
        tx.update(
                SAVE,
                proof.rule(),
                proof.fingerprint(),
                proof.outcome(),
                proof.why(),
                proof.detail(),
                proof.triedAt(),
                proof.provenAt().orElse(null));
        tx.wake(TOPIC);
    }

    List<Head> heads(Tx tx) {
        return tx.list(
                "SELECT rule, fingerprint, outcome, why, tried_at FROM rule_proof ORDER BY rule LIMIT " + MOST,
                row -> new Head(
                        row.text("rule"),
                        row.text("fingerprint"),
                        row.text("outcome"),
                        row.text("why"),
                        row.instant("tried_at")));
    }

    public List<Proof> all(Tx tx) {
        return tx.list(
                "SELECT rule, fingerprint, outcome, why, detail, tried_at, proven_at FROM rule_proof ORDER BY rule LIMIT "
                        + MOST,
                ProofStore::proof);
    }

    public Optional<Proof> find(Tx tx, String rule) {
        return tx.one(
                "SELECT rule, fingerprint, outcome, why, detail, tried_at, proven_at FROM rule_proof WHERE rule = ?",
                ProofStore::proof,
                rule);
    }

    /// Forgets rules that are no more.
    void forget(Tx tx, String rule) {
        tx.update("DELETE FROM rule_proof WHERE rule = ?", rule);
    }

    private static Proof proof(Row row) {
        return new Proof(
                row.text("rule"),
                row.text("fingerprint"),
                Proof.result(row.text("outcome"), row.text("why"), row.text("detail")),
                row.instant("tried_at"),
                row.optionalInstant("proven_at"));
    }
}
