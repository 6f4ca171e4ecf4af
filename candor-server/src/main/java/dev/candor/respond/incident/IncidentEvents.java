package dev.candor.respond.incident;

import dev.candor.platform.db.Tx;
import java.time.Instant;

/// What happens to incidents, told in the same transaction to those who tell the public.
public interface IncidentEvents {
    void opened(Tx tx, Incident incident, Instant now);

    /// State, title, severity or components changed.
    void changed(Tx tx, Incident incident, Instant now);

    /// It was believed or said to be over, and is not.
    void relapsed(Tx tx, Incident incident, Instant now);

    /// An alert of it was reported again although the public was told that it is over.
    ///
    /// @return whether what was said was taken back
    boolean contradicted(Tx tx, Incident incident, Instant now);

    void resolved(Tx tx, Incident incident, Instant now);
}
