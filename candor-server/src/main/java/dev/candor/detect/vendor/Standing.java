package dev.candor.detect.vendor;

import java.util.Locale;

/// How something stands, in the five words of the Statuspage format and the one that admits that nobody knows. From
/// best to worst, but for UNKNOWN, which is neither.
public enum Standing {
    OPERATIONAL,
    UNDER_MAINTENANCE,
    DEGRADED_PERFORMANCE,
    PARTIAL_OUTAGE,
    MAJOR_OUTAGE,
    UNKNOWN;

    /// For people: `partial outage`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// Whether they say that something does not work. Planned work is none.
    public boolean isTrouble() {
        return this == DEGRADED_PERFORMANCE || this == PARTIAL_OUTAGE || this == MAJOR_OUTAGE;
    }

    /// The worse of two; trouble is worse than not knowing, not knowing worse than being well.
    Standing worse(Standing other) {
        return other.rank() > rank() ? other : this;
    }

    /// From best to worst.
    int rank() {
        return switch (this) {
            case OPERATIONAL -> 0;
            case UNDER_MAINTENANCE -> 1;
            case UNKNOWN -> 2;
            case DEGRADED_PERFORMANCE -> 3;
            case PARTIAL_OUTAGE -> 4;
            case MAJOR_OUTAGE -> 5;
        };
    }

    /// From the words of all formats we read, for components, impacts and headlines. A word nobody taught us is
    /// UNKNOWN, never operational.
    static Standing of(String word) {
        return switch (word.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "")) {
            case "operational", "none", "up", "ok" -> OPERATIONAL;
            case "undermaintenance", "maintenance" -> UNDER_MAINTENANCE;
            case "degradedperformance", "degraded", "minor", "minoroutage" -> DEGRADED_PERFORMANCE;
            case "partialoutage", "major", "partial" -> PARTIAL_OUTAGE;
            case "majoroutage", "fulloutage", "critical", "outage", "down" -> MAJOR_OUTAGE;
            default -> UNKNOWN;
        };
    }
}
