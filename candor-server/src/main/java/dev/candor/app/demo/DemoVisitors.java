package dev.candor.app.demo;

import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.base.time.Sleeper;
import dev.candor.base.time.SystemTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// People who drink tea: what the shop's web server would log of them, sent to the storefront as any web server's
/// lines.
final class DemoVisitors implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int FEWEST = 12;
    private static final int MOST = 34;
    private static final List<String> CUSTOMERS =
            List.of("harbour-cafe", "reading-room", "hotel-linden", "night-train", "walk-in");
    private static final List<String> REGIONS = List.of("eu-north", "eu-south", "overseas");
    private static final List<String> PATHS = List.of(
            "/",
            "/teas/smoky-pine",
            "/teas/first-frost",
            "/teas/harbour-fog",
            "/api/catalogue",
            "/api/search?q=green",
            "/api/checkout");

    private final InstantSource clock = SystemTime.wall();
    private final Sleeper sleeper = SystemTime.sleeper();
    private final Randomness random = Randomness.secure();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Thread thread;

    /// @param console where Candor listens
    /// @param key an intake key of the storefront
    DemoVisitors(String console, String key) {
        URI door = URI.create(console + "/in/" + key + "/logs?source=larkspur-edge");
        thread = Thread.ofVirtual().name("demo visitors").start(() -> visit(door));
    }

    private void visit(URI door) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                sleeper.sleep(EVERY);
                try {
                    http.send(
                            HttpRequest.newBuilder(door)
                                    .timeout(EVERY)
                                    .POST(HttpRequest.BodyPublishers.ofString(lines()))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
                } catch (IOException away) {
                    continue; // visitors do not wait for anybody
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private String lines() {
        var lines = new StringBuilder();
        int many = FEWEST + random.nextInt(MOST - FEWEST);
        Instant now = clock.instant();
        for (int i = 0; i < many; i++) {
            lines.append(line(now.minusMillis(random.nextInt((int) EVERY.toMillis()))))
                    .append('\n');
        }
        return lines.toString();
    }

    /// One request in two hundred fails, as everywhere.
    private String line(Instant at) {
        String path = one(PATHS);
        int least = path.startsWith("/api/search") ? 190 : 9;
        return Json.write(Json.object(
                "time",
                at.toString(),
                "method",
                path.equals("/api/checkout") ? "POST" : "GET",
                "path",
                path,
                "status",
                random.nextInt(200) == 0 ? 502 : 200,
                "took",
                least + random.nextInt(least * 2),
                "host",
                "larkspur-tea.example",
                "client",
                "192.0.2." + (1 + random.nextInt(250)),
                "customer",
                one(CUSTOMERS),
                "region",
                one(REGIONS)));
    }

    /// The first of them most often.
    private String one(List<String> of) {
        return of.get(Math.min(random.nextInt(of.size()), random.nextInt(of.size())));
    }

    @Override
    public void close() {
        thread.interrupt();
        http.shutdownNow();
    }
}
