package dev.candor.catalog;

import dev.candor.base.ids.Randomness;
import dev.candor.platform.auth.Hashes;
import java.math.BigInteger;

/// The 12-character public ids of the Statuspage format: `[a-z0-9]`.
public final class Code {
    private static final int LENGTH = 12;

    private Code() {}

    /// A new one.
    public static String next(Randomness random) {
        return random.token(LENGTH);
    }

    /// Always the same for the same names: components keep their id as long as page and name stay.
    public static String of(String... names) {
        String padded =
                "0".repeat(LENGTH) + new BigInteger(Hashes.sha256(String.join("\u0000", names)), 16).toString(36);
        return padded.substring(padded.length() - LENGTH);
    }
}
