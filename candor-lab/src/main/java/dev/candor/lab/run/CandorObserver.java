package dev.candor.lab.run;

import dev.candor.app.Candor;
import dev.candor.app.Settings;
import dev.candor.base.json.Json;
import dev.candor.catalog.Item;
import dev.candor.catalog.Person;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.monitor.Verdict;
import dev.candor.detect.results.ResultPoint;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Resources;
import dev.candor.paging.alert.Alert;
import dev.candor.respond.incident.Incident;
import dev.candor.telemetry.window.Window;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A whole Candor as the observer of a drill, configured by the `candor.yaml` beside the drill: ana has a phone that
/// really receives (`${PHONE}`), the public page is really read.
public final class CandorObserver implements Observer {
    private static final Duration FIRST_ROUND = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    /// May do everything in a drill.
    public static final String TOKEN = "cdr_of-the-one-who-reads-alerts-in-the-lab";

    private final Path data;
    private final String configuration;
    private final LabClock clock;
    private final int port;
    private final int syslog;
    private final List<Instant> published = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> statuses = ConcurrentHashMap.newKeySet();
    private final Phone phone;
    private final SaidAlerts said;
    private @Nullable Candor candor;
    private @Nullable Thread reader;
    private Instant startedAt = Instant.EPOCH;
    private String invitation = "";
    private boolean closed;

    /// @param drill the class beside whose package `candor.yaml` lies
    public CandorObserver(Class<?> drill, LabClock clock) throws IOException {
        this(Resources.text(drill, "candor.yaml"), clock);
    }

    /// @param configuration YAML, as in a `candor.yaml`
    public CandorObserver(String configuration, LabClock clock) throws IOException {
        this.clock = clock;
        this.configuration = configuration;
        this.port = FreePorts.any().take();
        this.syslog = FreePorts.any().take();
        this.data = Files.createTempDirectory("candor-drill");
        this.phone = new Phone();
        this.said = new SaidAlerts(console(), TOKEN, clock);
    }

    @Override
    public URI console() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public String token() {
        return TOKEN;
    }

    @Override
    public int syslog() {
        return syslog;
    }

    @Override
    public void start(Map<String, String> values) throws Exception {
        Settings.Loaded loaded = Settings.load(
                Optional.empty(),
                Map.of(
                        "data",
                        data.toString(),
                        "listen",
                        "127.0.0.1:" + port,
                        "page-listen",
                        "127.0.0.1:0",
                        "syslog",
                        "127.0.0.1:" + syslog),
                Map.of(
                        "CANDOR_NETWORK_ALLOW",
                        "127.0.0.0/8:1-65535,198.18.0.0/15:1-65535",
                        "CANDOR_BOOTSTRAP_TOKEN",
                        TOKEN));
        Candor running = new Candor(loaded.settings());
        candor = running;
        var environment = new HashMap<>(values);
        environment.put("PHONE", phone.url());
        var outcome = running.applying().files(Map.of("candor.yaml", configuration), environment, false, "drill");
        if (!outcome.problems().isEmpty()) {
            throw new IllegalStateException("the drill's configuration is wrong: " + outcome.problems());
        }
        startedAt = clock.wall().instant();
        running.start();
        awaitFirstRound(running);
        reader = Thread.ofVirtual().name("reader").start(() -> read(running));
        invitation = invite(running);
    }

    @Override
    public String invitation() {
        return invitation;
    }

    /// A password for whoever the drill wakes, for this run only.
    private String invite(Candor running) {
        var platform = running.platform();
        return running.catalogs().current().all(Person.KIND).stream()
                .findFirst()
                .map(person -> {
                    String password = platform.random().token(12);
                    String hash = running.passwords().hash(password);
                    platform.ledger().inTransaction(tx -> {
                        platform.access()
                                .setPassword(
                                        tx, person.name(), hash, clock.wall().instant());
                        return true;
                    });
                    return "look on at " + console() + "/ as " + person.name() + " with " + password
                            + ", and at its page " + running.pagesUrl() + "/";
                })
                .orElse("");
    }

