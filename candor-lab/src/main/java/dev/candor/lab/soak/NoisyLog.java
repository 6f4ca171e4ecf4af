package dev.candor.lab.soak;

import dev.candor.base.ids.Randomness;
import dev.candor.lab.parts.LabClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The access log of a service as services are: about 40 requests each second, more or fewer from second to second;
/// half a percent fails, sometimes twice that, and failures like to come in twos and threes.
final class NoisyLog implements AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int USUAL = 40;
    private static final double FAILING = 0.0025;

    private final URI door;
    private final Randomness random;
    private final LabClock clock;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Thread writer;

    private NoisyLog(URI door, long seed, LabClock clock) {
        this.door = door;
        this.random = Randomness.seeded(seed);
        this.clock = clock;
        this.writer = Thread.ofVirtual().name("noisy log").start(this::write);
    }

    static NoisyLog start(URI door, long seed, LabClock clock) {
        return new NoisyLog(door, seed, clock);
    }

    private void write() {
        try {
            for (long second = 0; !Thread.currentThread().isInterrupted(); second++) {
                clock.sleeper().sleep(SECOND);
                // A slow wave of some minutes, and chance.
                double mood = FAILING * (1.5 + Math.sin(second / 97.0));
                int requests = USUAL / 2 + random.nextInt(USUAL);
                var lines = new StringBuilder();
                int bad = 0;
                for (int i = 0; i < requests; i++) {
                    int together = random.nextDouble() < mood ? 1 + random.nextInt(3) : 0;
                    for (int failing = 0; failing < together; failing++) {
                        line(lines, 500 + random.nextInt(4));
                        bad++;
                    }
                    line(lines, random.nextInt(30) == 0 ? 404 : 200);
                }
                if (send(lines.toString())) {
                    sent.addAndGet(requests + bad);
                    failed.addAndGet(bad);
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void line(StringBuilder lines, int status) {
        lines.append("{\"time\":\"")
                .append(clock.wall().instant())
                .append("\",\"status\":")
                .append(status)
                .append(",\"request\":\"GET /orders/")
                .append(random.nextInt(5_000))
                .append(" HTTP/1.1\",\"host\":\"shop")
                .append(random.nextInt(40))
                .append(".example\",\"remote_addr\":\"10.0.")
                .append(random.nextInt(8))
                .append('.')
                .append(random.nextInt(250))
                .append("\",\"request_time\":0.0")
                .append(10 + random.nextInt(80))
                .append("}\n");
    }

    /// False before Candor listens.
    private boolean send(String lines) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(door)
                    .timeout(Duration.ofSeconds(5))
                    .POST(HttpRequest.BodyPublishers.ofString(lines))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Lines that Candor took.
    long sent() {
        return sent.get();
    }

    /// Failed requests among them.
    long failed() {
        return failed.get();
    }

    @Override
    public void close() {
        writer.interrupt();
        client.close();
    }
}
