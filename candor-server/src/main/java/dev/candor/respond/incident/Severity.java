package dev.candor.respond.incident;

import java.util.Locale;

/// How bad it is inside; never shown to the public.
public enum Severity {
    SEV1,
    SEV2,
    SEV3,
    SEV4;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Severity of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// Where an incident starts that an alert opened; a person corrects it.
    static Severity of(dev.candor.detect.Severity alert) {
        return switch (alert) {
            case CRITICAL -> SEV2;
            case ERROR -> SEV3;
            case WARNING, INFO -> SEV4;
        };
    }
}