    private void awaitFirstRound(Candor running) throws InterruptedException {
        long deadline = clock.elapsed().nanos() + FIRST_ROUND.toNanos();
        while (true) {
            List<String> notYet = monitors(running)
                    .filter(monitor -> !isWell(running, monitor))
                    .map(Item::name)
                    .toList();
            if (notYet.isEmpty()) {
                return;
            }
            if (clock.elapsed().nanos() > deadline) {
                throw new IllegalStateException("not seen healthy within " + FIRST_ROUND.toSeconds() + " s: " + notYet);
            }
            clock.sleeper().sleep(POLL);
        }
    }

    @Override
    public long requestsCounted() {
        Candor running = candor;
        if (running == null) {
            return 0;
        }
        var telemetry = running.detect().telemetry();
        Instant now = clock.wall().instant();
        return telemetry.services().stream()
                .flatMap(service -> telemetry.windows(service, startedAt.minusSeconds(10), now).stream())
                .mapToLong(Window::requests)
                .sum();
    }

    private static Stream<Item<Monitor>> monitors(Candor running) {
        return running.catalogs().current().all(Monitor.KIND).stream();
    }

    private static boolean isWell(Candor running, Item<Monitor> monitor) {
        return running.detect().verdicts().state(monitor.id()).verdict() == Verdict.UP
                && (!monitor.value().places().areSeveral()
                        || running.detect().votes().votes(monitor).stream()
                                .allMatch(vote -> vote.state().verdict() == Verdict.UP));
    }

    private List<Instant> failures(Candor running) {
        return monitors(running)
                .flatMap(monitor -> monitor.value().places().locations().stream()
                        .flatMap(
                                from -> running
                                        .detect()
                                        .results()
                                        .since(monitor.id(), from, startedAt.minusSeconds(1), 10_000)
                                        .stream()))
                .filter(point -> point.outcome() == Outcome.FAILED)
                .map(ResultPoint::at)
                .sorted()
                .toList();
    }

    /// When each look from a place was taken, in the order of time.
    public List<Instant> looks(String location) {
        Candor running = candor;
        return running == null
                ? List.of()
                : monitors(running)
                        .flatMap(
                                monitor -> running
                                        .detect()
                                        .results()
                                        .since(monitor.id(), location, startedAt.minusSeconds(1), 10_000)
                                        .stream())
                        .map(ResultPoint::at)
                        .sorted()
                        .toList();
    }

    /// Reads the public page as a customer would, again and again, and notes when an incident first shows on it.
    private void read(Candor running) {
        Set<String> known = new HashSet<>();
        URI address = URI.create(running.pagesUrl() + "/api/v2/summary.json");
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!Thread.currentThread().isInterrupted()) {
                said.read(client);
                for (String id : incidents(client, address)) {
                    if (known.add(id)) {
                        published.add(clock.wall().instant());
                    }
                }
                clock.sleeper().sleep(POLL);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> incidents(HttpClient client, URI address) throws InterruptedException {
        try {
            HttpResponse<byte[]> page = client.send(
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(2))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            var ids = new ArrayList<String>();
            Map<String, @Nullable Object> summary = Json.parseObject(page.body());
            if (summary.get("components") instanceof List<?> components) {
                components.forEach(each ->
                        statuses.add(each instanceof Map<?, ?> map ? String.valueOf(map.get("status")) : ""));
            }
            if (summary.get("incidents") instanceof List<?> incidents) {
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
                failures(running),
                alerts.reversed().stream().map(Alert::triggeredAt).toList(),
                pages,
                List.copyOf(published),
                incidents.size(),
                (int) (dead + Math.max(0, sent - pages.size())),
                alerts.reversed().stream().map(this::told).toList(),
                statuses);
    }

    private Sightings.Told told(Alert alert) {
        return new Sightings.Told(
                alert.summary(),
                alert.state() instanceof Alert.State.Resolved resolved ? Optional.of(resolved.at()) : Optional.empty(),
                said.of(alert.number()));
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (reader != null) {
            reader.interrupt();
        }
        if (candor != null) {
            candor.close();
        }
        phone.close();
        Folders.delete(data);
    }
}
