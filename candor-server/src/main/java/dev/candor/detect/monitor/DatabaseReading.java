package dev.candor.detect.monitor;

import dev.candor.catalog.document.Reading;
import dev.candor.probe.HttpSpec;
import dev.candor.probe.PostgresSpec;
import dev.candor.probe.ProbeSpec;
import dev.candor.probe.SqlSpec;
import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.assertion.Subject;
import dev.candor.probe.sql.DatabaseTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads monitors that ask a database: kinds `sql` and `postgresql`.
final class DatabaseReading {
    private static final List<String> USUAL = List.of("lock-wait < 5s", "connections-percent < 90");
    private static final List<String> USUAL_DEGRADED = List.of("slowest-query < 1m", "oldest-transaction < 15m");

    private static final int MOST_SHOWN = 5;

    private DatabaseReading() {}

    static ProbeSpec sql(Reading in) {
        String query = in.text("query");
        List<Assertion> down = assertions(in, "assert", Subject.Seer.QUERY, List.of());
        if (!in.has("assert")) {
            in.problem("assert", "is missing: what must the answer look like? For example `value < 100`");
        }
        List<Assertion> degraded = assertions(in, "degraded-unless", Subject.Seer.QUERY, List.of());
        List<String> shown = in.texts("show");
        if (shown.size() > MOST_SHOWN) {
            in.problem("show", "names " + MOST_SHOWN + " columns at most");
        }
        return query(in, query, shown, down, degraded);
    }

    /// @param query already read; its mistakes are reported at `query`
    static ProbeSpec query(Reading in, String query, List<Assertion> down, List<Assertion> degraded) {
        return query(in, query, List.of(), down, degraded);
    }

    private static ProbeSpec query(
            Reading in, String query, List<String> shown, List<Assertion> down, List<Assertion> degraded) {
        Duration timeout = timeout(in);
        Optional<DatabaseTarget> target = target(in);
        try {
            return target.<ProbeSpec>map(database -> new SqlSpec(database, query, shown, down, degraded, timeout))
                    .orElseGet(() -> HttpSpec.get(ProbeReading.NOWHERE));
        } catch (IllegalArgumentException wrong) {
            if (!query.isEmpty()) {
                in.problem("query", String.valueOf(wrong.getMessage()));
            }
            return HttpSpec.get(ProbeReading.NOWHERE);
        }
    }

    static ProbeSpec postgres(Reading in) {
        List<Assertion> down = assertions(in, "assert", Subject.Seer.DATABASE, USUAL);
        List<Assertion> degraded = assertions(in, "degraded-unless", Subject.Seer.DATABASE, USUAL_DEGRADED);
        Duration timeout = timeout(in);
        return target(in)
                .<ProbeSpec>map(database -> new PostgresSpec(database, down, degraded, timeout))
                .orElseGet(() -> HttpSpec.get(ProbeReading.NOWHERE));
    }

    private static Duration timeout(Reading in) {
        return in.duration("timeout", ProbeReading.USUAL_TIMEOUT, Duration.ofMillis(100), Duration.ofMinutes(5));
    }

    private static Optional<DatabaseTarget> target(Reading in) {
        String text = in.text("database");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DatabaseTarget.parse(text));
        } catch (IllegalArgumentException wrong) {
            in.problem("database", String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    private static List<Assertion> assertions(Reading in, String key, Subject.Seer seer, List<String> usual) {
        List<String> sources = in.has(key) ? ProbeReading.assertions(in, key, seer) : usual;
        return sources.stream().map(Assertion::of).toList();
    }
}
