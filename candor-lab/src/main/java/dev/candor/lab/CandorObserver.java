package dev.candor.lab;

import dev.candor.app.Candor;
import dev.candor.app.Settings;
import dev.candor.base.json.Json;
import dev.candor.base.time.SystemTime;
import dev.candor.catalog.Item;
import dev.candor.detect.Detect;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Outcome;
import dev.candor.paging.alert.Alert;
import dev.candor.respond.incident.Incident;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A whole Candor as the observer of a drill: a page monitor every second, ana with a phone that really receives, an
/// automatic public page that is really read.
final class CandorObserver implements Observer {
    private static final Duration FIRST_ROUND = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Path data;
    private final List<Instant> published = Collections.synchronizedList(new ArrayList<>());
    private final Phone phone;
    private @Nullable Candor candor;
    private @Nullable Thread reader;
    private Instant startedAt = Instant.EPOCH;

    CandorObserver() throws IOException {
        data = Files.createTempDirectory("candor-drill");
        phone = new Phone();
    }

    @Override
    public void start(URI site, List<URI> assets) throws Exception {
        Settings.Loaded loaded = Settings.load(
                Optional.empty(),
                Map.of("data", data.toString(), "listen", "127.0.0.1:0", "page-listen", "127.0.0.1:0"),
                Map.of("CANDOR_NETWORK_ALLOW", "127.0.0.0/8:1-65535"));
        Candor running = new Candor(loaded.settings());
        candor = running;
        var outcome = running.applying().files(Map.of("drill.yaml", configuration(site)), Map.of(), false, "drill");
        if (!outcome.problems().isEmpty()) {
            throw new IllegalStateException("the drill's configuration is wrong: " + outcome.problems());
        }
        running.start();
        startedAt = SystemTime.wall().instant();
        awaitFirstRound(running);
        reader = Thread.ofVirtual().name("reader").start(() -> read(running));
    }

    private String configuration(URI site) {
        return """
                people:
                  - {name: ana, email: ana@shop.example, role: responder, contact: [{ntfy: "%s"}]}
                escalation-policies:
                  - {name: web, steps: [{notify: [{person: ana}], then-after: 5m}]}
                services:
                  - {name: shop, escalation-policy: web}
                monitors:
                  - {name: shop-home, service: shop, kind: page, url: "%s", every: 1s, timeout: 3s, down-after: {failures: 2, of: 3}}
                pages:
                  - {name: Shop, slug: shop, publish: automatic, components: [{name: Website, services: [shop]}]}
                """.formatted(phone.url(), site);
    }

    private void awaitFirstRound(Candor running) throws InterruptedException {
        long deadline = SystemTime.elapsed().nanos() + FIRST_ROUND.toNanos();
        while (outcomes(running, Outcome.PASSED).size() < 3) {
            if (SystemTime.elapsed().nanos() > deadline) {
                throw new IllegalStateException(
                        "the miniature was not seen healthy within " + FIRST_ROUND.toSeconds() + " s");
            }
            SystemTime.sleeper().sleep(POLL);
        }
    }

    private List<Instant> outcomes(Candor running, Outcome outcome) {
        return running.catalogs().current().all(Monitor.KIND).stream()
                .map(Item::id)
                .flatMap(id ->
                        running.detect().results().since(id, Detect.HERE, startedAt.minusSeconds(1), 10_000).stream())
                .filter(point -> point.outcome() == outcome)
                .map(point -> point.at())
                .toList();
    }

    /// Reads the public page as a customer would, again and again, and notes when an incident first shows on it.
    private void read(Candor running) {
        Set<String> known = new HashSet<>();
        URI summary = URI.create(running.pagesUrl() + "/api/v2/summary.json");
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!Thread.currentThread().isInterrupted()) {
                for (String id : incidents(client, summary)) {
                    if (known.add(id)) {
                        published.add(SystemTime.wall().instant());
                    }
                }
                SystemTime.sleeper().sleep(POLL);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> incidents(HttpClient client, URI summary) throws InterruptedException {
        try {
            HttpResponse<byte[]> page = client.send(
                    HttpRequest.newBuilder(summary)
                            .timeout(Duration.ofSeconds(2))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            var ids = new ArrayList<String>();
            if (Json.parseObject(page.body()).get("incidents") instanceof List<?> incidents) {
                incidents.forEach(each -> ids.add(each instanceof Map<?, ?> map ? String.valueOf(map.get("id")) : ""));
            }
            return ids;
        } catch (IOException notThisTime) {
            return List.of();
        }
    }

    @Override
    public Sightings sightings() {
        Candor running = candor;
        if (running == null) {
            return Sightings.NONE;
        }
        List<Alert> alerts = running.platform()
                .ledger()
                .read(tx -> running.paging().alerts().store().list(tx, "", "", Long.MAX_VALUE, 200));
        List<Incident> incidents = running.platform()
                .ledger()
                .read(tx -> running.respond().incidents().store().list(tx, Long.MAX_VALUE, 200));
        long sent = running
                .platform()
                .ledger()
                .read(tx -> running.platform().outbox().list(tx, "sent", "", Optional.empty(), 500))
                .stream()
                .filter(delivery -> delivery.key().startsWith("page/"))
                .count();
        long dead = running.platform()
                .ledger()
                .read(tx -> running.platform().outbox().list(tx, "dead", "", Optional.empty(), 500))
                .size();
        List<Instant> pages = phone.pages();
        return new Sightings(
                outcomes(running, Outcome.FAILED),
                alerts.reversed().stream().map(Alert::triggeredAt).toList(),
                pages,
                List.copyOf(published),
                incidents.size(),
                (int) (dead + Math.max(0, sent - pages.size())));
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.interrupt();
        }
        if (candor != null) {
            candor.close();
        }
        phone.close();
        delete(data);
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException leftBehind) {
            System.err.println("drill: could not delete " + folder);
        }
    }
}
