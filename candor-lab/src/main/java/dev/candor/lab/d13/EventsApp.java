package dev.candor.lab.d13;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.candor.base.time.SystemTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// The app: `POST /identities` saves an identity and tells the integration of it. Without an outbox it sends the event
/// and forgets it; with one the event is a row of the same transaction, sent until it is taken. A delivery that was
/// taken pings the heartbeat of the integration.
public final class EventsApp {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final long PING_EVERY_NANOS = 300_000_000;

    private final String database;
    private final URI sink;
    private final URI heartbeat;
    private final boolean outbox;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final AtomicLong pingedAt = new AtomicLong(SystemTime.elapsed().nanos() - PING_EVERY_NANOS);

    private EventsApp(String database, URI sink, URI heartbeat, boolean outbox) {
        this.database = database;
        this.sink = sink;
        this.heartbeat = heartbeat;
        this.outbox = outbox;
    }

    /// @param arguments port, JDBC address, address of the receiver, address to ping, `outbox` or `forget`
    public static void main(String[] arguments) throws IOException {
        var app = new EventsApp(
                arguments[1], URI.create(arguments[2]), URI.create(arguments[3]), arguments[4].equals("outbox"));
        int port = Integer.parseInt(arguments[0]);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/identities", app::take);
        server.start();
        if (app.outbox) {
            Thread.ofPlatform().name("outbox").start(app::drain);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        String identity = new String(exchange.getRequestBody().readNBytes(200), StandardCharsets.UTF_8).strip();
        int status = 201;
        try {
            save(identity);
            if (!outbox) {
                client.sendAsync(event(identity), HttpResponse.BodyHandlers.discarding())
                        .thenAccept(answer -> delivered(answer.statusCode())); // and nobody looks at the rest
            }
        } catch (SQLException broken) {
            status = 500;
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void save(String identity) throws SQLException {
        try (var connection = DriverManager.getConnection(database)) {
            connection.setAutoCommit(false);
            for (String table : outbox ? new String[] {"identity", "outbox"} : new String[] {"identity"}) {
                try (var insert = connection.prepareStatement("INSERT INTO " + table + " (name) VALUES (?)")) {
                    insert.setString(1, identity);
                    insert.executeUpdate();
                }
            }
            connection.commit();
        }
    }

    private HttpRequest event(String identity) {
        return HttpRequest.newBuilder(sink)
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(identity))
                .build();
    }

    private boolean delivered(int status) {
        if (status / 100 != 2) {
            return false;
        }
        long now = SystemTime.elapsed().nanos();
        long before = pingedAt.get();
        if (now - before >= PING_EVERY_NANOS && pingedAt.compareAndSet(before, now)) {
            var ping = HttpRequest.newBuilder(heartbeat).timeout(TIMEOUT).build();
            client.sendAsync(ping, HttpResponse.BodyHandlers.discarding());
        }
        return true;
    }

    private void drain() {
        try {
            while (true) {
                SystemTime.sleeper().sleep(sendWaiting() ? Duration.ofMillis(50) : Duration.ofMillis(500));
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /// Sends what waits, oldest first, until one is not taken.
    ///
    /// @return whether all were
    private boolean sendWaiting() throws InterruptedException {
        try (var connection = DriverManager.getConnection(database)) {
            Map<Long, String> waiting = new LinkedHashMap<>();
            try (var select = connection.createStatement();
                    var rows = select.executeQuery("SELECT id, name FROM outbox ORDER BY id LIMIT 200")) {
                while (rows.next()) {
                    waiting.put(rows.getLong(1), rows.getString(2));
                }
            }
            for (var entry : waiting.entrySet()) {
                var answer = client.send(event(entry.getValue()), HttpResponse.BodyHandlers.discarding());
                if (!delivered(answer.statusCode())) {
                    return false;
                }
                try (var delete = connection.prepareStatement("DELETE FROM outbox WHERE id = ?")) {
                    delete.setLong(1, entry.getKey());
                    delete.executeUpdate();
                }
            }
            return true;
        } catch (SQLException | IOException later) {
            return false;
        }
    }
}
