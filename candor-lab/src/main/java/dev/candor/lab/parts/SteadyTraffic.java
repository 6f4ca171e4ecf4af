package dev.candor.lab.parts;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/// Many customers together: so many requests each second, whether the ones before are answered or not, as it is where
/// nobody waits for anybody else.
public final class SteadyTraffic implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration WARM = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int AT_ONCE = 1000;
    private static final int MOST_KEPT = 1_000_000;
    private static final int FAILED = 500;

    /// One request.
    ///
    /// @param of what it is counted under: a customer, a host
    public record Ask(String of, HttpClient from, HttpRequest request) {}

    /// @param failures answered with 500 or more, or not at all
    public record Counts(long requests, long failures) {
        public double share() {
            return requests == 0 ? 0 : (double) failures / requests;
        }

        Counts plus(boolean failed) {
            return new Counts(requests + 1, failures + (failed ? 1 : 0));
        }
    }

    private record Answered(Instant at, String of, boolean failed) {}

    private final int perSecond;
    private final IntFunction<Ask> asks;
    private final LabClock clock;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final List<Answered> answered = new ArrayList<>();
    private final Set<HttpClient> clients = ConcurrentHashMap.newKeySet();
    private final Thread sender;
    private volatile boolean closed;

    private SteadyTraffic(int perSecond, IntFunction<Ask> asks, LabClock clock) {
        this.perSecond = perSecond;
        this.asks = asks;
        this.clock = clock;
        this.sender = Thread.ofVirtual().name("traffic").start(this::send);
    }

    /// Goes on until `close`.
    ///
    /// @param asks the request with this number, counted from 0
    public static SteadyTraffic start(int perSecond, IntFunction<Ask> asks, LabClock clock) {
        return new SteadyTraffic(perSecond, asks, clock);
    }

    /// Asks one after the other, each until it is answered well: what has just started is slow at first.
    ///
    /// @throws IllegalStateException when that takes too long
    public static void warm(List<Ask> asks, LabClock clock) throws InterruptedException {
        long from = clock.elapsed().nanos();
        for (Ask ask : asks) {
            while (status(ask) >= FAILED) {
                if (clock.elapsed().nanos() - from > WARM.toNanos()) {
                    throw new IllegalStateException(ask.of() + " does not answer");
                }
                clock.sleeper().sleep(POLL);
            }
        }
    }

    private static int status(Ask ask) throws InterruptedException {
        try {
            return ask.from()
                    .send(ask.request(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException noAnswer) {
            return FAILED;
        }
    }

    /// A customer's own connections.
    public static HttpClient.Builder client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
    }

    private void send() {
        long from = clock.elapsed().nanos();
        try {
            for (int number = 0; !closed; number++) {
                clock.sleepUntil(from, Duration.ofNanos(1_000_000_000L * number / perSecond));
                Ask ask = asks.apply(number);
                clients.add(ask.from());
                room.acquire();
                Thread.ofVirtual().start(() -> send(ask));
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Ask ask) {
        try {
            note(ask, status(ask) >= FAILED);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    private synchronized void note(Ask ask, boolean failed) {
        if (!closed && answered.size() < MOST_KEPT) {
            answered.add(new Answered(clock.wall().instant(), ask.of(), failed));
        }
    }

    /// What was answered, or given up, from one moment to another, by what it is counted under.
    public synchronized Map<String, Counts> between(Instant from, Instant until) {
        var counts = new TreeMap<String, Counts>();
        for (Answered one : answered) {
            if (!one.at().isBefore(from) && !one.at().isAfter(until)) {
                counts.put(
                        one.of(),
                        counts.getOrDefault(one.of(), new Counts(0, 0)).plus(one.failed()));
            }
        }
        return counts;
    }

    /// All of them together.
    public static Counts sum(Map<String, Counts> counts) {
        return counts.values().stream()
                .reduce(
                        new Counts(0, 0),
                        (a, b) -> new Counts(a.requests() + b.requests(), a.failures() + b.failures()));
    }

    public Counts all() {
        return sum(between(Instant.MIN, Instant.MAX));
    }

    public synchronized Optional<Instant> firstFailureAt() {
        return answered.stream().filter(Answered::failed).map(Answered::at).findFirst();
    }

    public synchronized Optional<Instant> lastFailureAt() {
        return answered.reversed().stream()
                .filter(Answered::failed)
                .map(Answered::at)
                .findFirst();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true; // what the end of the miniature breaks is nobody's trouble
        }
        sender.interrupt();
        clients.forEach(HttpClient::shutdownNow);
    }
}
