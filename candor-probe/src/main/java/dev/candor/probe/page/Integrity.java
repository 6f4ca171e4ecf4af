package dev.candor.probe.page;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/// Subresource integrity (W3C SRI): of the strongest algorithm named, one digest must fit.
final class Integrity {
    private Integrity() {}

    /// Whether a browser would accept the bytes. Attributes without any known digest accept everything.
    static boolean accepts(String attribute, byte[] bytes) {
        for (String algorithm : new String[] {"sha512", "sha384", "sha256"}) {
            boolean named = false;
            for (String token : attribute.strip().split("\\s+", 50)) {
                if (token.toLowerCase(Locale.ROOT).startsWith(algorithm + "-")) {
                    named = true;
                    String wanted = token.substring(algorithm.length() + 1);
                    int options = wanted.indexOf('?');
                    if (digest(algorithm, bytes).equals(options < 0 ? wanted : wanted.substring(0, options))) {
                        return true;
                    }
                }
            }
            if (named) {
                return false;
            }
        }
        return true;
    }

    private static String digest(String algorithm, byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-" + algorithm.substring(3));
            return Base64.getEncoder().encodeToString(digest.digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-2", impossible);
        }
    }
}
