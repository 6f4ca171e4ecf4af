package dev.candor.testkit;

import dev.candor.base.ids.Randomness;
import java.time.Duration;

/// How bad the world is just now, and the dice all faults are thrown with.
final class Weather {
    /// What goes wrong with one transaction.
    enum Fault {
        NONE,
        /// Nothing was stored.
        BEFORE_COMMIT,
        /// Everything was stored, and nobody learns it.
        AFTER_COMMIT,
        /// The process dies right after it stored something.
        DEATH
    }

    private final Randomness random;
    private boolean stormy;
    boolean databaseAway;
    boolean diskFull;
    boolean providerOut;

    Weather(Randomness random) {
        this.random = random;
    }

    void storm() {
        stormy = true;
    }

    /// From now on nothing goes wrong any more.
    void heal() {
        stormy = false;
        databaseAway = false;
        diskFull = false;
        providerOut = false;
    }

    boolean stormy() {
        return stormy;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /// Uniform between the two, in milliseconds.
    Duration between(Duration least, Duration most) {
        long span = most.toMillis() - least.toMillis();
        return least.plusMillis((long) (random.nextDouble() * span));
    }

    int pick(int bound) {
        return random.nextInt(bound);
    }

    Fault fault() {
        if (!stormy) {
            return Fault.NONE;
        }
        double thrown = random.nextDouble();
        if (thrown < 0.01) {
            return Fault.BEFORE_COMMIT;
        }
        return thrown < 0.02 ? Fault.AFTER_COMMIT : thrown < 0.03 ? Fault.DEATH : Fault.NONE;
    }

    /// Whether this piece of work meets a slow database: others run between its transactions.
    boolean slow() {
        return stormy && chance(0.15);
    }

    /// How long one transaction of slow work waits for its turn.
    Duration wait1() {
        return chance(0.1)
                ? between(Duration.ofSeconds(1), Duration.ofSeconds(8))
                : between(Duration.ZERO, Duration.ofMillis(800));
    }
}
