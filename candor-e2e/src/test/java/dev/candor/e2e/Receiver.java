package dev.candor.e2e;

import com.sun.net.httpserver.HttpServer;
import dev.candor.base.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A webhook's receiver that remembers every message by its id, and every eleventh time claims to be unwell.
final class Receiver implements AutoCloseable {
    /// @param id the `webhook-id`
    record Received(String id, String event, String text) {}

    private final HttpServer server;
    private final List<Received> received = new ArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();

    Receiver() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean unwell = requests.incrementAndGet() % 11 == 0;
            if (!unwell && Json.parseObject(body).get("data") instanceof Map<?, ?> data) {
                synchronized (received) {
                    received.add(new Received(
                            String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id")),
                            String.valueOf(data.get("event")),
                            String.valueOf(data.get("text"))));
                }
            }
            exchange.sendResponseHeaders(unwell ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /// A configuration whose service `shop` tells this receiver of every alert, once.
    String configuration() {
        return """
                channels:
                  - {name: ops-hook, kind: webhook, url: "%s", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjSw"}
                escalation-policies:
                  - {name: web, steps: [{notify: [{channel: ops-hook}], then-after: 12h}]}
                services:
                  - {name: shop, escalation-policy: web, intake-keys: [shop-intake-key]}
                """.formatted(url());
    }

    List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
