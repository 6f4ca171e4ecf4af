package dev.candor.platform.auth;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Argon2id with 19 MiB, 2 passes, 1 lane (OWASP's first choice), on two platform threads: 40 ms of CPU must not hold
/// a carrier of virtual threads.
public final class Passwords implements AutoCloseable {
    public static final int SHORTEST = 10;
    private static final int LONGEST = 200;

    /// Made at the first password: it takes its 19 MiB at once and keeps them.
    private static final class Argon {
        static final Argon2Function FUNCTION = Argon2Function.getInstance(19 << 10, 2, 1, 32, Argon2.ID);
    }

    /// Verified against when the person is unknown, so that both cases take the same time.
    private static final String NOBODYS_HASH =
            "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$5vFjgkpGmDkkkzz/lKgYwvpbBXRyUGYhyAoGMBgsBnE";

    private final ExecutorService threads = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("passwords-", 0).factory());

    /// Why `password` cannot be taken, empty when it can.
    public static Optional<String> objection(String password) {
        if (password.length() < SHORTEST) {
            return Optional.of(
                    "A password has at least " + SHORTEST + " characters; this one has " + password.length() + ".");
        }
        if (password.length() > LONGEST) {
            return Optional.of("A password has at most " + LONGEST + " characters.");
        }
        if (password.chars().distinct().count() < 4) {
            return Optional.of("This password repeats the same few characters.");
        }
        return Optional.empty();
    }

    public String hash(String password) {
        return CompletableFuture.supplyAsync(
                        () -> Password.hash(password)
                                .addRandomSalt(16)
                                .with(Argon.FUNCTION)
                                .getResult(),
                        threads)
                .join();
    }

    /// @param hash empty for an unknown person: takes as long and is false
    public boolean verify(String password, Optional<String> hash) {
        if (password.length() > LONGEST) {
            return false;
        }
        boolean right = CompletableFuture.supplyAsync(
                        () -> Password.check(password, hash.orElse(NOBODYS_HASH))
                                .with(Argon.FUNCTION),
                        threads)
                .join();
        return right && hash.isPresent();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
