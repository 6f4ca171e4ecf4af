package dev.candor.platform.journal;

import dev.candor.base.ids.Ids;
import dev.candor.base.json.Json;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The append-only facts.
public final class Journal {
    /// The topic woken by every fact: what live screens listen to.
    public static final String TOPIC = "journal";
    /// Who acts when nobody does.
    public static final String CANDOR = "candor";

    private final Ids ids;

    public Journal(Ids ids) {
        this.ids = ids;
    }

    /// Records a fact of `now`.
    public void note(Tx tx, String subject, String kind, String actor, String text, Instant now) {
        note(tx, subject, kind, actor, text, Map.of(), now, now);
    }

    /// @param at when it happened, at or before `now`
    public void note(
            Tx tx,
            String subject,
            String kind,
            String actor,
            String text,
            Map<String, ? extends @Nullable Object> detail,
            Instant at,
            Instant now) {
        tx.update(
                "INSERT INTO journal (id, at, recorded_at, subject, kind, actor, text, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                ids.next(),
                at,
                now,
                subject,
                kind,
                actor,
                text.length() > 2000 ? text.substring(0, 2000) : text,
                Json.write(detail));
        tx.wake(TOPIC);
    }

    /// The facts about all `subjects` in the order they happened; at most `limit`, the newest ones.
    public List<Fact> about(Tx tx, List<String> subjects, int limit) {
        var facts = new ArrayList<Fact>();
        for (String subject : subjects) {
            facts.addAll(tx.list(
                    "SELECT id, at, recorded_at, subject, kind, actor, text, detail FROM journal WHERE subject = ? ORDER BY id DESC LIMIT ?",
                    Journal::fact,
                    subject,
                    limit));
        }
        facts.sort(Comparator.comparing(Fact::at).thenComparing(Fact::id));
        return facts.size() <= limit ? facts : List.copyOf(facts.subList(facts.size() - limit, facts.size()));
    }

    /// The newest facts of one kind about a subject, newest first.
    public List<Fact> newest(Tx tx, String subject, String kind, int limit) {
        return tx.list(
                "SELECT id, at, recorded_at, subject, kind, actor, text, detail FROM journal WHERE subject = ? AND kind = ? ORDER BY id DESC LIMIT ?",
                Journal::fact,
                subject,
                kind,
                limit);
    }

    /// Where a fact stands among others.
    public record Entry(UUID id, Instant at, String kind) {}

    /// What is known about all `subjects`, without the words, in the order it happened; of each subject at most the
    /// oldest 20,000.
    public List<Entry> entries(Tx tx, List<String> subjects) {
        var entries = new ArrayList<Entry>();
        for (String subject : subjects) {
            entries.addAll(tx.list(
                    "SELECT id, at, kind FROM journal WHERE subject = ? ORDER BY id LIMIT 20000",
                    row -> new Entry(row.uuid("id"), row.instant("at"), row.text("kind")),
                    subject));
        }
        entries.sort(Comparator.comparing(Entry::at).thenComparing(Entry::id));
        return entries;
    }

    /// These facts, in the order they happened.
    public List<Fact> these(Tx tx, Collection<UUID> ids) {
        var facts = new ArrayList<Fact>();
        for (UUID id : ids) {
            tx.one(
                            "SELECT id, at, recorded_at, subject, kind, actor, text, detail FROM journal WHERE id = ?",
                            Journal::fact,
                            id)
                    .ifPresent(facts::add);
        }
        facts.sort(Comparator.comparing(Fact::at).thenComparing(Fact::id));
        return facts;
    }

    private static Fact fact(Row row) {
        return new Fact(
                row.uuid("id"),
                row.instant("at"),
                row.instant("recorded_at"),
                row.text("subject"),
                row.text("kind"),
                row.text("actor"),
                row.text("text"),
                Json.parseObject(row.text("detail").getBytes(StandardCharsets.UTF_8)));
    }
}
