package dev.candor.lab.d10;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Postgres;
import dev.candor.lab.parts.RealProcess;
import dev.candor.lab.parts.Traffic;
import dev.candor.lab.run.Miniature;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Sightings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The app in a process of its own before a real PostgreSQL. The switch is a migration: `fault.sql` breaks, `mend.sql`
/// mends.
final class OrdersMiniature implements Miniature {
    private static final Duration START = Duration.ofSeconds(20);

    private final Postgres postgres;
    private final RealProcess app;
    private final URI address;
    private final Traffic customers;
    private int healthWhileBroken;

    private OrdersMiniature(Postgres postgres, RealProcess app, URI address, Traffic customers) {
        this.postgres = postgres;
        this.app = app;
        this.address = address;
        this.customers = customers;
    }

    static OrdersMiniature start(FreePorts ports, LabClock clock)
            throws IOException, InterruptedException, SQLException {
        Postgres postgres = Postgres.start(ports.take(), clock);
        try {
            postgres.execute(sql("schema.sql"));
            int port = ports.take();
            var command = Jvm.command(OrdersApp.class, "64m", Integer.toString(port), postgres.jdbc());
            var log = Files.createTempFile("candor-orders", ".log");
            log.toFile().deleteOnExit();
            RealProcess app =
                    RealProcess.start("orders app", command, log, clock).awaitPort(port, START);
            URI address = URI.create("http://127.0.0.1:" + port);
            var customers =
                    Traffic.start(address.resolve("/orders/1"), List.of(address.resolve("/orders/2")), 2, clock);
            return new OrdersMiniature(postgres, app, address, customers);
        } catch (IOException | InterruptedException | SQLException | RuntimeException broken) {
            postgres.close();
            throw broken;
        }
    }

    private static String sql(String name) throws IOException {
        try (var in = OrdersMiniature.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("there is no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public Map<String, String> values() {
        return Map.of("APP", address.toString());
    }

    @Override
    public void strike() throws Exception {
        postgres.execute(sql("fault.sql"));
        healthWhileBroken = status("/health");
    }

    private int status(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(address.resolve(path)).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Override
    public void mend() throws Exception {
        postgres.execute(sql("mend.sql"));
    }

    @Override
    public long userErrors() {
        return customers.seen().errors();
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        return healthWhileBroken == 0 ? Map.of() : Json.object("health_while_broken", healthWhileBroken);
    }

    @Override
    public List<String> missed(Mode mode, Sightings seen) {
        var missed = new ArrayList<String>();
        if (mode == Mode.FAULT && userErrors() == 0) {
            missed.add("customers felt nothing: the fault is no fault");
        }
        if (mode == Mode.FAULT && healthWhileBroken != 200) {
            missed.add("the health check did not stay green: the fault is another one");
        }
        if (mode == Mode.FAULT && !seen.says("says fine (200), but the real call fails")) {
            missed.add("the alert does not say that the health check says fine while the real call fails");
        }
        return missed;
    }

    @Override
    public void close() {
        customers.close();
        app.close();
        postgres.close();
    }
}
