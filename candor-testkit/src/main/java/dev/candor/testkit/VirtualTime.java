package dev.candor.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// The true time of the simulated world, and everything that will happen in it: nothing passes but by taking the next
/// event.
final class VirtualTime {
    private record Event(Instant at, long number, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
    private Instant now;
    private long number;
    private long happened;

    VirtualTime(Instant start) {
        this.now = start;
    }

    Instant now() {
        return now;
    }

    /// How many events happened so far.
    long happened() {
        return happened;
    }

    void after(Duration wait, Runnable action) {
        at(now.plus(wait), action);
    }

    /// What is planned for the past happens next.
    void at(Instant when, Runnable action) {
        events.add(new Event(when.isBefore(now) ? now : when, number++, action));
    }

    /// Lets everything happen that is planned up to and including `end`.
    void runUntil(Instant end) {
        for (Event next = events.peek(); next != null && !next.at().isAfter(end); next = events.peek()) {
            events.remove();
            now = next.at();
            happened++;
            next.action().run();
        }
        now = end;
    }
}
