package dev.candor.platform.auth;

/// Who calls.
public sealed interface Principal {
    Principal NOBODY = new Nobody();

    record Nobody() implements Principal {}

    /// A signed-in person.
    record Signed(String person, Role role, String sessionHash) implements Principal {}

    /// An API token.
    record Token(String name, Role role) implements Principal {}

    /// For the audit log and the timeline.
    default String actor() {
        return switch (this) {
            case Nobody _ -> "nobody";
            case Signed signed -> signed.person();
            case Token token -> "token:" + token.name();
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
