package dev.candor.platform.auth;

import java.util.Optional;

/// What signing in must know of people. The catalog answers.
public interface People {
    /// The role of the person with this name; empty when unknown or disabled.
    Optional<Role> role(String person);

    /// The person's name for a name or e-mail address typed into the login form.
    Optional<String> named(String nameOrEmail);
}
