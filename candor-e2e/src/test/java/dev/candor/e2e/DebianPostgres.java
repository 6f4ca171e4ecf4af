package dev.candor.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Debian's PostgreSQL with fsync, in a folder of its own.
final class DebianPostgres implements AutoCloseable {
    private final Path bin;
    private final Path folder;
    private final int port;
    private Process process;

    private DebianPostgres(Path bin, Path folder, int port) throws IOException, InterruptedException {
        this.bin = bin;
        this.folder = folder;
        this.port = port;
        run(
                "initdb",
                "-D",
                folder.resolve("db").toString(),
                "-U",
                "candor",
                "--auth=trust",
                "-E",
                "UTF8",
                "--locale=C");
        this.process = launch();
        Poll.until("PostgreSQL answers", Duration.ofSeconds(30), () -> ready() == 0);
        run("createdb", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "candor", "candor");
    }

    /// Empty where Debian's package is not installed.
    static Optional<DebianPostgres> start() throws IOException, InterruptedException {
        Path base = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(base)) {
            return Optional.empty();
        }
        try (var versions = Files.list(base)) {
            Optional<Path> bin = versions.map(version -> version.resolve("bin"))
                    .filter(folder -> Files.exists(folder.resolve("postgres")))
                    .sorted()
                    .reduce((_, last) -> last);
            if (bin.isEmpty()) {
                return Optional.empty();
            }
            Path folder = Files.createTempDirectory("candor-pg");
            folder.toFile().setReadable(true, false);
            folder.toFile().setExecutable(true, false);
            folder.toFile().setWritable(true, false);
            return Optional.of(new DebianPostgres(bin.get(), folder, freePort()));
        }
    }

    private static int freePort() throws IOException {
        for (int port = 29000; port < 32000; port++) {
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IOException("no free port");
    }

    private List<String> command(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (ProcessHandle.current().info().user().orElse("").equals("root")) {
            command.addAll(List.of("runuser", "-u", "postgres", "--")); // PostgreSQL refuses to run as root
        }
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        Process done = new ProcessBuilder(command(program, arguments))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        if (done.waitFor() != 0) {
            throw new IOException(program + " failed: " + Files.readString(log()));
        }
    }

    private Path log() {
        return folder.resolve("log");
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(command(
                        "postgres",
                        "-D",
                        folder.resolve("db").toString(),
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-k",
                        ""))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private int ready() throws IOException, InterruptedException {
        return new ProcessBuilder(command("pg_isready", "-h", "127.0.0.1", "-p", Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    String url() {
        return "postgresql://127.0.0.1:" + port + "/candor?user=candor";
    }

    void stop() throws IOException, InterruptedException {
        run("pg_ctl", "-D", folder.resolve("db").toString(), "-m", "fast", "stop");
        process.waitFor();
    }

    void startAgain() throws IOException, InterruptedException {
        process = launch();
        Poll.until("PostgreSQL answers", Duration.ofSeconds(30), () -> ready() == 0);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (process.isAlive()) {
            stop();
        }
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
