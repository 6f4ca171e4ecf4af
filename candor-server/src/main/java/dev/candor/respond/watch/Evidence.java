package dev.candor.respond.watch;

import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;

/// What a watch looks at.
public interface Evidence {
    /// What the access logs of a service said in `[from, until)`.
    Sample sample(String service, Instant from, Instant until);

    /// The monitors of a service that fail now, by name.
    List<String> failing(Tx tx, String service);

    /// Whether a monitor looked at the service since then and found it well.
    boolean seenWell(Tx tx, String service, Instant since);
}
