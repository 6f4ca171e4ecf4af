package dev.candor.detect.arrival;

import dev.candor.probe.steps.Arrivals;
import dev.candor.probe.steps.Arrived;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Where one run waits.
final class ArrivalPlace implements Arrivals.Place {
    /// Arrivals one run takes.
    static final int MOST = 20;

    /// Bytes one run takes, in all bodies together.
    static final int BYTES = 512 << 10;

    private final String address;
    private final Instant until;
    private final Runnable closing;
    private final LinkedBlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private int count;
    private int bytes;

    /// @param until whoever opened it is not there any more
    ArrivalPlace(String address, Instant until, Runnable closing) {
        this.address = address;
        this.until = until;
        this.closing = closing;
    }

    /// False when it takes no more.
    ///
    /// What is refused takes no room: something small may still come after something too big.
    synchronized boolean put(Arrived one) {
        if (count == MOST || bytes + one.body().length > BYTES) {
            return false;
        }
        count++;
        bytes += one.body().length;
        return arrived.add(one);
    }

    boolean isOver(Instant now) {
        return now.isAfter(until);
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Optional<Arrived> next(Duration atMost) throws InterruptedException {
        return Optional.ofNullable(arrived.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {
        closing.run();
    }
}
