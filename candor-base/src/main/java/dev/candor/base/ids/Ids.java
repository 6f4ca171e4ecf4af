package dev.candor.base.ids;

import java.time.InstantSource;
import java.util.UUID;

/// Where ids come from: UUID version 7 (RFC 9562, section 5.7), so that ids sort by the time they were made.
/// Ids of one `Ids` are strictly increasing, also within a millisecond and when the clock steps back.
public final class Ids {
    private final InstantSource clock;
    private final Randomness random;
    private long lastMillis;
    private int counter;

    public Ids(InstantSource clock, Randomness random) {
        this.clock = clock;
        this.random = random;
    }

    public synchronized UUID next() {
        long millis = clock.millis();
        if (millis > lastMillis) {
            lastMillis = millis;
            counter = random.nextInt(0x800); // leaves half of the 12 bits to count in
        } else if (++counter > 0xfff) {
            lastMillis++;
            counter = 0;
        }
        long high = lastMillis << 16 | 0x7000L | counter;
        long low = random.nextLong() >>> 2 | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
