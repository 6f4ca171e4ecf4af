package dev.candor.base.ids;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// Where chance comes from. In production a cryptographic source; in the simulated world a seed.
public final class Randomness {
    private static final String TOKEN = "0123456789abcdefghijklmnopqrstuvwxyz";
    private final RandomGenerator source;

    public Randomness(RandomGenerator source) {
        this.source = source;
    }

    public static Randomness secure() {
        return new Randomness(new SecureRandom());
    }

    public static Randomness seeded(long seed) {
        return new Randomness(new java.util.SplittableRandom(seed));
    }

    /// Uniform in `[0, bound)`.
    public int nextInt(int bound) {
        return source.nextInt(bound);
    }

    public long nextLong() {
        return source.nextLong();
    }

    /// Uniform in `[0, 1)`.
    public double nextDouble() {
        return source.nextDouble();
    }

    public byte[] bytes(int length) {
        var bytes = new byte[length];
        source.nextBytes(bytes);
        return bytes;
    }

    /// `length` characters of `[0-9a-z]`, about 5.17 bits each: 25 of them are more than 128 bits.
    public String token(int length) {
        var token = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            token.append(TOKEN.charAt(source.nextInt(TOKEN.length())));
        }
        return token.toString();
    }
}
