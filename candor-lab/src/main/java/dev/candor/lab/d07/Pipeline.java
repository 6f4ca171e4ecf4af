package dev.candor.lab.d07;

import com.sun.net.httpserver.HttpServer;
import dev.candor.base.json.Json;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.run.ToldChanges;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What deploys the flag service: tells Candor of it, and rolls it back when Candor asks.
final class Pipeline implements AutoCloseable {
    private final HttpServer server;
    private final Path version;
    private final ToldChanges told;
    private final AtomicInteger calls = new AtomicInteger();
    private final Set<String> orders = ConcurrentHashMap.newKeySet();
    private volatile Optional<Instant> rolledBackAt = Optional.empty();

    Pipeline(Path version, ToldChanges told, LabClock clock) throws IOException {
        this.version = version;
        this.told = told;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/rollback", exchange -> {
            calls.incrementAndGet();
            orders.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
            exchange.getRequestBody().readAllBytes();
            Files.writeString(version, "v1");
            rolledBackAt = Optional.of(clock.wall().instant());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    void write(String which) throws IOException {
        Files.writeString(version, which);
    }

    /// A change somewhere that has nothing to do with it.
    void unrelated(String service, String summary) throws IOException, InterruptedException {
        told.tell(Json.object("kind", "deploy", "service", service, "summary", summary));
    }

    /// Deploys the new version.
    ///
    /// @param guarded whether Candor is to watch it and may call the rollback
    void deploy(boolean guarded) throws IOException, InterruptedException {
        var change = Json.object("kind", "deploy", "service", "flags", "summary", "flags v2", "running", true);
        if (guarded) {
            String rollback = "http://127.0.0.1:" + server.getAddress().getPort() + "/rollback";
            change.put("watch", Json.object("for", "10m", "rollback", rollback));
        }
        told.tell(change);
        write("v2");
    }

    ToldChanges told() {
        return told;
    }

    int calls() {
        return calls.get();
    }

    /// How many different orders the calls were, by their idempotency keys.
    int orders() {
        return orders.size();
    }

    Optional<Instant> rolledBackAt() {
        return rolledBackAt;
    }

    @Override
    public void close() {
        server.stop(0);
        told.close();
    }
}
