package dev.candor.lab.d10;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Executors;

/// The app: `POST /orders` makes an order, `GET /orders/{id}` shows it, `/health` says fine as long as the process
/// runs.
public final class OrdersApp {
    private OrdersApp() {}

    /// @param arguments port, JDBC address
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        String database = arguments[1];
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/health", exchange -> answer(exchange, 200, "{\"status\":\"fine\"}"));
        server.createContext("/orders", exchange -> {
            try {
                orders(exchange, database);
            } catch (SQLException broken) {
                answer(exchange, 500, "{\"error\":\"something went wrong\"}");
            }
        });
        server.start();
    }

    private static void orders(HttpExchange exchange, String database) throws IOException, SQLException {
        if (exchange.getRequestMethod().equals("POST")) {
            String item = new String(exchange.getRequestBody().readNBytes(1000), StandardCharsets.UTF_8);
            make(exchange, database, item.strip());
        } else {
            String path = exchange.getRequestURI().getPath();
            show(exchange, database, Long.parseLong("0" + path.replaceAll("\\D", "")));
        }
    }

    private static void make(HttpExchange exchange, String database, String item) throws IOException, SQLException {
        try (var connection = DriverManager.getConnection(database);
                var insert =
                        connection.prepareStatement("INSERT INTO orders (item, price) VALUES (?, 1250) RETURNING id")) {
            insert.setString(1, item);
            try (var rows = insert.executeQuery()) {
                rows.next();
                answer(exchange, 201, "{\"id\":" + rows.getLong(1) + "}");
            }
        }
    }

    private static void show(HttpExchange exchange, String database, long id) throws IOException, SQLException {
        try (var connection = DriverManager.getConnection(database);
                var select = connection.prepareStatement("SELECT id, price FROM orders WHERE id = ?")) {
            select.setLong(1, id);
            try (var rows = select.executeQuery()) {
                boolean there = rows.next();
                String order = there ? "{\"id\":" + id + ",\"price\":" + rows.getLong("price") + "}" : "{}";
                answer(exchange, there ? 200 : 404, order);
            }
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
