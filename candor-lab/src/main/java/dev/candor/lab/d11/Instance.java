package dev.candor.lab.d11;

import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.MemoryLimit;
import dev.candor.lab.parts.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One instance of the API in its container: 200 MB by a limit of the kernel, or where this user may set none, by the
/// JVM's own; started again whenever it died.
final class Instance implements AutoCloseable {
    private static final int CONTAINER_MEGABYTES = 200;

    private final int port;
    private final Path newVersion;
    private final Optional<MemoryLimit> limit;
    private final Supervisor supervisor;

    private Instance(int port, Path newVersion, Optional<MemoryLimit> limit, Supervisor supervisor) {
        this.port = port;
        this.newVersion = newVersion;
        this.limit = limit;
        this.supervisor = supervisor;
    }

    /// Starts the old version.
    static Instance start(Path home, int port, LabClock clock) throws IOException {
        Path newVersion = home.resolve("new-version-" + port);
        Optional<MemoryLimit> limit = MemoryLimit.of(CONTAINER_MEGABYTES, clock);
        String heap = limit.isPresent() ? "512m" : "150m"; // the container is smaller than the heap: the kernel kills
        List<String> command = Jvm.command(OrdersApi.class, heap, Integer.toString(port), newVersion.toString());
        List<String> limited = limit.map(kernel -> kernel.around(command)).orElse(command);
        try {
            var supervisor = new Supervisor("orders api", limited, home.resolve("api-" + port + ".log"), clock);
            return new Instance(port, newVersion, limit, supervisor);
        } catch (IOException broken) {
            limit.ifPresent(MemoryLimit::close);
            throw broken;
        }
    }

    int port() {
        return port;
    }

    /// From now on it serves the version that leaks.
    void deploy() throws IOException {
        Files.createFile(newVersion);
    }

    /// Back to the version before.
    void rollBack() throws IOException {
        Files.deleteIfExists(newVersion);
    }

    List<Integer> exits() {
        return supervisor.exits();
    }

    @Override
    public void close() {
        supervisor.close();
        limit.ifPresent(MemoryLimit::close);
    }
}
