package dev.candor.telemetry.format;

import java.util.Locale;
import java.util.Optional;

/// What a named value of a log line says. Settings write these in lower case with dashes (`latency-millis`).
public enum Meaning {
    /// ISO 8601, `22/Nov/2026:01:02:36 +0000`, or a number since 1970 in seconds, milli-, micro- or
    /// nanoseconds.
    TIME,
    STATUS,
    UPSTREAM_STATUS,
    LATENCY_SECONDS,
    LATENCY_MILLIS,
    LATENCY_MICROS,
    /// Seconds, the last one of a list; only used when the whole request's time is not given.
    UPSTREAM_LATENCY_SECONDS,
    BYTES,
    /// `GET /path HTTP/1.1`.
    REQUEST,
    METHOD,
    PATH,
    HOST,
    CLIENT,
    CUSTOMER,
    UPSTREAM,
    REGION,
    AGENT,
    ROUTE,
    IGNORED;

    private static final Meaning[] ALL = values();

    public static Optional<Meaning> of(String word) {
        for (Meaning meaning : ALL) {
            if (meaning.word().equals(word)) {
                return Optional.of(meaning);
            }
        }
        return Optional.empty();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
