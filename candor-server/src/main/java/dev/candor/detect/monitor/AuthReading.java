package dev.candor.detect.monitor;

import dev.candor.catalog.document.Reading;
import dev.candor.probe.http.Auth;
import dev.candor.probe.http.ClientIdentity;
import dev.candor.probe.http.TrustPolicy;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads how a monitor says who it is, and whom it believes: the keys `auth` and `tls`.
final class AuthReading {
    private AuthReading() {}

    /// `{basic: {user, password}}`, `{bearer: {token}}` or `{oauth2: {token-url, client-id, client-secret, scope}}`.
    static Auth auth(Reading in) {
        return in.inner("auth", AuthReading::oneOf).orElse(new Auth.None());
    }

    private static Auth oneOf(Reading in) {
        Optional<String> kind = in.onlyKeyAmong(List.of("basic", "bearer", "oauth2"));
        return kind.flatMap(found -> in.inner(found, inner -> switch (found) {
                    case "basic" -> basic(inner);
                    case "bearer" -> bearer(inner);
                    default -> oauth2(inner);
                }))
                .orElse(new Auth.None());
    }

    private static Auth basic(Reading in) {
        String user = in.text("user");
        String password = in.text("password");
        return reported(in, "user", () -> new Auth.Basic(user, password), new Auth.None());
    }

    private static Auth bearer(Reading in) {
        String token = in.text("token");
        return reported(in, "token", () -> new Auth.Bearer(token), new Auth.None());
    }

    private static Auth oauth2(Reading in) {
        Optional<URI> tokenUrl = in.url("token-url");
        if (tokenUrl.isEmpty() && !in.has("token-url")) {
            in.problem("token-url", "is missing: where are tokens fetched?");
        }
        String client = in.text("client-id");
        String secret = in.text("client-secret");
        String scope = in.text("scope", "");
        return tokenUrl.map(url -> reported(
                        in,
                        "token-url",
                        () -> (Auth) new Auth.ClientCredentials(url, client, secret, scope),
                        new Auth.None()))
                .orElse(new Auth.None());
    }

    /// What `tls` says of a monitor.
    ///
    /// @param identity the certificate shown to the target (mutual TLS)
    record Tls(TrustPolicy trust, Optional<ClientIdentity> identity) {
        static final Tls USUAL = new Tls(new TrustPolicy.System(), Optional.empty());
    }

    /// `{ca: PEM, verify: true, client-certificate: PEM, client-key: PEM}`.
    static Tls tls(Reading in) {
        return in.inner("tls", AuthReading::readTls).orElse(Tls.USUAL);
    }

    private static Tls readTls(Reading in) {
        Optional<String> ca = in.optionalText("ca");
        boolean verify = in.flag("verify", true);
        Optional<String> certificate = in.optionalText("client-certificate");
        Optional<String> key = in.optionalText("client-key");
        TrustPolicy trust = verify ? new TrustPolicy.System() : new TrustPolicy.Anything();
        if (ca.isPresent() && !verify) {
            in.problem("verify", "says that any certificate is believed, `ca` says which; one of them is too much");
        } else if (ca.isPresent()) {
            trust = reported(in, "ca", () -> TrustPolicy.pem(ca.get()), trust);
        }
        if (certificate.isPresent() != key.isPresent()) {
            in.problem(
                    certificate.isPresent() ? "client-certificate" : "client-key",
                    "`client-certificate` and `client-key` belong together");
        }
        Optional<ClientIdentity> identity =
                certificate.flatMap(chain -> key.flatMap(secret -> identity(in, chain, secret)));
        return new Tls(trust, identity);
    }

    private static Optional<ClientIdentity> identity(Reading in, String certificate, String key) {
        try {
            return Optional.of(ClientIdentity.pem(certificate, key));
        } catch (IllegalArgumentException wrong) {
            String message = String.valueOf(wrong.getMessage());
            in.problem(message.startsWith("the client key") ? "client-key" : "client-certificate", message);
            return Optional.empty();
        }
    }

    private static <T> T reported(Reading in, String key, Supplier<T> made, T otherwise) {
        try {
            return made.get();
        } catch (IllegalArgumentException wrong) {
            in.problem(key, String.valueOf(wrong.getMessage()));
            return otherwise;
        }
    }
}
