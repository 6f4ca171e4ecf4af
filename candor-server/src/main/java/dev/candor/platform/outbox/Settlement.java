package dev.candor.platform.outbox;

import java.time.Instant;

/// How a try ends for the row.
public sealed interface Settlement {
    record Sent(String providerId) implements Settlement {}

    record Again(Instant at, String why) implements Settlement {}

    /// @param refused whether it will never be taken; else it was given up, and any of the tries may have arrived
    record Dead(String why, boolean refused) implements Settlement {}

    default String state() {
        return switch (this) {
            case Sent _ -> "sent";
            case Again _ -> "pending";
            case Dead _ -> "dead";
        };
    }

    default String word() {
        return switch (this) {
            case Sent _ -> "sent";
            case Again _ -> "retry";
            case Dead _ -> "dead";
        };
    }

    default String detail() {
        return switch (this) {
            case Sent sent -> sent.providerId();
            case Again again -> again.why();
            case Dead dead -> dead.why();
        };
    }
}
