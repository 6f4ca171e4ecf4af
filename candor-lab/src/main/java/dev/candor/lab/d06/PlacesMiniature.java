package dev.candor.lab.d06;

import dev.candor.base.ids.Randomness;
import dev.candor.lab.d01.ShopSite;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.LossyWire;
import dev.candor.lab.parts.Nginx;
import dev.candor.lab.parts.Traffic;
import dev.candor.lab.run.Miniature;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Sightings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A site on a real nginx, and two places that look at it over wires of their own. The switch is the file `site.loss`
/// of the place east: a share of the packets that gets lost, as at the vendor's edge of the report.
final class PlacesMiniature implements Miniature {
    /// Bad enough that one look of five is slow, and good enough that most customers shrug.
    private static final double LOSS = 0.05;

    private static final List<String> NAMES = List.of("east", "west");
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String KEY = "-key-of-the-drill-lab";

    private final Path home;
    private final Nginx nginx;
    private final URI site;
    private final Traffic customers;
    private final Map<String, LossyWire> wires;
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final Thread arriving;

    private PlacesMiniature(
            Path home,
            Map<String, LossyWire> wires,
            Nginx nginx,
            URI site,
            Traffic customers,
            URI candor,
            LabClock clock) {
        this.home = home;
        this.wires = wires;
        this.nginx = nginx;
        this.site = site;
        this.customers = customers;
        this.arriving = Thread.ofVirtual().name("places").start(() -> arrive(candor, clock));
    }

    static PlacesMiniature start(URI candor, LabClock clock) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("candor-places");
        var wires = new LinkedHashMap<String, LossyWire>();
        try {
            for (String name : NAMES) {
                Path place = home.resolve(name);
                wires.put(name, LossyWire.lay(() -> Place.loss(place), Randomness.secure()));
            }
            ShopSite shop = ShopSite.write(home.resolve("site"));
            int port = new FreePorts(Randomness.secure()).take();
            Nginx nginx = Nginx.start(
                    "site",
                    home.resolve("nginx"),
                    port,
                    """
                    access_log off;
                    server {
                      listen 127.0.0.1:%d;
                      listen %s:%d; # the near end of the wires
                      root %s;
                      index index.html;
                    }
                    """.formatted(port, LossyWire.NEAR, port, shop.folder()),
                    clock);
            URI site = URI.create("http://" + LossyWire.NEAR + ":" + port + shop.page());
            var customers = Traffic.start(site, List.of(), 1, clock);
            return new PlacesMiniature(home, wires, nginx, site, customers, candor, clock);
        } catch (IOException | InterruptedException | RuntimeException broken) {
            wires.values().forEach(LossyWire::close);
            Folders.delete(home);
            throw broken;
        }
    }

    /// Agents come when Candor is there.
    private void arrive(URI candor, LabClock clock) {
        try {
            while (!listens(candor.getPort())) {
                clock.sleeper().sleep(POLL);
            }
            for (var wire : wires.entrySet()) {
                String name = wire.getKey();
                places.put(name, Place.start(name, name + KEY, home.resolve(name), wire.getValue(), candor, clock));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean listens(int port) {
        try (var _ = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public Map<String, String> values() {
        return Map.of("SITE", site.toString(), "EAST", "east" + KEY, "WEST", "west" + KEY);
    }

    Place place(String name) {
        Place place = places.get(name);
        if (place == null) {
            throw new IllegalStateException("there is no place " + name + " yet");
        }
        return place;
    }

    @Override
    public void strike() throws IOException {
        place("east").lose(LOSS);
    }

    @Override
    public void mend() throws IOException {
        place("east").lose(0);
    }

    /// Of customers on the good path.
    @Override
    public long userErrors() {
        return customers.seen().errors();
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        wires.forEach((name, wire) ->
                facts.put(name, wire.lost() + " of " + (wire.lost() + wire.carried()) + " packets lost"));
        return facts;
    }

    @Override
    public List<String> missed(Mode mode, Sightings seen) {
        var missed = new ArrayList<String>();
        if (mode == Mode.FAULT
                && !seen.told().stream().allMatch(told -> told.words().contains("only from east"))) {
            missed.add("an alert names something else than the place east");
        }
        if (seen.statuses().stream().anyMatch(status -> status.contains("outage"))) {
            missed.add("the page speaks of an outage: " + seen.statuses());
        }
        return missed;
    }

    @Override
    public void close() {
        arriving.interrupt();
        places.values().forEach(Place::close);
        wires.values().forEach(LossyWire::close);
        customers.close();
        nginx.close();
        Folders.delete(home);
    }
}
