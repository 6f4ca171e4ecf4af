package dev.candor.paging.proof;

import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of rehearsals of contact methods: what was sent, what the provider said, when the person said that it arrived.
public final class ContactStore {
    /// What a provider says that takes a message never, at the first try.
    static final String REFUSED = "refused";

    /// Tried several times and given up: any of those tries may have arrived.
    static final String GIVEN_UP = "given-up";

    /// @param receiver kind and address, as in the outbox
    /// @param provider `waiting`, `taken`, `retrying`, `refused` or `given-up`
    /// @param providerSaid its name for the message, or why it did not take it
    public record Sent(
            UUID id,
            String person,
            String kind,
            String receiver,
            String askedBy,
            Instant sentAt,
            String provider,
            String providerSaid,
            Optional<Instant> providerAt,
            Optional<Instant> confirmedAt) {
        /// Whether it never arrived for certain, so that it bothered nobody.
        boolean botheredNobody() {
            return provider.equals(REFUSED) && confirmedAt.isEmpty();
        }

        /// Whether the provider did not take it, and will not be asked again.
        public boolean failed() {
            return provider.equals(REFUSED) || provider.equals(GIVEN_UP);
        }

        /// Whether it is tried again by itself.
        boolean underWay() {
            return !failed() && !provider.equals("taken");
        }
    }

    private static final String COLUMNS =
            "id, person, kind, receiver, asked_by, sent_at, provider, provider_said, provider_at, confirmed_at";

    void insert(Tx tx, UUID id, String person, String kind, String receiver, String by, Instant now) {
        tx.update(
                "INSERT INTO contact_rehearsal (id, person, kind, receiver, asked_by, sent_at, provider, provider_said) VALUES (?, ?, ?, ?, ?, ?, 'waiting', '') ON CONFLICT (id) DO NOTHING",
                id,
                person,
                kind,
                receiver,
                by,
                now);
        tx.wake(ProofStore.TOPIC);
    }

    void provider(Tx tx, UUID id, String state, String said, Instant now) {
        tx.update(
                "UPDATE contact_rehearsal SET provider = ?, provider_said = ?, provider_at = ? WHERE id = ?",
                state,
                said.length() > 500 ? said.substring(0, 500) : said,
                now,
                id);
        tx.wake(ProofStore.TOPIC);
    }

    /// False when it is unknown or was confirmed before.
    boolean confirm(Tx tx, UUID id, Instant now) {
        tx.wake(ProofStore.TOPIC);
        return tx.update("UPDATE contact_rehearsal SET confirmed_at = ? WHERE id = ? AND confirmed_at IS NULL", now, id)
                == 1;
    }

    public Optional<Sent> find(Tx tx, UUID id) {
        return tx.one("SELECT " + COLUMNS + " FROM contact_rehearsal WHERE id = ?", ContactStore::sent, id);
    }

    /// Since `from`, newest first.
    public List<Sent> since(Tx tx, Instant from, int limit) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM contact_rehearsal WHERE sent_at >= ? ORDER BY sent_at DESC, id DESC LIMIT ?",
                ContactStore::sent,
                from,
                limit);
    }

    List<Sent> of(Tx tx, String person, Instant from) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM contact_rehearsal WHERE person = ? AND sent_at >= ? ORDER BY sent_at DESC, id DESC LIMIT 100",
                ContactStore::sent,
                person,
                from);
    }

    /// Whether the person ever said that a message arrived, as far as is kept.
    public boolean everConfirmed(Tx tx, String person) {
        return tx.count(
                        "SELECT count(*) AS n FROM (SELECT 1 FROM contact_rehearsal WHERE person = ? AND confirmed_at IS NOT NULL LIMIT 1) AS one",
                        person)
                > 0;
    }

    public int prune(Tx tx, Instant before) {
        return tx.update(
                "DELETE FROM contact_rehearsal WHERE id IN (SELECT id FROM contact_rehearsal WHERE sent_at < ? LIMIT 500)",
                before);
    }

    private static Sent sent(Row row) {
        return new Sent(
                row.uuid("id"),
                row.text("person"),
                row.text("kind"),
                row.text("receiver"),
                row.text("asked_by"),
                row.instant("sent_at"),
                row.text("provider"),
                row.text("provider_said"),
                row.optionalInstant("provider_at"),
                row.optionalInstant("confirmed_at"));
    }
}
