package dev.candor.app;

import dev.candor.base.time.SystemTime;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Migrations;
import dev.candor.platform.db.PostgresDatabase;

/// Whether another Candor works with the database of this folder. Only PostgreSQL can be shared.
public final class OtherNodes {
    // A Candor asks its database all the time: a session in which something happened within half a minute. What a
    // dead machine left open grows silent; what a dead process left is closed at once. The times are the database's own
    // on both sides, so that no clock of ours matters.
    private static final String LIVELY = """
            SELECT count(*) AS n FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'candor'
               AND state_change > clock_timestamp() - interval '30 seconds'
            """;

    private OtherNodes() {}

    /// False also when the database is away: then nobody can work with it. Takes a few seconds at most.
    public static boolean work(Settings settings) {
        return settings.databaseUrl().filter(OtherNodes::workWith).isPresent();
    }

    private static boolean workWith(String url) {
        try (var database = PostgresDatabase.open(url, Migrations.Schema.LEDGER.folder(), 1, SystemTime.sleeper())) {
            long sessions = database.read(tx -> tx.count(LIVELY));
            return sessions > 0;
        } catch (DatabaseException away) {
            return false;
        }
    }
}
