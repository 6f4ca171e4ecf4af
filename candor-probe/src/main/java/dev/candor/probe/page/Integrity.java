package dev.candor.probe.page;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Subresource integrity (W3C SRI): of the strongest algorithm named, one digest must fit.
final class Integrity {
    private Integrity() {}

    private static final List<String> STRONGEST_FIRST = List.of("sha512", "sha384", "sha256");

    /// Whether a browser would accept the bytes. Attributes without any known digest accept everything.
    static boolean accepts(String attribute, byte[] bytes) {
        return accepts(attribute, algorithm -> digest(algorithm, bytes));
    }

    /// The same for bytes of which only `digests` were kept.
    static boolean accepts(String attribute, Map<String, String> digests) {
        return accepts(attribute, algorithm -> digests.getOrDefault(algorithm, ""));
    }

    /// By each known algorithm.
    static Map<String, String> digests(byte[] bytes) {
        return STRONGEST_FIRST.stream()
                .collect(Collectors.toMap(algorithm -> algorithm, algorithm -> digest(algorithm, bytes)));
    }

    private static boolean accepts(String attribute, UnaryOperator<String> digest) {
        for (String algorithm : STRONGEST_FIRST) {
            boolean named = false;
            for (String token : attribute.strip().split("\\s+", 50)) {
                if (token.toLowerCase(Locale.ROOT).startsWith(algorithm + "-")) {
                    named = true;
                    String wanted = token.substring(algorithm.length() + 1);
                    int options = wanted.indexOf('?');
                    if (digest.apply(algorithm).equals(options < 0 ? wanted : wanted.substring(0, options))) {
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
