package dev.candor.detect.arrival;

import dev.candor.probe.steps.Arrivals;
import dev.candor.probe.steps.Arrived;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

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
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /// @param until whoever opened it is not there any more
    ArrivalPlace(String address, Instant until, Runnable closing) {
        this.address = address;
        this.until = until;
        this.closing = closing;
    }

    /// False when it takes no more.
    boolean put(Arrived one) {
        if (count.incrementAndGet() > MOST || bytes.addAndGet(one.body().length) > BYTES) {
            return false;
        }
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
