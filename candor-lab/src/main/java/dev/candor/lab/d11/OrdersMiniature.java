package dev.candor.lab.d11;

import dev.candor.base.json.Json;
import dev.candor.lab.Main;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Nginx;
import dev.candor.lab.parts.RealProcess;
import dev.candor.lab.parts.SteadyTraffic;
import dev.candor.lab.parts.SteadyTraffic.Ask;
import dev.candor.lab.parts.SteadyTraffic.Counts;
import dev.candor.lab.run.CountedLogs;
import dev.candor.lab.run.Miniature;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Observer;
import dev.candor.lab.run.Round;
import dev.candor.lab.run.Sightings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Four instances of an API behind a real nginx, which retries elsewhere what may be retried, and writes its access log
/// to a file that a real `candor tail` follows. The switch is a deploy: one file for each instance, one after the
/// other.
final class OrdersMiniature implements Miniature {
    static final int PER_SECOND = 100;

    private static final String KEY = "orders-intake-key-of-the-lab";
    private static final int ORDER_EVERY = 5; // requests
    private static final int WARM = 200; // requests, until every instance had its share
    private static final Duration FIRST_DEATH = Duration.ofMinutes(4);
    private static final Duration POLL = Duration.ofMillis(50);

    /// About 0.1 %: less is another fault, more is an easier one.
    private static final double LEAST_SHARE = 0.0005;

    private static final double MOST_SHARE = 0.002;

    private final Path home;
    private final LabClock clock;
    private final Observer candor;
    private final Fleet fleet;
    private final Nginx nginx;
    private final RealProcess tail;
    private final SteadyTraffic customers;
    private Optional<Instant> mendedAt = Optional.empty();
    private Optional<Counts> untilAlert = Optional.empty();

    private OrdersMiniature(
            Path home,
            LabClock clock,
            Observer candor,
            Fleet fleet,
            Nginx nginx,
            RealProcess tail,
            SteadyTraffic customers) {
        this.home = home;
        this.clock = clock;
        this.candor = candor;
        this.fleet = fleet;
        this.nginx = nginx;
        this.tail = tail;
        this.customers = customers;
    }

    static OrdersMiniature start(Round round, FreePorts ports, Observer candor)
            throws IOException, InterruptedException {
        LabClock clock = round.clock();
        Path home = Files.createTempDirectory("candor-orders");
        Fleet fleet = Fleet.start(home, ports, clock);
        try {
            int port = ports.take();
            Nginx nginx = Nginx.start("api", home.resolve("nginx"), port, http(home, port, fleet.ports()), clock);
            try {
                URI site = URI.create("http://127.0.0.1:" + port + "/orders");
                IntFunction<Ask> asks = asks(site);
                SteadyTraffic.warm(IntStream.range(0, WARM).mapToObj(asks).toList(), clock);
                RealProcess tail = tail(home, candor.console(), clock);
                var customers = SteadyTraffic.start(PER_SECOND, asks, clock);
                return new OrdersMiniature(home, clock, candor, fleet, nginx, tail, customers);
            } catch (IOException | InterruptedException | RuntimeException broken) {
                nginx.close();
                throw broken;
            }
        } catch (IOException | InterruptedException | RuntimeException broken) {
            fleet.close();
            Folders.delete(home);
            throw broken;
        }
    }

    private static RealProcess tail(Path home, URI candor, LabClock clock) throws IOException {
        List<String> command = Jvm.command(
                Main.class,
                "64m",
                "tail",
                home.resolve("access.log").toString(),
                "--server",
                candor.toString(),
                "--token",
                KEY,
                "--state",
                home.resolve("tail.json").toString());
        return RealProcess.start("candor tail", command, home.resolve("tail.log"), clock);
    }

    private static String http(Path home, int port, List<Integer> instances) {
        var servers = new StringBuilder();
        instances.forEach(
                each -> servers.append("server 127.0.0.1:").append(each).append("; "));
        return """
                %s
                access_log %s candor;
                upstream api { %s}
                server {
                  listen 127.0.0.1:%d;
                  location / { proxy_pass http://api; }
                }
                """.formatted(Nginx.LOG_FORMAT, home.resolve("access.log"), servers, port);
    }

    /// One order, four looks at one.
    private static IntFunction<Ask> asks(URI site) {
        HttpClient client = SteadyTraffic.client().build();
        HttpRequest take = HttpRequest.newBuilder(site)
                .POST(HttpRequest.BodyPublishers.ofString("{\"item\":\"teapot\"}"))
                .build();
        return number -> number % ORDER_EVERY == 0
                ? new Ask("POST", client, take)
                : new Ask(
                        "GET",
                        client,
                        HttpRequest.newBuilder(URI.create(site + "/" + (1000 + number % 100)))
                                .build());
    }

    @Override
    public Map<String, String> values() {
        return Map.of("KEY", KEY);
    }

    /// Deploys the new version to one instance after the other; returns when the first request has died.
    @Override
    public void strike() throws InterruptedException {
        fleet.deploy();
        long from = clock.elapsed().nanos();
        while (customers.firstFailureAt().isEmpty()) {
            if (clock.elapsed().nanos() - from > FIRST_DEATH.toNanos()) {
                throw new IllegalStateException("no request died within " + FIRST_DEATH);
            }
            clock.sleeper().sleep(POLL);
        }
    }

    @Override
    public Optional<Instant> harmedAt() {
        return customers.firstFailureAt();
    }

    @Override
    public void mend() throws IOException {
        fleet.rollBack();
        mendedAt = Optional.of(clock.wall().instant());
    }

    @Override
    public long userErrors() {
        return customers.all().failures();
    }

    @Override
    public List<String> missed(Mode mode, Sightings seen) {
        var missed = new ArrayList<String>();
        CountedLogs.missed(candor, customers.all().requests()).ifPresent(missed::add);
        if (!tail.alive()) {
            missed.add("candor tail ended: " + tail.logEnd());
        }
        if (mode == Mode.CONTROL && !fleet.exits().isEmpty()) {
            missed.add("instances died without a leak: " + fleet.exits());
        }
        if (mode == Mode.FAULT) {
            double share = shareUntilAlert(seen);
            if (share < LEAST_SHARE || share > MOST_SHARE) {
                missed.add("%.3f %% of the requests died, not about 0.1 %%: the fault is another one"
                        .formatted(share * 100));
            }
            if (!fleet.exits().stream().allMatch(code -> code == 137 || code == 3)) {
                missed.add("instances did not die of their memory: " + fleet.exits());
            }
        }
        return missed;
    }

    /// From the first request that died until the alert, or the end of the leak where there was none.
    private double shareUntilAlert(Sightings seen) {
        Instant from = harmedAt().orElse(Instant.MAX);
        Instant until = seen.alerts().stream().findFirst().or(() -> mendedAt).orElse(Instant.MAX);
        untilAlert = Optional.of(SteadyTraffic.sum(customers.between(from, until)));
        return untilAlert.get().share();
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        Counts all = customers.all();
        Map<String, @Nullable Object> facts =
                Json.object("requests_per_second", PER_SECOND, "requests", all.requests(), "exits", fleet.exits());
        untilAlert.ifPresent(counts -> {
            facts.put("failed_until_alert", counts.failures());
            facts.put("failed_share", Math.round(counts.share() * 1e6) / 1e6);
        });
        return facts;
    }

    @Override
    public void close() {
        customers.close();
        tail.close();
        nginx.close();
        fleet.close();
        Folders.delete(home);
    }
}
