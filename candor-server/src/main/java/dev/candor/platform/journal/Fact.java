package dev.candor.platform.journal;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that happened. Timelines and every published number are drawn from facts; facts are never changed.
///
/// @param at when it happened (evidence time), which may lie before it was recorded
/// @param subject what it belongs to: `incident/{id}`, `alert/{id}`, `monitor/{id}` …
/// @param kind a stable word: `alert.triggered`, `page.sent` …
/// @param actor a person's name, or `candor`
/// @param text one line for people
public record Fact(
        UUID id,
        Instant at,
        Instant recordedAt,
        String subject,
        String kind,
        String actor,
        String text,
        Map<String, @Nullable Object> detail) {}
