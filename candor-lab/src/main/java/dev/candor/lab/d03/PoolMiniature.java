package dev.candor.lab.d03;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.HAProxy;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.SteadyTraffic;
import dev.candor.lab.run.Miniature;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.RunbookDriver;
import dev.candor.lab.run.Sightings;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Two machines behind a real HAProxy with its runtime socket, and customers who ask 25 times a second. The switch is
/// that socket: somebody sets a server to ready by hand.
final class PoolMiniature implements Miniature {
    private static final int PER_SECOND = 25;
    /// The step that waits until the machine has booted, counted from 1.
    static final int BOOTING = 5;

    private final Path home;
    private final Machine a;
    private final Machine b;
    private final HAProxy balancer;
    private final SteadyTraffic customers;
    private final RunbookDriver runs;
    private final LabClock clock;
    private Optional<Instant> flippedAt = Optional.empty();
    private long run;

    private PoolMiniature(
            Path home,
            Machine a,
            Machine b,
            HAProxy balancer,
            SteadyTraffic customers,
            RunbookDriver runs,
            LabClock clock) {
        this.home = home;
        this.a = a;
        this.b = b;
        this.balancer = balancer;
        this.customers = customers;
        this.runs = runs;
        this.clock = clock;
    }

    static PoolMiniature start(FreePorts ports, LabClock clock, RunbookDriver runs)
            throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("candor-pool");
        var a = new Machine(clock);
        var b = new Machine(clock);
        int port = ports.take();
        HAProxy balancer = HAProxy.start(home, port, configuration(home, port, a, b), clock);
        HttpClient customer = SteadyTraffic.client().build();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders"))
                .timeout(Duration.ofSeconds(5))
                .build();
        var ask = new SteadyTraffic.Ask("customer", customer, request);
        SteadyTraffic.warm(List.of(ask), clock);
        return new PoolMiniature(home, a, b, balancer, SteadyTraffic.start(PER_SECOND, _ -> ask, clock), runs, clock);
    }

    private static String configuration(Path home, int port, Machine a, Machine b) {
        return """
                global
                  maxconn 2000
                  nbthread 1
                  stats socket %s level admin
                defaults
                  mode http
                  timeout connect 1s
                  timeout client 10s
                  timeout server 10s
                frontend core
                  bind 127.0.0.1:%d
                  default_backend app
                backend app
                  balance roundrobin
                  option httpchk GET /health
                  server a 127.0.0.1:%d check inter 500ms fall 3 rise 1
                  server b 127.0.0.1:%d check inter 500ms fall 3 rise 1
                """.formatted(socket(home), port, a.port(), b.port());
    }

    private static Path socket(Path home) {
        return home.resolve("admin.sock");
    }

    @Override
    public Map<String, String> values() {
        return Map.of("SOCKET", socket(home).toString(), "MACHINES", a.address().toString());
    }

    /// Begins the maintenance by the runbook. Server `a` is the one.
    long begin(String runbook) throws IOException, InterruptedException {
        return runs.begin(runbook, Json.object("server", "a"));
    }

    RunbookDriver runs() {
        return runs;
    }

    /// The maintenance is on, the machine boots, and somebody activates it by hand: step four before step three.
    @Override
    public void strike() throws Exception {
        run = begin("renew-server");
        if (!runs.await(run, "verify", BOOTING)) {
            throw new IllegalStateException("the maintenance did not come to its waiting: " + runs.run(run));
        }
        byHand("set server app/a state ready");
        flippedAt = Optional.of(clock.wall().instant());
    }

    private void byHand(String command) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket(home)));
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.read(ByteBuffer.allocate(1000));
        }
    }

    @Override
    public Optional<Instant> harmedAt() {
        return flippedAt;
    }

    /// The machine has booted meanwhile; the run is given up, as nobody needs it any more.
    @Override
    public void mend() throws Exception {
        runs.wish(run, "give-up");
    }

    @Override
    public long userErrors() {
        return customers.all().failures();
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        return Json.object("requests", customers.all().requests(), "reboots", a.reboots());
    }

    @Override
    public List<String> missed(Mode mode, Sightings seen) {
        var missed = new ArrayList<String>();
        if (mode != Mode.FAULT) {
            return missed;
        }
        if (userErrors() == 0) {
            missed.add("customers felt nothing: the fault is no fault");
        }
        if (!seen.says("Somebody else changed what `drain` left") || !seen.says("a is ready")) {
            missed.add("the alert does not name what was changed behind the run's back");
        }
        try {
            if (runs.run(run).get("attempts") instanceof List<?> attempts
                    && attempts.stream().anyMatch(one -> String.valueOf(one).contains("to ready"))) {
                missed.add("the run went on after the drift");
            }
        } catch (IOException unreadable) {
            missed.add("the run cannot be read");
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
        return missed;
    }

    int reboots() {
        return a.reboots();
    }

    int wipes() {
        return a.wipes();
    }

    @Override
    public void close() {
        customers.close();
        balancer.close();
        a.close();
        b.close();
        runs.close();
        Folders.delete(home);
    }
}
