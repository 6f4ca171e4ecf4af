package dev.candor.platform.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A promise to send something, written in the transaction that decided it.
///
/// @param key names this message for good; putting the same key twice is one message, and receivers that can, drop
/// repeats by it
/// @param kind which {@link Sender} sends it: `email`, `webhook`, `ntfy` …
/// @param receiver who gets it, for fairness: at most a few messages per receiver are under way at once
/// @param subject what it is about, as in the journal: `alert/{id}`
/// @param payload all the sender needs; JSON
/// @param dueAt not sent before
/// @param keepTrying how long after `dueAt` it is retried before it becomes a dead letter
/// @param priority larger goes first
public record Message(
        String key,
        Lane lane,
        String kind,
        String receiver,
        String subject,
        Map<String, @Nullable Object> payload,
        Instant dueAt,
        Duration keepTrying,
        int priority) {
    public static final Duration A_DAY = Duration.ofHours(24);
}
