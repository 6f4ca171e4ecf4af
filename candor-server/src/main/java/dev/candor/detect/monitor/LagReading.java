package dev.candor.detect.monitor;

import dev.candor.base.time.Durations;
import dev.candor.catalog.document.Reading;
import dev.candor.probe.HttpSpec;
import dev.candor.probe.ProbeSpec;
import dev.candor.probe.assertion.Assertion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads monitors of what lags behind: kind `freshness` (how old is the newest?) and kind `queue` (how old is the
/// oldest that waits, and how many wait?). Both ask an address that answers with JSON, or a database.
final class LagReading {
    private LagReading() {}

    /// Keys `newest` (JSON path or column) and `max-age`.
    static ProbeSpec freshness(Reading in) {
        String newest = in.text("newest", in.has("database") ? "newest" : "");
        if (newest.isEmpty()) {
            in.problem("newest", "is missing: the JSON path of the newest entry's time, such as $.updated_at");
        }
        Optional<Duration> most = age(in);
        return lag(
                in,
                most.map(age -> "age(" + quoted(newest) + ") < " + Durations.format(age)).stream()
                        .toList());
    }

    /// Keys `oldest` and `depth` (JSON paths or columns), `max-age` and `max-depth`.
    static ProbeSpec queue(Reading in) {
        boolean database = in.has("database");
        String oldest = in.text("oldest", database ? "oldest" : "$.oldest");
        String depth = in.text("depth", database ? "depth" : "$.depth");
        var wanted = new ArrayList<String>();
        if (!in.has("max-age") && !in.has("max-depth")) {
            in.problem("max-age", "is missing, and `max-depth` too: how far may the queue lag behind?");
        }
        if (in.has("max-age")) {
            // An empty queue has no oldest entry, and no lag.
            age(in).ifPresent(age -> wanted.add("lag(" + quoted(oldest) + ") < " + Durations.format(age)));
        }
        if (in.has("max-depth")) {
            int most = in.number("max-depth", 0, 0, Integer.MAX_VALUE);
            wanted.add((database ? "column[" + quoted(depth) + "]" : "json(" + quoted(depth) + ")") + " <= " + most);
        }
        return lag(in, wanted);
    }

    private static Optional<Duration> age(Reading in) {
        if (!in.has("max-age")) {
            in.problem("max-age", "is missing: how old may it be, such as `5m`?");
            return Optional.empty();
        }
        return Optional.of(in.duration("max-age", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofDays(366)));
    }

    private static ProbeSpec lag(Reading in, List<String> wanted) {
        var assertions = new ArrayList<Assertion>();
        for (String source : wanted) {
            switch (Assertion.parse(source)) {
                case Assertion.Parsed.Ok(Assertion assertion) -> assertions.add(assertion);
                case Assertion.Parsed.Wrong wrong -> in.problem("max-age", "in `" + source + "`: " + wrong.problem());
            }
        }
        if (in.has("database")) {
            return DatabaseReading.query(in, in.text("query"), assertions, List.of());
        }
        HttpSpec asked = ProbeReading.http(in, false);
        var all = new ArrayList<>(asked.assertions());
        all.addAll(assertions);
        return new HttpSpec(asked.asked(), all, asked.degradedAssertions());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
