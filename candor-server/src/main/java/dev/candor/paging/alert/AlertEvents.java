package dev.candor.paging.alert;

import dev.candor.platform.db.Tx;
import java.time.Instant;

/// What happens to alerts, told in the same transaction to those who build on them (incidents).
public interface AlertEvents {
    /// Something is going to be decided about alerts of this service. Comes before any of them is looked at or changed,
    /// so that whoever locks does it first, and nobody waits in a circle.
    void deciding(Tx tx, String service);

    void opened(Tx tx, Alert alert, Instant now);

    /// The condition of an open alert was reported once more.
    ///
    /// @param seenAt when the report came in, at or before `now`: it may have waited for us
    void repeated(Tx tx, Alert alert, Instant seenAt, Instant now);

    void acknowledged(Tx tx, Alert alert, String by, Instant now);

    /// @param endedAt when the evidence says the trouble ended, at or before `now`
    void resolved(Tx tx, Alert alert, String by, Instant endedAt, Instant now);

    /// The evidence of a service ended and there was no open alert of it: somebody had resolved it before its time.
    ///
    /// @param endedAt when the evidence says the trouble ended, at or before `now`
    void quiet(Tx tx, String service, Instant endedAt, Instant now);

    /// An alert ended because nobody looks any more; whether the trouble ended is not known.
    void withdrawn(Tx tx, Alert alert, String why, Instant now);

    /// One line that whoever is paged should read beside the alert itself; empty for none.
    default String background(Tx tx, Alert alert) {
        return "";
    }
}
