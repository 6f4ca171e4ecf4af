package dev.candor.lab.soak;

import dev.candor.base.ids.Randomness;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.LossyWire;
import dev.candor.lab.parts.Nginx;
import dev.candor.lab.parts.OwnNetwork;
import dev.candor.lab.parts.RealProcess;
import dev.candor.lab.run.Miniature;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Observer;
import dev.candor.lab.run.Sightings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A real nginx in a network of its own behind a wire that loses one packet of 200, with a page for each monitor, and a
/// service that only writes logs. The switch is the file `broken/17` in the miniature's folder.
final class SoakMiniature implements Miniature {
    static final int MONITORS = 500;
    static final Duration EVERY = Duration.ofSeconds(30);

    private static final Duration STARTS = Duration.ofSeconds(10);
    private static final int SERVICES = 20;
    private static final double LOSS = 0.005;
    private static final String KEY = "key-of-the-noisy-service-in-the-lab";
    private static final int VICTIM = 17;

    private final Path home;
    private final LossyWire wire;
    private final RealProcess nginx;
    private final int port;
    private final NoisyLog noise;
    private final Observer candor;

    private SoakMiniature(Path home, LossyWire wire, RealProcess nginx, int port, NoisyLog noise, Observer candor) {
        this.home = home;
        this.wire = wire;
        this.nginx = nginx;
        this.port = port;
        this.noise = noise;
        this.candor = candor;
    }

    static SoakMiniature start(Observer candor, long seed, LabClock clock) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("candor-soak");
        LossyWire wire = LossyWire.lay(() -> LOSS, Randomness.seeded(seed));
        try {
            Files.createDirectories(home.resolve("broken"));
            Files.writeString(home.resolve("page.html"), "<!doctype html><title>ok</title>\n");
            int port = FreePorts.any().take();
            List<String> command = Nginx.prepare(home.resolve("nginx"), """
                    access_log off;
                    server {
                      listen %d;
                      root %s;
                      location / {
                        if (-f %s/broken$uri) { return 503; }
                        try_files /page.html =404;
                      }
                    }
                    """.formatted(port, home, home));
            RealProcess nginx =
                    RealProcess.start("sites", OwnNetwork.command(command), home.resolve("nginx.log"), clock);
            OwnNetwork.await(nginx, clock);
            wire.into(nginx.pid());
            nginx.await(new InetSocketAddress(wire.far(), port), STARTS);
            var noise = NoisyLog.start(candor.console().resolve("/in/" + KEY + "/logs"), seed, clock);
            return new SoakMiniature(home, wire, nginx, port, noise, candor);
        } catch (IOException | InterruptedException | RuntimeException broken) {
            wire.close();
            Folders.delete(home);
            throw broken;
        }
    }

    /// What Candor is told to watch; `${SITE}` and `${PHONE}` are known later.
    static String configuration() {
        var yaml = new StringBuilder("""
                people:
                  - {name: ana, email: ana@shop.example, role: responder, contact: [{ntfy: "${PHONE}"}]}
                escalation-policies:
                  - {name: web, steps: [{notify: [{person: ana}], then-after: 5m}]}
                pages:
                  - {name: Shop, slug: shop, publish: automatic, components: [{name: Everything, services: [%s]}]}
                services:
                  - {name: noisy, escalation-policy: web, intake-keys: ["%s"], objective: {target: 99%%}}
                """.formatted(services(), KEY));
        for (int service = 0; service < SERVICES; service++) {
            yaml.append("  - {name: shop-").append(service).append(", escalation-policy: web}\n");
        }
        yaml.append("monitors:\n");
        for (int monitor = 0; monitor < MONITORS; monitor++) {
            yaml.append(
                    "  - {name: site-%d, service: shop-%d, kind: http, url: \"${SITE}/%d\", every: %ds, timeout: 5s}\n"
                            .formatted(monitor, monitor % SERVICES, monitor, EVERY.toSeconds()));
        }
        return yaml.toString();
    }

    private static String services() {
        var names = new ArrayList<String>(List.of("noisy"));
        for (int service = 0; service < SERVICES; service++) {
            names.add("shop-" + service);
        }
        return String.join(", ", names);
    }

    @Override
    public Map<String, String> values() {
        return Map.of("SITE", "http://" + wire.far() + ":" + port);
    }

    @Override
    public void strike() throws IOException {
        Files.createFile(home.resolve("broken").resolve(Integer.toString(VICTIM)));
    }

    @Override
    public void mend() throws IOException {
        Files.delete(home.resolve("broken").resolve(Integer.toString(VICTIM)));
    }

    /// Failures in the noisy log are no fault of this miniature, and nobody else uses it.
    @Override
    public long userErrors() {
        return 0;
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put("packets", wire.carried() + wire.lost());
        facts.put("packetsLost", wire.lost());
        facts.put("logLines", noise.sent());
        facts.put("logFailures", noise.failed());
        facts.put("requestsCounted", candor.requestsCounted());
        return facts;
    }

    @Override
    public List<String> missed(Mode mode, Sightings seen) {
        var missed = new ArrayList<String>();
        if (wire.lost() == 0) {
            missed.add("the wire lost no packet: that is no bad line");
        }
        if (candor.requestsCounted() < noise.sent() / 2 || noise.failed() == 0) {
            missed.add(
                    "only " + candor.requestsCounted() + " of " + noise.sent() + " requests in the log were counted");
        }
        if (mode == Mode.FAULT
                && !seen.told().stream().allMatch(told -> told.words().contains("site-" + VICTIM))) {
            missed.add("an alert names something else than site-" + VICTIM);
        }
        return missed;
    }

    @Override
    public void close() {
        noise.close();
        nginx.close();
        wire.close();
        Folders.delete(home);
    }
}
