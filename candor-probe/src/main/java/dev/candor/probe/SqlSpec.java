package dev.candor.probe;

import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.sql.DatabaseTarget;
import dev.candor.probe.sql.OneStatement;
import java.time.Duration;
import java.util.List;

/// One reading query, and what its answer must look like.
///
/// @param query one statement that only reads; it runs in a read-only transaction with a time limit
/// @param shown columns of the first row whose values stand in the words of a failure: which key, which customer
/// @param assertions over `rows`, `value`, `column["name"]`, `age("name")` of the first row, and `latency`
public record SqlSpec(
        DatabaseTarget database,
        String query,
        List<String> shown,
        List<Assertion> assertions,
        List<Assertion> degradedAssertions,
        Duration timeout)
        implements ProbeSpec {
    public SqlSpec {
        shown = List.copyOf(shown);
        assertions = List.copyOf(assertions);
        degradedAssertions = List.copyOf(degradedAssertions);
        OneStatement.check(query);
    }

    /// Shows no columns.
    public SqlSpec(
            DatabaseTarget database,
            String query,
            List<Assertion> assertions,
            List<Assertion> degradedAssertions,
            Duration timeout) {
        this(database, query, List.of(), assertions, degradedAssertions, timeout);
    }

    @Override
    public String host() {
        return database.host() + ":" + database.port();
    }

    /// Without the query: it may hold what is nobody's business.
    @Override
    public String toString() {
        return "SqlSpec[" + database + "]";
    }
}
