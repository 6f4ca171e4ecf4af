package dev.candor.lab.d06;

import dev.candor.app.cli.Main;
import dev.candor.base.ids.Randomness;
import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.LossyWire;
import dev.candor.lab.parts.RealProcess;
import dev.candor.lab.parts.Relay;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A place with a network of its own, and a real probe agent in it. Two paths lead out: a wire to the site that loses
/// packets, and one to Candor that can be cut.
final class Place implements AutoCloseable {
    private static final List<String> APART = List.of("unshare", "-n");
    private static final Duration STARTS = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    private final String name;
    private final String key;
    private final Path home;
    private final URI candor;
    private final LabClock clock;
    private final LossyWire wire;
    private final Relay line;
    private final RealProcess near;
    private RealProcess agent;

    private Place(
            String name,
            String key,
            Path home,
            URI candor,
            LabClock clock,
            LossyWire wire,
            Relay line,
            RealProcess near,
            RealProcess agent) {
        this.name = name;
        this.key = key;
        this.home = home;
        this.candor = candor;
        this.clock = clock;
        this.wire = wire;
        this.line = line;
        this.near = near;
        this.agent = agent;
    }

    /// What must be installed, and what this machine must allow.
    static List<String> missing() {
        var missing = new ArrayList<>(dev.candor.lab.parts.Programs.missing("setsid", "unshare", "nsenter", "ip"));
        if (missing.isEmpty() && !mayUnshare()) {
            missing.add("permission to make network namespaces and tun interfaces (root)");
        }
        return missing;
    }

    private static boolean mayUnshare() {
        try {
            var words = new ArrayList<>(APART);
            words.addAll(List.of("sh", "-c", "ip link set lo up"));
            int done = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (done == 0) {
                LossyWire.lay(() -> 0, Randomness.secure()).close();
            }
            return done == 0;
        } catch (IOException no) {
            return false;
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Opens the paths and starts the agent; Candor should be there.
    static Place start(String name, String key, Path home, URI candor, LabClock clock)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        Path toCandor = home.resolve("candor");
        LossyWire wire = LossyWire.lay(() -> share(home.resolve("site.loss")), Randomness.secure());
        Relay line =
                Relay.start(Relay.file(toCandor), Relay.port(candor.getPort()), cut(home.resolve("candor.cut")), clock);
        var command = new ArrayList<>(APART);
        command.addAll(List.of("sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
        command.addAll(Jvm.command(
                NearEnd.class, "32m", Integer.toString(candor.getPort()), toCandor.toString()));
        RealProcess near = RealProcess.start("paths of " + name, command, home.resolve("near.log"), clock);
        awaitApart(near, clock);
        wire.into(near.pid());
        return new Place(
                name, key, home, candor, clock, wire, line, near, launch(name, key, home, candor, near, clock));
    }

    /// Whoever enters before would stand in our own network, where nothing is ever lost.
    private static void awaitApart(RealProcess near, LabClock clock) throws IOException, InterruptedException {
        long start = clock.elapsed().nanos();
        while (network("self").equals(network(Long.toString(near.pid())))) {
            if (!near.alive() || clock.elapsed().nanos() - start > STARTS.toNanos()) {
                throw new IllegalStateException("no network of its own: " + near.logEnd());
            }
            clock.sleeper().sleep(POLL);
        }
    }

    private static Path network(String process) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", process, "ns", "net"));
    }

    /// The share of packets that gets lost, read from the drill's switch for each packet; none without the file.
    private static double share(Path file) {
        try {
            return Files.exists(file) ? Double.parseDouble(Files.readString(file).strip()) : 0;
        } catch (IOException | NumberFormatException halfWritten) {
            return 0;
        }
    }

    private static BooleanSupplier cut(Path file) {
        return () -> Files.exists(file);
    }

    private static RealProcess launch(String name, String key, Path home, URI candor, RealProcess near, LabClock clock)
            throws IOException {
        var command = new ArrayList<>(List.of("nsenter", "-t", Long.toString(near.pid()), "-n"));
        command.addAll(Jvm.command(
                Main.class,
                "96m",
                "probe",
                "--server",
                candor.toString(),
                "--token",
                key,
                "--location",
                name,
                "--data",
                home.resolve("data").toString(),
                "--allow",
                "127.0.0.0/8:1-65535,198.18.0.0/15:1-65535"));
        return RealProcess.start("agent at " + name, command, home.resolve("agent.log"), clock);
    }

    /// Cuts the line to Candor, or joins it again.
    void cut(boolean cut) throws IOException {
        Path file = home.resolve("candor.cut");
        if (cut) {
            Files.writeString(file, "drop\n");
        } else {
            Files.deleteIfExists(file);
        }
    }

    /// From now on this share of the packets between here and the site gets lost, both ways; 1 cuts the wire.
    void lose(double share) throws IOException {
        Path written = Files.writeString(home.resolve("site.loss.new"), Double.toString(share));
        Files.move(written, home.resolve("site.loss"), StandardCopyOption.REPLACE_EXISTING);
    }

    LossyWire wire() {
        return wire;
    }

    /// `kill -9` of the agent, and a new start on the same folder.
    void restartAgent() throws IOException {
        agent.kill();
        agent = launch(name, key, home, candor, near, clock);
    }

    @Override
    public void close() {
        agent.close();
        near.close();
        wire.close();
        line.close();
    }
}
