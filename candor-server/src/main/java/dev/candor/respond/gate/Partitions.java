package dev.candor.respond.gate;

import java.util.List;

/// Partitions that come and go.
final class Partitions {
    private Partitions() {}

    static void attach(Sight sight, String table, String partition) {
        sight.takes(Lock.SHARE_UPDATE_EXCLUSIVE, table);
        if (sight.session().isNew(table)) {
            sight.takes(Lock.ACCESS_EXCLUSIVE, partition);
            return;
        }
        sight.session().forget(partition); // from here on it is part of a table in use
        sight.refuse(
                "attach-partition",
                Lock.ACCESS_EXCLUSIVE,
                partition,
                "Every row of " + partition
                        + " is read under the lock unless a valid check says already what its bounds say; so is a default partition.",
                Sight.TIMEOUT,
                "ALTER TABLE " + partition + " ADD CONSTRAINT " + Session.bare(partition)
                        + "_bounds CHECK (…) NOT VALID; -- what the bounds say, and IS NOT NULL",
                Sight.NEXT,
                "ALTER TABLE " + partition + " VALIDATE CONSTRAINT " + Session.bare(partition) + "_bounds;",
                Sight.NEXT,
                Sight.TIMEOUT,
                "-- candor:allow attach-partition the check is valid, there is no default partition",
                sight.statement().text() + ";");
    }

    /// `CREATE TABLE … PARTITION OF`
    static void made(Sight sight, String parent) {
        sight.refuse(
                "new-partition",
                Lock.ACCESS_EXCLUSIVE,
                parent,
                "All of " + parent
                        + " is locked, and where it has a default partition, every row of that is read meanwhile.",
                Sight.TIMEOUT,
                "-- candor:allow new-partition there is no default partition",
                sight.statement().text() + ";");
    }

    static void detach(Sight sight, String table, List<Token> action) {
        if (Words.within(action, "concurrently") || Words.within(action, "finalize")) {
            sight.takes(Lock.SHARE_UPDATE_EXCLUSIVE, table);
            return;
        }
        sight.refuse(
                "detach-partition",
                Lock.ACCESS_EXCLUSIVE,
                table,
                "The whole partitioned table is locked, not only the partition.",
                Sight.OUTSIDE,
                "ALTER TABLE " + table + " " + sight.text(action) + " CONCURRENTLY;");
    }
}
