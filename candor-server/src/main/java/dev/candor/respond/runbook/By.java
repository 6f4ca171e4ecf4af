package dev.candor.respond.runbook;

import java.util.Optional;

/// Who wants something of a run.
///
/// @param actor as the timeline names them: `ana`, `token:ci`
/// @param person the one who stands behind it; empty for a token that nobody in particular made
public record By(String actor, Optional<String> person) {
    /// Somebody who signed in.
    public static By person(String name) {
        return new By(name, Optional.of(name));
    }

    /// Candor itself, or a token that nobody stands behind.
    public static By nobody(String actor) {
        return new By(actor, Optional.empty());
    }
}
