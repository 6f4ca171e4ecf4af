package dev.candor.detect.monitor;

import java.util.Locale;

/// What we believe about a monitored thing. UNKNOWN means that we could not look; it never pages.
public enum Verdict {
    UP,
    DEGRADED,
    DOWN,
    UNKNOWN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Verdict of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
