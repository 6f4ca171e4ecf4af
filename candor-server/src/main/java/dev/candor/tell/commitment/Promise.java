package dev.candor.tell.commitment;

import dev.candor.tell.commitment.Commitment.Kind;
import java.time.Instant;

/// What somebody is about to promise.
///
/// @param what in words of our own, only of {@link Kind#OTHER}
public record Promise(Kind kind, String what, Instant dueAt) {
    public static final int LONGEST_WHAT = 200;

    public static Promise of(Kind kind, Instant dueAt) {
        return new Promise(kind, "", dueAt);
    }
}
