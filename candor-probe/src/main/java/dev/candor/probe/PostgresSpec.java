package dev.candor.probe;

import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.sql.DatabaseTarget;
import java.time.Duration;
import java.util.List;

/// The health of a PostgreSQL server as its own statistics show it: lock waits, connections, slow statements.
///
/// @param assertions over `lock-waiters`, `lock-wait`, `connections-percent`, `slowest-query`, `oldest-transaction`
public record PostgresSpec(
        DatabaseTarget database, List<Assertion> assertions, List<Assertion> degradedAssertions, Duration timeout)
        implements ProbeSpec {
    public PostgresSpec {
        assertions = List.copyOf(assertions);
        degradedAssertions = List.copyOf(degradedAssertions);
    }

    @Override
    public String host() {
        return database.host() + ":" + database.port();
    }
}
