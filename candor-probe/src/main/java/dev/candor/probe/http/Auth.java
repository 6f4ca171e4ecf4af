package dev.candor.probe.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// How a request says who it is. Never sent to another origin than the one it was configured for; never printed.
public sealed interface Auth {
    record None() implements Auth {}

    record Basic(String user, String password) implements Auth {
        public Basic {
            if (user.indexOf(':') >= 0) {
                throw new IllegalArgumentException("the user of basic authentication must not contain a colon");
            }
        }

        @Override
        public String toString() {
            return "Basic[user=" + user + ", password=***]";
        }
    }

    record Bearer(String token) implements Auth {
        public Bearer {
            if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw new IllegalArgumentException("a bearer token must not contain spaces or line breaks");
            }
        }

        @Override
        public String toString() {
            return "Bearer[***]";
        }
    }

    /// OAuth 2 client credentials (RFC 6749, section 4.4): a token is fetched from `tokenUrl`, kept until it ends,
    /// and fetched anew once when the target refuses it with 401.
    /// @param scope empty when none is asked for
    record ClientCredentials(URI tokenUrl, String clientId, String secret, String scope) implements Auth {
        public ClientCredentials {
            if (Target.read(tokenUrl) instanceof Target.Reading.Unusable(String why, boolean _)) {
                throw new IllegalArgumentException("token-url: " + why);
            }
        }

        @Override
        public String toString() {
            return "ClientCredentials[tokenUrl=" + tokenUrl + ", clientId=" + clientId + ", secret=***]";
        }
    }

    /// The value of the `Authorization` header; empty also for client credentials, which become a bearer token first.
    default Optional<String> authorization() {
        return switch (this) {
            case None _, ClientCredentials _ -> Optional.empty();
            case Basic(String user, String password) ->
                Optional.of("Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
            case Bearer(String token) -> Optional.of("Bearer " + token);
        };
    }
}
