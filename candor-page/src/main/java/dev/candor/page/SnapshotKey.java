package dev.candor.page;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/// The Ed25519 key that signs snapshots. Where the private half is kept is the server's business.
public final class SnapshotKey {
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private SnapshotKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /// A new one, from the JDK's own randomness.
    public static SnapshotKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new SnapshotKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK since 15 has Ed25519", impossible);
        }
    }

    /// @param privateKey PKCS #8 in Base64, as [#privateText()] gives it
    /// @param publicKey X.509 in Base64, as [#publicText()] gives it
    /// @throws IllegalArgumentException when these are no Ed25519 keys
    public static SnapshotKey of(String privateKey, String publicKey) {
        try {
            byte[] encoded = Base64.getDecoder().decode(privateKey.strip());
            PrivateKey secret = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new SnapshotKey(
                    secret,
                    publicKey(publicKey).orElseThrow(() -> new IllegalArgumentException("not a public Ed25519 key")));
        } catch (GeneralSecurityException wrong) {
            throw new IllegalArgumentException("not a private Ed25519 key", wrong);
        }
    }

    public String privateText() {
        return Base64.getEncoder().encodeToString(privateKey.getEncoded());
    }

    public String publicText() {
        return Base64.getEncoder().encodeToString(publicKey.getEncoded());
    }

    /// 64 bytes in Base64. The same text always gives the same signature.
    public String sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(text);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Whether `signature` over `text` was made with the private half of `publicKey`; false for anything malformed.
    public static boolean verifies(String publicKey, byte[] text, String signature) {
        try {
            Optional<PublicKey> key = publicKey(publicKey);
            if (key.isEmpty()) {
                return false;
            }
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key.get());
            check.update(text);
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private static Optional<PublicKey> publicKey(String base64) {
        try {
            byte[] encoded = Base64.getDecoder().decode(base64.strip());
            return Optional.of(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
