package dev.candor.app.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.base.time.Sleeper;
import dev.candor.base.time.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Larkspur Tea's site: pages with assets, JSON APIs, one of them broken, one slow, and the phones of the people who
/// are paged.
final class DemoSite implements AutoCloseable {
    private static final Duration SLOW = Duration.ofMillis(230);
    private static final int LARGEST_BODY = 64 << 10;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final DemoPhones phones = new DemoPhones(SystemTime.wall());
    private final DemoSwitches switches = new DemoSwitches();
    private final Sleeper sleeper = SystemTime.sleeper();

    DemoSite() {
        System.setProperty(
                "sun.net.httpserver.nodelay",
                "true"); // otherwise every second answer waits 40 ms for an acknowledgement
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException("the demo site found no free port", failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
            if (exchange.getRequestMethod().equals("POST")) {
                if (path.startsWith("/edge/")) {
                    switches.take(path);
                } else {
                    take(path, body);
                }
                send(exchange, 200, "application/json", "{\"ok\":true}");
                return;
            }
            switch (path) {
                case "/" -> send(exchange, 200, "text/html", DemoShopPages.home());
                case "/phones" -> send(exchange, 200, "text/html", phones.page());
                case "/shop.css" -> send(exchange, 200, "text/css", DemoShopPages.STYLE);
                case "/shop.js" ->
                    send(exchange, 200, "text/javascript", "document.documentElement.dataset.ready = 'yes';\n");
                case "/leaf.svg" -> send(exchange, 200, "image/svg+xml", DemoShopPages.LEAF);
                case "/api/catalogue" -> send(exchange, 200, "application/json", DemoShopPages.catalogue());
                case "/api/stock" -> send(exchange, 200, "application/json", "{\"in_stock\":5,\"reserved\":2}");
                case "/api/checkout" -> send(exchange, 200, "application/json", "{\"open\":true}");
                case "/api/payments" -> send(exchange, 200, "application/json", "{\"methods\":[\"card\",\"invoice\"]}");
                case "/api/search" -> slowly(exchange);
                case "/api/newsletter" ->
                    send(exchange, 503, "application/json", "{\"error\":\"the letter press is out of ink\"}");
                case String edge
                when edge.startsWith("/edge/") -> send(exchange, 200, "application/json", switches.state(edge));
                default -> {
                    boolean tea = path.startsWith("/teas/") && DemoShopPages.isTea(path.substring("/teas/".length()));
                    send(
                            exchange,
                            tea ? 200 : 404,
                            "text/html",
                            tea ? DemoShopPages.tea(path.substring("/teas/".length())) : DemoShopPages.home());
                }
            }
        }
    }

    private void slowly(HttpExchange exchange) throws IOException {
        try {
            sleeper.sleep(SLOW);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        send(exchange, 200, "application/json", "{\"found\":[\"jade-oolong\",\"milk-oolong\"]}");
    }

    /// A publish to `/phone/` (the topic names the person) or a webhook to `/hook`.
    private void take(String path, byte[] body) {
        try {
            if (path.startsWith("/phone")) {
                phones.take(Json.parseObject(body));
            } else if (path.equals("/hook")) {
                phones.hook(new String(body, StandardCharsets.UTF_8));
            }
        } catch (JsonException notJson) {
            phones.hook("not JSON: " + notJson.getMessage());
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
