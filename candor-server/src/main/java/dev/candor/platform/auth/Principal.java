package dev.candor.platform.auth;

import java.util.Optional;

/// Who calls.
public sealed interface Principal {
    Principal NOBODY = new Nobody();

    record Nobody() implements Principal {}

    /// A signed-in person.
    record Signed(String person, Role role, String sessionHash) implements Principal {}

    /// An API token.
    ///
    /// @param owner the person who made it; empty where nobody in particular did, or they are gone
    record Token(String name, Role role, Optional<String> owner) implements Principal {}

    /// For the audit log and the timeline.
    default String actor() {
        return switch (this) {
            case Nobody _ -> "nobody";
            case Signed signed -> signed.person();
            case Token token -> "token:" + token.name();
        };
    }

    /// The person behind it: two principals with the same one are one and the same hand.
    default Optional<String> behind() {
        return switch (this) {
            case Nobody _ -> Optional.empty();
            case Signed signed -> Optional.of(signed.person());
            case Token token -> token.owner();
        };
    }

    default boolean may(Resource resource, Action action) {
        return switch (this) {
            case Nobody _ -> false;
            case Signed signed -> resource.permits(signed.role(), action);
            case Token token -> resource.permits(token.role(), action);
        };
    }
}
