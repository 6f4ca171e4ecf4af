package dev.candor.respond.incident;

import dev.candor.paging.alert.Alert;
import dev.candor.platform.db.Tx;
import java.time.Instant;

/// What happens to incidents, told in the same transaction to those who tell the public.
public interface IncidentEvents {
    void opened(Tx tx, Incident incident, Instant now);

    /// State, title, severity or components changed.
    void changed(Tx tx, Incident incident, Instant now);

    /// It was believed or said to be over, and is not.
    void relapsed(Tx tx, Incident incident, Instant now);

    /// Whether some page said last that it is over.
    boolean saidOver(Tx tx, Incident incident);

    /// An alert of it was reported again. Where the public was told before that it is over, that is taken back by who
    /// may, and the team reads about the rest.
    ///
    /// @param seenAt when the report came in: it says nothing against words that are newer
    void contradicted(Tx tx, Incident incident, Alert alert, Instant seenAt, Instant now);

    void resolved(Tx tx, Incident incident, Instant now);
}
