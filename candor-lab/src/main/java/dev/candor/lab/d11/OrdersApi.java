package dev.candor.lab.d11;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.candor.base.time.SystemTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/// The API: `POST /orders` takes an order, `GET /orders/{id}` shows one. The new version keeps 700 KB of each
/// order it took, and forgets to forget it.
public final class OrdersApi {
    private static final int KEPT_BYTES = 700 * 1024;
    private static final Duration WORK = Duration.ofMillis(20);

    private final Path newVersion;
    private final Queue<byte[]> kept = new ConcurrentLinkedQueue<>();

    private OrdersApi(Path newVersion) {
        this.newVersion = newVersion;
    }

    /// @param arguments port, the file that makes it the new version
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        var api = new OrdersApi(Path.of(arguments[1]));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/orders", api::orders);
        server.start();
    }

    private void orders(HttpExchange exchange) throws IOException {
        boolean takes = exchange.getRequestMethod().equals("POST");
        exchange.getRequestBody().readNBytes(1000);
        if (takes && Files.exists(newVersion)) {
            kept.add(new byte[KEPT_BYTES]);
        } else if (takes) {
            kept.clear();
        }
        try {
            SystemTime.sleeper().sleep(WORK);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
        byte[] body = (takes ? "{\"taken\":true}" : "{\"price\":1250}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(takes ? 201 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
