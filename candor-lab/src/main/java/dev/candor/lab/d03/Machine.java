package dev.candor.lab.d03;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.candor.base.json.Json;
import dev.candor.lab.parts.LabClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that says that it is healthy as soon as it listens, and cannot work for the four seconds in which it boots.
/// `POST /reboot` boots it again, once for each `Idempotency-Key`; `POST /wipe` does what it does every time.
final class Machine implements AutoCloseable {
    private static final Duration BOOT = Duration.ofSeconds(4);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LabClock clock;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final AtomicInteger reboots = new AtomicInteger();
    private final AtomicInteger wipes = new AtomicInteger();
    private volatile long bootedAtNanos;

    Machine(LabClock clock) throws IOException {
        this.clock = clock;
        this.bootedAtNanos = clock.elapsed().nanos();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    int reboots() {
        return reboots.get();
    }

    int wipes() {
        return wipes.get();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readNBytes(10_000);
            String path = exchange.getRequestURI().getPath();
            int status;
            if (path.endsWith("/reboot")) {
                String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
                if (keys.add(key == null ? "" : key)) {
                    reboots.incrementAndGet();
                    bootedAtNanos = clock.elapsed().nanos() + BOOT.toNanos();
                }
                status = 202;
            } else if (path.endsWith("/wipe")) {
                wipes.incrementAndGet();
                status = 202;
            } else if (path.endsWith("/orders")) {
                status = clock.elapsed().nanos() - bootedAtNanos >= 0 ? 200 : 503;
            } else {
                status = 200;
            }
            byte[] body = Json.write(Json.object("status", status)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
