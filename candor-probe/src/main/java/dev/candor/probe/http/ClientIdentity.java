package dev.candor.probe.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
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
        var chain = new ArrayList<X509Certificate>();
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates.getBytes(StandardCharsets.US_ASCII)))
                    .forEach(certificate -> chain.add((X509Certificate) certificate));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("the client certificate (PEM) cannot be read", unreadable);
        }
        return new ClientIdentity(chain, key(key));
    }

    private static PrivateKey key(String pem) {
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "the client key must be PEM in PKCS #8 without a password" + " (-----BEGIN PRIVATE KEY-----)");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
            for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
                } catch (GeneralSecurityException another) {
                    // the key says itself which kind it is, but only to the factory of that kind
                }
            }
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("the client key (PEM) cannot be read", notBase64);
        }
        throw new IllegalArgumentException("the client key is neither EC nor RSA nor EdDSA");
    }

    @Override
    public String toString() {
        return "ClientIdentity[" + chain.getFirst().getSubjectX500Principal().getName() + "]";
    }
}
