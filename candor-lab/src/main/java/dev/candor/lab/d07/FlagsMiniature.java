package dev.candor.lab.d07;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.Folders;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.RealProcess;
import dev.candor.lab.parts.Traffic;
import dev.candor.lab.run.Miniature;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Observer;
import dev.candor.lab.run.Round;
import dev.candor.lab.run.Sightings;
import dev.candor.lab.run.ToldChanges;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The flag service in a process of its own, customers with new and old clients, and a pipeline. The switch is a
/// deploy;
/// what ends it is another one, by hand, or, guarded, the rollback that Candor calls.
final class FlagsMiniature implements Miniature {
    private static final Duration START = Duration.ofSeconds(20);
    private static final String TRUE_CHANGE = "flags v2";

    private final Round round;
    private final Path home;
    private final RealProcess app;
    private final URI address;
    private final Traffic customers;
    private final Pipeline pipeline;
    private Instant struckAt = Instant.EPOCH;

    private FlagsMiniature(Round round, Path home, RealProcess app, URI address, Traffic customers, Pipeline pipeline) {
        this.round = round;
        this.home = home;
        this.app = app;
        this.address = address;
        this.customers = customers;
        this.pipeline = pipeline;
    }

    static FlagsMiniature start(Round round, FreePorts ports, Observer candor)
            throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("candor-flags");
        Path version = home.resolve("version");
        var pipeline = new Pipeline(version, new ToldChanges(candor), round.clock());
        try {
            pipeline.write("v1");
            int port = ports.take();
            var command = Jvm.command(FlagsApp.class, "64m", Integer.toString(port), version.toString());
            RealProcess app = RealProcess.start("flags app", command, home.resolve("app.log"), round.clock())
                    .awaitPort(port, START);
            URI address = URI.create("http://127.0.0.1:" + port);
            var customers = Traffic.start(
                    address.resolve("/flags/checkout"),
                    List.of(
                            address.resolve("/identities?client=2.1&trait=plan"),
                            address.resolve("/identities?client=2.1&trait="),
                            address.resolve("/identities?trait=plan")),
                    3,
                    round.clock());
            return new FlagsMiniature(round, home, app, address, customers, pipeline);
        } catch (IOException | InterruptedException | RuntimeException broken) {
            pipeline.close();
            Folders.delete(home);
            throw broken;
        }
    }

    @Override
    public Map<String, String> values() {
        return Map.of("APP", address.toString());
    }

    @Override
    public void strike() throws Exception {
        pipeline.unrelated("mail", "mail 7.2");
        pipeline.unrelated("shop", "shop 3.0");
        struckAt = round.clock().wall().instant();
        pipeline.deploy(round.mode() == Mode.GUARDED);
    }

    @Override
    public void mend() throws Exception {
        if (round.mode() != Mode.GUARDED) {
            pipeline.write("v1");
        }
    }

    @Override
    public boolean settled() {
        return round.mode() != Mode.GUARDED || watch().equals("rolled_back");
    }

    /// How the watch of the deploy stands.
    private String watch() {
        return pipeline.told()
                .ask("/api/changes/3")
                .map(change -> change.get("watch") instanceof Map<?, ?> watch ? String.valueOf(watch.get("state")) : "")
                .orElse("");
    }

    private int place() {
        return pipeline.told().place(TRUE_CHANGE);
    }

    @Override
    public long userErrors() {
        return customers.seen().errors();
    }

    @Override
    public Map<String, @Nullable Object> facts() {
        if (round.mode() == Mode.CONTROL) {
            return Map.of();
        }
        Optional<Duration> back = pipeline.rolledBackAt().map(at -> Duration.between(struckAt, at));
        return Json.object(
                "true_change_ranked", place(),
                "rollback_calls", pipeline.calls(),
                "t_rollback", back.map(time -> time.toMillis() / 1000.0).orElse(null));
    }

    @Override
    public List<String> missed(Mode mode, Sightings seen) {
        var missed = new ArrayList<String>();
        if (mode == Mode.CONTROL) {
            return missed;
        }
        if (userErrors() == 0) {
            missed.add("customers felt nothing: the fault is no fault");
        }
        if (place() != 1) {
            missed.add("the deploy is suspect number " + place() + " of the incident, not the first");
        }
        int wanted = mode == Mode.GUARDED ? 1 : 0;
        if (pipeline.orders() != wanted) {
            missed.add(pipeline.orders() + " rollbacks were ordered, " + wanted + " expected");
        }
        if (mode == Mode.GUARDED && !watch().equals("rolled_back")) {
            missed.add("the watch ended as " + watch() + ", not rolled back and seen to be good");
        }
        return missed;
    }

    @Override
    public void close() {
        customers.close();
        app.close();
        pipeline.close();
        Folders.delete(home);
    }
}
