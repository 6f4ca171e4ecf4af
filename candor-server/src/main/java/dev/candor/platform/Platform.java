package dev.candor.platform;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.time.Elapsed;
import dev.candor.base.time.Sleeper;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.auth.AccessStore;
import dev.candor.platform.db.Database;
import dev.candor.platform.journal.Journal;
import dev.candor.platform.outbox.OutboxStore;
import dev.candor.platform.secret.SecretBox;
import java.time.InstantSource;

/// What every domain stands on. The simulated world builds one with other clocks, chance and databases.
///
/// @param ledger everything a decision rests on
/// @param results measurements only; may lose its last seconds in a power cut
public record Platform(
        InstantSource clock,
        Elapsed elapsed,
        Sleeper sleeper,
        Ids ids,
        Randomness random,
        Database ledger,
        Database results,
        SecretBox secrets,
        OutboxStore outbox,
        Journal journal,
        Audit audit,
        AccessStore access) {
    public Platform(
            InstantSource clock,
            Elapsed elapsed,
            Sleeper sleeper,
            Ids ids,
            Randomness random,
            Database ledger,
            Database results,
            SecretBox secrets) {
        this(
                clock,
                elapsed,
                sleeper,
                ids,
                random,
                ledger,
                results,
                secrets,
                new OutboxStore(ids),
                new Journal(ids),
                new Audit(ids),
                new AccessStore());
    }
}
