package dev.candor.lab.d13;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.Postgres;
import dev.candor.lab.parts.RealProcess;
import dev.candor.lab.run.Miniature;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Round;
import dev.candor.lab.run.Sightings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The app in a process of its own before a real PostgreSQL, and the receiver of its events. The switch is the file
/// `sink-down`.
final class EventsMiniature implements Miniature {
    private static final Duration START = Duration.ofSeconds(20);
    static final String KEY = "events-intake-key-of-the-lab";

    private final Mode mode;
    private final Path home;
    private final Postgres postgres;
    private final Sink sink;
    private final RealProcess app;
    private final URI address;
    private final Identities customers;
    private final Map<String, String> times;

    private EventsMiniature(
            Mode mode,
            Path home,
            Postgres postgres,
            Sink sink,
            RealProcess app,
            URI address,
            Identities customers,
            Map<String, String> times) {
        this.mode = mode;
        this.home = home;
        this.postgres = postgres;
        this.sink = sink;
        this.app = app;
        this.address = address;
        this.customers = customers;
        this.times = times;
    }

    static EventsMiniature start(Round round, FreePorts ports, URI candor, Map<String, String> times)
            throws IOException, InterruptedException, SQLException {
        Path home = Files.createTempDirectory("candor-events");
        var sink = new Sink(home.resolve("sink-down"));
        Postgres postgres = Postgres.start(ports.take(), round.clock());
        try {
            for (String table : List.of("identity", "outbox")) {
                postgres.execute("CREATE TABLE " + table
                        + " (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name TEXT NOT NULL)");
            }
            int port = ports.take();
            var command = Jvm.command(
                    EventsApp.class,
                    "64m",
                    Integer.toString(port),
                    postgres.jdbc(),
                    sink.events().toString(),
                    candor + "/ping/" + KEY + "/integration",
                    round.mode() == Mode.GUARDED ? "outbox" : "forget");
            RealProcess app = RealProcess.start("events app", command, home.resolve("app.log"), round.clock())
                    .awaitPort(port, START);
            URI address = URI.create("http://127.0.0.1:" + port);
            var customers = new Identities(address.resolve("/identities"), round.clock());
            return new EventsMiniature(round.mode(), home, postgres, sink, app, address, customers, times);
        } catch (IOException | InterruptedException | SQLException | RuntimeException broken) {
            postgres.close();
            sink.close();
            Folders.delete(home);
            throw broken;
        }
    }

    @Override
    public Map<String, String> values() {
        var values = new LinkedHashMap<>(times);
        values.put("APP", address.toString());
        values.put("RECEIVED", sink.received().toString());
        values.put("KEY", KEY);
        return values;
    }

    @Override
    public void strike() throws IOException {
        Files.writeString(home.resolve("sink-down"), "500\n");
    }

    @Override
    public void mend() throws IOException {
        Files.delete(home.resolve("sink-down"));
    }

    @Override
    public boolean settled() {
        return mode != Mode.GUARDED || customers.missing(sink).isEmpty();
    }

    @Override
    public long userErrors() {
        return customers.refused() + (mode == Mode.GUARDED ? 0 : gone());
    }

    private int gone() {
        return customers.missing(sink).size();
    }

    /// Where nobody promised anything, nothing promised is lost: those count as errors of customers.
    @Override
    public int lost() {
        return mode == Mode.GUARDED ? gone() : 0;
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        return Json.object("events", customers.accepted(), "events_lost", gone());
    }

    @Override
    public List<String> missed(Mode of, Sightings seen) {
        var missed = new ArrayList<String>();
        if (of != Mode.CONTROL && !seen.says("arrived")) {
            missed.add("no alert says that the event did not arrive");
        }
        if (of != Mode.CONTROL && !seen.says("integration: ")) {
            missed.add("no alert says that the integration is silent");
        }
        if (of == Mode.FAULT && gone() == 0) {
            missed.add("no event was lost: the fault is no fault");
        }
        return missed;
    }

    @Override
    public void close() {
        customers.close();
        app.close();
        sink.close();
        postgres.close();
        Folders.delete(home);
    }
}
