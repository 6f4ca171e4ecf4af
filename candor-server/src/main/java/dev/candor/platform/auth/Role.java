package dev.candor.platform.auth;

import java.util.Locale;
import java.util.Optional;

/// What somebody may do, from least to most.
public enum Role {
    VIEWER,
    RESPONDER,
    ADMIN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
