package dev.candor.probe.sql;

import dev.candor.probe.Measurements;
import dev.candor.probe.ProbeResult;
import dev.candor.probe.SqlSpec;
import dev.candor.probe.assertion.Age;
import dev.candor.probe.assertion.Observation;
import dev.candor.probe.assertion.Seen;
import dev.candor.probe.assertion.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs a monitor's query and judges the first row.
public final class QueryLook {
    private static final int LONGEST_SHOWN = 100;

    private final SqlRunner runner;
    private final InstantSource clock;

    public QueryLook(SqlRunner runner, InstantSource clock) {
        this.runner = runner;
        this.clock = clock;
    }

    public ProbeResult run(SqlSpec spec) {
        return runner.run(spec.database(), spec.timeout(), session -> {
            SqlSession.Answer answer = session.query(spec.query());
            Measurements measured = session.measured();
            var seen = new Row(answer.rows(), measured, clock.instant());
            return Judged.of(spec.assertions(), spec.degradedAssertions(), seen, measured, shown(spec, answer.rows()));
        });
    }

    /// `key "4711", customer "dora"`: foreign text, so that it is cut and kept to one line.
    private static String shown(SqlSpec spec, List<Map<String, @Nullable Object>> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        return spec.shown().stream()
                .map(name -> rows.getFirst().containsKey(name)
                        ? name + " \"" + text(rows.getFirst().get(name)) + "\""
                        : name + " is not among the columns")
                .collect(Collectors.joining(", "));
    }

    private static String text(@Nullable Object value) {
        String line = String.valueOf(value).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line;
    }

    /// The first row as assertions see it.
    private record Row(List<Map<String, @Nullable Object>> rows, Measurements measured, Instant now)
            implements Observation {
        @Override
        public Seen see(Subject subject, String argument) {
            return switch (subject) {
                case ROWS -> Seen.Num.of(rows.size());
                case VALUE ->
                    rows.isEmpty()
                            ? noRow()
                            : value(rows.getFirst().values().stream()
                                    .findFirst()
                                    .orElse(null));
                case COLUMN -> column(argument) instanceof Found(Object found) ? value(found) : missing();
                case AGE -> column(argument) instanceof Found(Object found) ? Age.of(found, now) : missing();
                case LAG ->
                    rows.isEmpty()
                            ? new Seen.Time(Duration.ZERO)
                            : column(argument) instanceof Found(Object found) ? Age.waiting(found, now) : missing();
                case LATENCY -> new Seen.Time(Duration.ofNanos(measured.phases().totalMicros() * 1000));
                case CONNECT -> new Seen.Time(Duration.ofNanos(measured.phases().connectMicros() * 1000));
                default -> new Seen.Missing("is not part of a query's answer");
            };
        }

        /// A column that is there; its value may be null.
        private record Found(@Nullable Object value) {}

        private @Nullable Found column(String name) {
            return !rows.isEmpty() && rows.getFirst().containsKey(name)
                    ? new Found(rows.getFirst().get(name))
                    : null;
        }

        private Seen missing() {
            return rows.isEmpty()
                    ? noRow()
                    : new Seen.Missing("is not among the columns "
                            + String.join(", ", rows.getFirst().keySet()));
        }

        private static Seen noRow() {
            return new Seen.Missing("is not there: the query gave no row");
        }

        private static Seen value(@Nullable Object found) {
            return new Seen.JsonValue(found instanceof Instant at ? at.toString() : found);
        }
    }
}
