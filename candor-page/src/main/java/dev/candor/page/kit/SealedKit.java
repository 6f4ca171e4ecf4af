package dev.candor.page.kit;

import dev.candor.base.ids.Randomness;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// A kit for another machine, sealed with a passphrase: PBKDF2 with HMAC-SHA-256 (RFC 8018) makes the key, AES-256-GCM
/// seals the compressed JSON and the first line, which says how: `candor-kit-sealed/1 ROUNDS SALT`.
public final class SealedKit {
    /// Fewest characters of a passphrase.
    public static final int SHORTEST_PASSPHRASE = 12;

    /// Largest file that is read, in bytes.
    public static final int LARGEST = 64 << 20;

    private static final int ROUNDS = 600_000;
    private static final int MOST_ROUNDS = 10_000_000;
    private static final int FEWEST_ROUNDS = 100_000;
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int LARGEST_OPENED = 256 << 20;
    private static final Pattern FIRST_LINE = Pattern.compile("candor-kit-sealed/1 ([0-9]{6,8}) ([A-Za-z0-9+/]{22}==)");

    private SealedKit() {}

    /// @return text of two lines
    public static String seal(Kit kit, char[] passphrase, Randomness random) {
        byte[] salt = random.bytes(SALT);
        byte[] nonce = random.bytes(NONCE);
        String first =
                "candor-kit-sealed/1 " + ROUNDS + " " + Base64.getEncoder().encodeToString(salt);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, ROUNDS, nonce, first)
                    .doFinal(compressed(KitJson.write(kit)));
            byte[] body = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, body, NONCE, sealed.length);
            return first + "\n" + Base64.getEncoder().encodeToString(body) + "\n";
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has PBKDF2 and AES-GCM", impossible);
        }
    }

    /// @param text as `seal` gave it, at most {@link #LARGEST} long
    /// @return never `Absent`
    public static Kit.Read open(String text, char[] passphrase) {
        int end = text.indexOf('\n');
        Matcher first = FIRST_LINE.matcher(end < 0 ? "" : text.substring(0, end));
        if (!first.matches() || text.length() > LARGEST) {
            return new Kit.Read.Refused("it is no kit");
        }
        int rounds = Integer.parseInt(first.group(1));
        if (rounds < FEWEST_ROUNDS || rounds > MOST_ROUNDS) {
            return new Kit.Read.Refused("it is no kit of ours: " + rounds + " rounds");
        }
        try {
            byte[] salt = Base64.getDecoder().decode(first.group(2));
            byte[] body = Base64.getDecoder().decode(text.substring(end + 1).strip());
            if (body.length < NONCE + 16) {
                return new Kit.Read.Refused("it is cut off");
            }
            Cipher cipher =
                    cipher(Cipher.DECRYPT_MODE, passphrase, salt, rounds, Arrays.copyOf(body, NONCE), first.group());
            return opened(cipher.doFinal(body, NONCE, body.length - NONCE));
        } catch (AEADBadTagException wrong) {
            return new Kit.Read.Refused("the passphrase is wrong, or the file was changed");
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            return new Kit.Read.Refused("it is damaged");
        }
    }

    private static Cipher cipher(int mode, char[] passphrase, byte[] salt, int rounds, byte[] nonce, String first)
            throws GeneralSecurityException {
        var spec = new PBEKeySpec(passphrase, salt, rounds, 256);
        byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(spec)
                .getEncoded();
        spec.clearPassword();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(first.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static byte[] compressed(byte[] plain) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // memory does not fail
        }
        return out.toByteArray();
    }

    private static Kit.Read opened(byte[] compressed) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] plain = gzip.readNBytes(LARGEST_OPENED + 1);
            return plain.length > LARGEST_OPENED ? new Kit.Read.Refused("it is too large") : KitJson.read(plain);
        } catch (IOException damaged) {
            return new Kit.Read.Refused("it is damaged");
        }
    }
}
