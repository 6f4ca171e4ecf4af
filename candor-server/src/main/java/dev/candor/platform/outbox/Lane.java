package dev.candor.platform.outbox;

import java.util.Locale;

/// Lanes never wait for each other: a slow webhook delays no page.
public enum Lane {
    /// Messages that wake people, and what follows them (resolved, acknowledged).
    PAGES(64),
    /// Words to customers: subscribers' mails.
    PUBLIC(16),
    /// Webhooks to machines.
    WEBHOOKS(32),
    /// Confirmations, tests, invitations.
    HOUSEKEEPING(8);

    private final int inFlight;

    Lane(int inFlight) {
        this.inFlight = inFlight;
    }

    /// How many messages of this lane one process sends at the same time.
    public int inFlight() {
        return inFlight;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Lane of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
