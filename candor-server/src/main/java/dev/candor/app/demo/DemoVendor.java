package dev.candor.app.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.candor.base.json.Json;
import dev.candor.base.time.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Pennywise Payments, on whom the shop depends: an API that works, and a status page that says that payouts are late.
final class DemoVendor implements AutoCloseable {
    private final HttpServer server;
    private final String summary;
    private final String incidents;

    DemoVendor() {
        Instant now = SystemTime.wall().instant();
        var open = incident(
                "pwopen000001",
                "Payouts reach banks late",
                "monitoring",
                "minor",
                now.minus(Duration.ofMinutes(52)),
                List.of(
                        update(
                                "monitoring",
                                "The second bank takes files again. We watch the queue.",
                                now.minus(Duration.ofMinutes(9))),
                        update(
                                "identified",
                                "One of two banks refuses our files. The other carries all.",
                                now.minus(Duration.ofMinutes(33))),
                        update(
                                "investigating",
                                "Payouts of this morning are still with us. We look into it.",
                                now.minus(Duration.ofMinutes(48)))));
        var past = incident(
                "pwpast000001",
                "Some cards were declined",
                "resolved",
                "major",
                now.minus(Duration.ofDays(3)),
                List.of(
                        update(
                                "resolved",
                                "A certificate is replaced. Declined payments can be tried again.",
                                now.minus(Duration.ofDays(3)).plus(Duration.ofMinutes(41))),
                        update(
                                "investigating",
                                "One card scheme declines more than usual.",
                                now.minus(Duration.ofDays(3)).plus(Duration.ofMinutes(12)))));
        past.put(
                "resolved_at",
                now.minus(Duration.ofDays(3)).plus(Duration.ofMinutes(41)).toString());
        Map<String, @Nullable Object> page = Json.object(
                "id",
                "pennywise001",
                "name",
                "Pennywise Payments",
                "url",
                "https://status.pennywise.example",
                "updated_at",
                now.toString());
        summary = Json.write(Json.object(
                "page", page,
                "components",
                        List.of(
                                part("pwcards00001", "Card payments", "operational"),
                                part("pwpayout0001", "Payouts", "degraded_performance"),
                                part("pwreport0001", "Reports", "operational")),
                "incidents", List.of(open),
                "scheduled_maintenances", List.of(),
                "status", Json.object("indicator", "minor", "description", "Partially Degraded Service")));
        incidents = Json.write(Json.object("page", page, "incidents", List.of(open, past)));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException("the demo's vendor found no free port", failure);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private static Map<String, @Nullable Object> part(String id, String name, String status) {
        return Json.object("id", id, "name", name, "status", status, "group", false, "group_id", null);
    }

    private static Map<String, @Nullable Object> update(String phase, String body, Instant at) {
        return Json.object("status", phase, "body", body, "display_at", at.toString());
    }

    private static Map<String, @Nullable Object> incident(
            String id,
            String name,
            String phase,
            String impact,
            Instant began,
            List<Map<String, @Nullable Object>> updates) {
        return Json.object(
                "id",
                id,
                "name",
                name,
                "status",
                phase,
                "impact",
                impact,
                "started_at",
                began.toString(),
                "created_at",
                updates.getLast().get("display_at"),
                "updated_at",
                updates.getFirst().get("display_at"),
                "shortlink",
                "https://status.pennywise.example/incidents/" + id,
                "components",
                List.of(),
                "incident_updates",
                updates);
    }

    String host() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = switch (exchange.getRequestURI().getPath()) {
                case "/api/v2/summary.json" -> summary;
                case "/api/v2/incidents.json" -> incidents;
                case "/charge" -> "{\"ready\":true}";
                default -> "";
            };
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
            exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
