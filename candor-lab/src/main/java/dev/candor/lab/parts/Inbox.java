package dev.candor.lab.parts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What arrived at a provider of messages, in the order it came, and whether it takes any at all.
public final class Inbox {
    private final List<Letter> letters = Collections.synchronizedList(new ArrayList<>());
    private final LabClock clock;
    private volatile boolean open = true;
    private volatile int refused;

    /// @param text as it came, with its headers where they are part of it
    public record Letter(Instant at, String text) {}

    public Inbox(LabClock clock) {
        this.clock = clock;
    }

    /// Whether it takes messages; otherwise it says that it cannot now.
    public void open(boolean takes) {
        open = takes;
    }

    public boolean isOpen() {
        return open;
    }

    void take(String text) {
        letters.add(new Letter(clock.wall().instant(), text));
    }

    void refuse() {
        refused = refused + 1;
    }

    /// Tries that were refused, about.
    public int refused() {
        return refused;
    }

    public List<Letter> letters() {
        synchronized (letters) {
            return List.copyOf(letters);
        }
    }
}
