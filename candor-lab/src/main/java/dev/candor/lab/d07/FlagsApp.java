package dev.candor.lab.d07;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/// The flag service. A file says which version it is, so that a deploy is a write: `v1` works; `v2` tells the draft of
/// a
/// flag instead of its value, fails on an empty trait, and rejects clients that send no `client`.
public final class FlagsApp {
    private FlagsApp() {}

    /// @param arguments port, the file that says the version
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        Path version = Path.of(arguments[1]);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/health", exchange -> answer(exchange, 200, "{\"status\":\"fine\"}"));
        server.createContext("/flags/checkout", exchange -> {
            String value = isNew(version) ? "green" : "blue"; // green is nobody's decision yet
            answer(exchange, 200, "{\"flag\":\"checkout\",\"value\":\"" + value + "\"}");
        });
        server.createContext("/identities", exchange -> identity(exchange, isNew(version)));
        server.start();
    }

    private static boolean isNew(Path version) throws IOException {
        return Files.readString(version).strip().equals("v2");
    }

    private static void identity(HttpExchange exchange, boolean isNew) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (isNew && query.endsWith("trait=")) {
            answer(exchange, 500, "{\"error\":\"something went wrong\"}");
        } else if (isNew && !query.contains("client=")) {
            answer(exchange, 400, "{\"error\":\"client is missing\"}");
        } else {
            answer(exchange, 200, "{\"stored\":true}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
