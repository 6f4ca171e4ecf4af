package dev.candor.platform.secret;

import dev.candor.base.ids.Randomness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Secrets at rest: AES-256-GCM envelopes `sealed:{key id}:{base64 of nonce and ciphertext}`. The first key seals,
/// all keys open: that is how keys rotate.
public final class SecretBox {
    private static final String MARK = "sealed:";
    private static final Pattern ENVELOPE = Pattern.compile("sealed:[0-9a-f]{8}:[A-Za-z0-9+/]{38,}={0,2}");
    private static final int NONCE = 12;

    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final String sealingKey;
    private final Randomness random;

    /// @param keys 32 bytes each, the sealing one first; ids are derived from the keys
    public SecretBox(Iterable<byte[]> keys, Randomness random) {
        for (byte[] key : keys) {
            if (key.length != 32) {
                throw new IllegalArgumentException(
                        "secrets-key: a key has 32 bytes (64 hex digits), this one has " + key.length);
            }
            this.keys.put(id(key), new SecretKeySpec(key, "AES"));
        }
        if (this.keys.isEmpty()) {
            throw new IllegalArgumentException("secrets-key: there is no key; a line of 64 hex digits is needed");
        }
        this.sealingKey = this.keys.keySet().iterator().next();
        this.random = random;
    }

    /// The keys in `file` (a line of 64 hex digits each, the sealing one first), made with mode 0600 when missing.
    public static SecretBox fromFile(Path file, Randomness random) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(
                        file,
                        HexFormat.of().formatHex(random.bytes(32)) + "\n",
                        StandardOpenOption.SYNC,
                        StandardOpenOption.WRITE);
            }
            return new SecretBox(
                    Files.readAllLines(file).stream()
                            .filter(line -> !line.isBlank())
                            .map(SecretBox::key)
                            .toList(),
                    random);
        } catch (IOException failure) {
            throw new UncheckedIOException("secrets key " + file.getFileName(), failure);
        }
    }

    public static byte[] key(String hex) {
        try {
            return HexFormat.of().parseHex(hex.strip());
        } catch (IllegalArgumentException notHex) {
            throw new IllegalArgumentException("secrets-key: expected 64 hex digits", notHex);
        }
    }

    private static String id(byte[] key) {
        return dev.candor.platform.auth.Hashes.sha256(key).substring(0, 8);
    }

    /// Whether `text` has the form of an envelope. A password that merely begins like one is a password.
    public static boolean isSealed(String text) {
        return text.startsWith(MARK) && ENVELOPE.matcher(text).matches(); // nearly no text of a catalog is one
    }

    public String seal(String secret) {
        try {
            byte[] nonce = random.bytes(NONCE);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, keys.get(sealingKey), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(sealingKey.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] envelope = ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return MARK + sealingKey + ":" + Base64.getEncoder().encodeToString(envelope);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The secret of an envelope; text that is not an envelope is itself. Empty when the key is missing or the
    /// envelope was changed.
    public Optional<String> open(String text) {
        if (!isSealed(text)) {
            return Optional.of(text);
        }
        String[] parts = text.split(":", 3);
        SecretKeySpec key = parts.length == 3 ? keys.get(parts[1]) : null;
        if (key == null) {
            return Optional.empty();
        }
        try {
            ByteBuffer envelope = ByteBuffer.wrap(Base64.getDecoder().decode(parts[2]));
            var nonce = new byte[NONCE];
            envelope.get(nonce);
            var sealed = new byte[envelope.remaining()];
            envelope.get(sealed);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, nonce));
            cipher.updateAAD(parts[1].getBytes(StandardCharsets.UTF_8));
            return Optional.of(new String(cipher.doFinal(sealed), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | RuntimeException changed) {
            return Optional.empty();
        }
    }
}
