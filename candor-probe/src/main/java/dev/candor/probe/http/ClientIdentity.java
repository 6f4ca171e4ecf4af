package dev.candor.probe.http;

import dev.candor.base.tls.PemIdentity;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// The certificate a client shows (mutual TLS). Shown to the configured origin only, not after a redirect elsewhere.
/// @param chain own certificate first
public record ClientIdentity(List<X509Certificate> chain, PrivateKey key) {
    public ClientIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("the client certificate (PEM) is empty");
        }
    }

    /// @param certificates PEM, own certificate first
    /// @param key PEM in PKCS #8 without a password (`BEGIN PRIVATE KEY`)
    /// @throws IllegalArgumentException saying which of the two cannot be read
    public static ClientIdentity pem(String certificates, String key) {
        PemIdentity identity = PemIdentity.read("client", certificates, key);
        return new ClientIdentity(identity.chain(), identity.key());
    }

    @Override
    public String toString() {
        return "ClientIdentity[" + chain.getFirst().getSubjectX500Principal().getName() + "]";
    }
}
