package dev.candor.lab.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Debian's PostgreSQL on a loopback port, with a database of its own in a temporary folder. Nothing in it survives.
public final class Postgres implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    private final Path folder;
    private final int port;
    private final RealProcess process;

    private Postgres(Path folder, int port, RealProcess process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /// What must be installed.
    public static List<String> missing() {
        var missing = new ArrayList<>(Programs.missing("setsid", "setpriv"));
        if (programs().isEmpty()) {
            missing.add("postgresql");
        }
        return missing;
    }

    private static Optional<Path> programs() {
        Path base = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(base)) {
            return Optional.empty();
        }
        try (var versions = Files.list(base)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Path::compareTo);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// Makes an empty database and starts it; returns when it answers.
    ///
    /// @throws IllegalStateException when it is not installed or does not start; the message has its log
    public static Postgres start(int port, LabClock clock) throws IOException, InterruptedException {
        Path programs = programs().orElseThrow(() -> new IllegalStateException("PostgreSQL is not installed"));
        Path folder = Files.createTempDirectory("candor-lab-pg");
        folder.toFile().setWritable(true, false);
        folder.toFile().setReadable(true, false);
        folder.toFile().setExecutable(true, false);
        Path log = folder.resolve("log");
        String data = folder.resolve("db").toString();
        try {
            run(log, programs, "initdb", "-D", data, "-U", "candor", "-A", "trust", "-E", "UTF8", "--locale=C", "-N");
            var command = as(programs.resolve("postgres").toString());
            command.addAll(List.of("-D", data, "-h", "127.0.0.1", "-p", Integer.toString(port), "-k", ""));
            command.addAll(List.of("-c", "shared_buffers=16MB", "-c", "fsync=off"));
            var process = RealProcess.start("postgres", command, log, clock).awaitPort(port, START);
            var postgres = new Postgres(folder, port, process);
            postgres.awaitAnswer(clock);
            return postgres;
        } catch (IOException | InterruptedException | RuntimeException broken) {
            Folders.delete(folder);
            throw broken;
        }
    }

    /// PostgreSQL refuses to run as root.
    private static List<String> as(String program) {
        var command = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        command.add(program);
        return command;
    }

    private static void run(Path log, Path programs, String program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = as(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        Process done = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!done.waitFor(START.toSeconds(), TimeUnit.SECONDS) || done.exitValue() != 0) {
            done.destroyForcibly();
            throw new IllegalStateException(program + " failed: " + Files.readString(log));
        }
    }

    /// It listens before it lets anybody in.
    private void awaitAnswer(LabClock clock) throws InterruptedException {
        long from = clock.elapsed().nanos();
        while (true) {
            try (var _ = connect()) {
                return;
            } catch (SQLException notYet) {
                if (clock.elapsed().nanos() - from > START.toNanos()) {
                    process.close();
                    throw new IllegalStateException("postgres does not answer: " + notYet.getMessage(), notYet);
                }
                clock.sleeper().sleep(Duration.ofMillis(50));
            }
        }
    }

    /// For JDBC.
    public String jdbc() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=candor&sslmode=disable";
    }

    /// As a monitor's `database` has it.
    public String url() {
        return "postgresql://candor:none@127.0.0.1:" + port + "/postgres?sslmode=disable";
    }

    /// A connection of its own.
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbc());
    }

    /// Runs statements as they stand.
    public void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The number in the first column of the first row; 0 where it is null or there is none.
    public double number(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getDouble(1) : 0;
        }
    }

    @Override
    public void close() {
        process.close();
        Folders.delete(folder);
    }
}
