package dev.candor.lab.d13;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// The receiver of the integration, a real HTTP server. While the switch, a file, is there, it answers 500, or closes
/// the connection when the file says `closed`. What it took is shown at another port, which always works.
final class Sink implements AutoCloseable {
    private final HttpServer door;
    private final HttpServer shown;
    private final Path fault;
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();

    Sink(Path fault) throws IOException {
        this.fault = fault;
        this.door = server("/events", this::take);
        this.shown = server("/received/", this::show);
    }

    private static HttpServer server(String path, com.sun.net.httpserver.HttpHandler handler) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(path, handler);
        server.start();
        return server;
    }

    private void take(HttpExchange exchange) throws IOException {
        String event = new String(exchange.getRequestBody().readNBytes(200), StandardCharsets.UTF_8);
        if (Files.exists(fault)) {
            if (!Files.readString(fault).strip().equals("closed")) {
                exchange.sendResponseHeaders(500, -1);
            }
        } else {
            taken.merge(event, 1, Integer::sum);
            exchange.sendResponseHeaders(204, -1);
        }
        exchange.close();
    }

    private void show(HttpExchange exchange) throws IOException {
        String event = exchange.getRequestURI().getPath().substring("/received/".length());
        byte[] body = ("{\"count\":" + taken.getOrDefault(event, 0) + "}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    boolean has(String event) {
        return taken.containsKey(event);
    }

    /// Where events go.
    URI events() {
        return URI.create("http://127.0.0.1:" + door.getAddress().getPort() + "/events");
    }

    /// Where one sees what arrived.
    URI received() {
        return URI.create("http://127.0.0.1:" + shown.getAddress().getPort() + "/received");
    }

    @Override
    public void close() {
        door.stop(0);
        shown.stop(0);
    }
}
