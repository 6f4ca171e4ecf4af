package dev.candor.lab.d06;

import dev.candor.app.cli.Main;
import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.RealProcess;
import dev.candor.lab.parts.Relay;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A place with a network of its own, and a real probe agent in it. Two paths lead out, one to the site and one to
/// Candor; each is cut while its file is there.
final class Place implements AutoCloseable {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final String name;
    private final String key;
    private final Path home;
    private final URI candor;
    private final LabClock clock;
    private final List<AutoCloseable> paths;
    private final RealProcess near;
    private RealProcess agent;

    private Place(
            String name,
            String key,
            Path home,
            URI candor,
            LabClock clock,
            List<AutoCloseable> paths,
            RealProcess near,
            RealProcess agent) {
        this.name = name;
        this.key = key;
        this.home = home;
        this.candor = candor;
        this.clock = clock;
        this.paths = paths;
        this.near = near;
        this.agent = agent;
    }

    /// What must be installed, and what this machine must allow.
    static List<String> missing() {
        var missing = new ArrayList<>(dev.candor.lab.parts.Programs.missing("setsid", "unshare", "nsenter", "ip"));
        if (missing.isEmpty() && !mayUnshare()) {
            missing.add("permission to make network namespaces");
        }
        return missing;
    }

    private static boolean mayUnshare() {
        try {
            var words = new ArrayList<>(apart());
            words.addAll(List.of("sh", "-c", "ip link set lo up"));
            return new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException no) {
            return false;
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> apart() {
        return ROOT ? List.of("unshare", "-n") : List.of("unshare", "-rn");
    }

    /// Opens the paths and starts the agent; Candor should be there.
    static Place start(String name, String key, Path home, int site, URI candor, LabClock clock) throws IOException {
        Files.createDirectories(home);
        var paths = new ArrayList<AutoCloseable>();
        Path toSite = home.resolve("site");
        Path toCandor = home.resolve("candor");
        paths.add(Relay.start(Relay.file(toSite), Relay.port(site), cut(home, "site"), clock));
        paths.add(Relay.start(Relay.file(toCandor), Relay.port(candor.getPort()), cut(home, "candor"), clock));
        var command = new ArrayList<>(apart());
        command.addAll(List.of("sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
        command.addAll(Jvm.command(
                NearEnd.class,
                "32m",
                Integer.toString(site),
                toSite.toString(),
                Integer.toString(candor.getPort()),
                toCandor.toString()));
        RealProcess near = RealProcess.start("paths of " + name, command, home.resolve("near.log"), clock);
        return new Place(name, key, home, candor, clock, paths, near, launch(name, key, home, candor, near, clock));
    }

    private static BooleanSupplier cut(Path home, String path) {
        Path file = home.resolve(path + ".cut");
        return () -> Files.exists(file);
    }

    private static RealProcess launch(String name, String key, Path home, URI candor, RealProcess near, LabClock clock)
            throws IOException {
        var command = new ArrayList<>(List.of("nsenter", "-t", Long.toString(near.pid()), "-n"));
        if (!ROOT) {
            command.addAll(List.of("-U", "--preserve-credentials"));
        }
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
                "127.0.0.0/8:1-65535"));
        return RealProcess.start("agent at " + name, command, home.resolve("agent.log"), clock);
    }

    /// Cuts a path, or joins it again.
    ///
    /// @param path `site` or `candor`
    void cut(String path, boolean cut) throws IOException {
        Path file = home.resolve(path + ".cut");
        if (cut) {
            Files.writeString(file, "drop\n");
        } else {
            Files.deleteIfExists(file);
        }
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
        for (AutoCloseable path : paths) {
            try {
                path.close();
            } catch (Exception gone) {
                System.err.println("drill: a path did not close: " + gone.getMessage());
            }
        }
    }
}
