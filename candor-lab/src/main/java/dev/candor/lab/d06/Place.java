package dev.candor.lab.d06;

import dev.candor.app.cli.Main;
import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.LossyWire;
import dev.candor.lab.parts.OwnNetwork;
import dev.candor.lab.parts.RealProcess;
import dev.candor.lab.parts.Relay;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.BooleanSupplier;

/// A place with a network of its own, and a real probe agent in it. Two paths lead out: a wire to the site that loses
/// packets, and one to Candor that can be cut.
final class Place implements AutoCloseable {

    private final String name;
    private final String key;
    private final Path home;
    private final URI candor;
    private final LabClock clock;
    private final Relay line;
    private final RealProcess near;
    private RealProcess agent;

    private Place(
            String name,
            String key,
            Path home,
            URI candor,
            LabClock clock,
            Relay line,
            RealProcess near,
            RealProcess agent) {
        this.name = name;
        this.key = key;
        this.home = home;
        this.candor = candor;
        this.clock = clock;
        this.line = line;
        this.near = near;
        this.agent = agent;
    }

    /// Opens the paths and starts the agent; Candor should be there.
    ///
    /// @param wire to the site, laid with `loss` of the same home
    static Place start(String name, String key, Path home, LossyWire wire, URI candor, LabClock clock)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        Path toCandor = home.resolve("candor");
        Relay line =
                Relay.start(Relay.file(toCandor), Relay.port(candor.getPort()), cut(home.resolve("candor.cut")), clock);
        RealProcess near = RealProcess.start(
                "paths of " + name,
                OwnNetwork.command(
                        Jvm.command(NearEnd.class, "32m", Integer.toString(candor.getPort()), toCandor.toString())),
                home.resolve("near.log"),
                clock);
        OwnNetwork.await(near, clock);
        wire.into(near.pid());
        return new Place(name, key, home, candor, clock, line, near, launch(name, key, home, candor, near, clock));
    }

    /// The share of packets that gets lost, read from the drill's switch for each packet; none without the file.
    static double loss(Path home) {
        Path file = home.resolve("site.loss");
        try {
            return Files.exists(file)
                    ? Double.parseDouble(Files.readString(file).strip())
                    : 0;
        } catch (IOException | NumberFormatException halfWritten) {
            return 0;
        }
    }

    private static BooleanSupplier cut(Path file) {
        return () -> Files.exists(file);
    }

    private static RealProcess launch(String name, String key, Path home, URI candor, RealProcess near, LabClock clock)
            throws IOException {
        var command = OwnNetwork.beside(
                near.pid(),
                Jvm.command(
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

    /// `kill -9` of the agent, and a new start on the same folder.
    void restartAgent() throws IOException {
        agent.kill();
        agent = launch(name, key, home, candor, near, clock);
    }

    @Override
    public void close() {
        agent.close();
        near.close();
        line.close();
    }
}
