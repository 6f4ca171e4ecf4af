package dev.candor.base.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate chain with its private key, as PEM files hold them.
///
/// @param chain own certificate first
public record PemIdentity(List<X509Certificate> chain, PrivateKey key) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    public PemIdentity {
        chain = List.copyOf(chain);
    }

    /// @param whose what messages call it: `client`, `server`
    /// @param certificates PEM, own certificate first
    /// @param key PEM in PKCS #8 without a password (`BEGIN PRIVATE KEY`), EC, RSA or EdDSA
    /// @throws IllegalArgumentException saying which of the two cannot be read, or that they do not belong together
    public static PemIdentity read(String whose, String certificates, String key) {
        List<X509Certificate> chain = chain(whose, certificates);
        PrivateKey secret = key(whose, key);
        if (!belong(chain.getFirst().getPublicKey(), secret)) {
            throw new IllegalArgumentException(
                    "the " + whose + " key does not belong to the first certificate of the file ("
                            + chain.getFirst().getSubjectX500Principal().getName() + ")");
        }
        return new PemIdentity(chain, secret);
    }

    private static List<X509Certificate> chain(String whose, String pem) {
        var chain = new ArrayList<X509Certificate>();
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                    .forEach(certificate -> chain.add((X509Certificate) certificate));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("the " + whose + " certificate (PEM) cannot be read", unreadable);
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("the " + whose + " certificate (PEM) is empty");
        }
        return chain;
    }

    private static PrivateKey key(String whose, String pem) {
        int from = pem.indexOf(BEGIN);
        int to = pem.indexOf(END);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the " + whose + " key must be PEM in PKCS #8 without a password ("
                    + BEGIN + "); `openssl pkey -in OLD -out NEW` makes one");
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(pem.substring(from + BEGIN.length(), to));
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("the " + whose + " key (PEM) cannot be read", notBase64);
        }
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException another) {
                // the key says itself which kind it is, but only to the factory of that kind
            }
        }
        throw new IllegalArgumentException("the " + whose + " key is neither EC nor RSA nor EdDSA");
    }

    /// Signs and verifies a few bytes: the only test that knows every kind of key.
    private static boolean belong(PublicKey open, PrivateKey secret) {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        try {
            byte[] words = BigInteger.TEN.toByteArray();
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(secret);
            signing.update(words);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(open);
            verifying.update(words);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }

    /// Identities as a key store in memory, one alias each, in order. Its password is empty.
    public static KeyStore keyStore(List<PemIdentity> identities) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < identities.size(); i++) {
                PemIdentity identity = identities.get(i);
                store.setKeyEntry(
                        "identity" + i,
                        identity.key(),
                        new char[0],
                        identity.chain().toArray(new X509Certificate[0]));
            }
            return store;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("this Java cannot hold a certificate", broken);
        }
    }

    @Override
    public String toString() {
        return "PemIdentity[" + chain.getFirst().getSubjectX500Principal().getName() + "]";
    }
}
