package dev.candor.probe.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A real program on a loopback port, stopped with the test.
public final class Daemon implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final AtomicInteger NEXT =
            new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 9_000));
    private final Process process;

    private Daemon(Process process) {
        this.process = process;
    }

    /// The program's path; without it the test is left out.
    public static String program(String name) {
        Path found = Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(""));
        if (found.toString().isEmpty()) {
            System.out.println("LEFT OUT: " + name + " is not installed");
        }
        Assumptions.assumeFalse(found.toString().isEmpty(), name + " is not installed");
        return found.toString();
    }

    /// Returns when the port answers.
    public static Daemon start(Path folder, int port, String... command) throws IOException {
        Path log = folder.resolve(Path.of(command[0]).getFileName() + "-" + port + ".log");
        var process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var daemon = new Daemon(process);
        for (int tries = 0; tries < 500; tries++) {
            try (var socket = new Socket(LOOPBACK, port)) {
                if (socket.isConnected()) {
                    return daemon;
                }
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    break;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        daemon.close();
        throw new AssertionError(command[0] + " does not answer: " + Files.readString(log));
    }

    /// A free port below the range from which clients take theirs.
    public static int freePort() {
        for (int port = NEXT.getAndIncrement(); port < 32_000; port = NEXT.getAndIncrement()) {
            try (var free = new ServerSocket(port, 1, LOOPBACK)) {
                return free.getLocalPort();
            } catch (IOException used) {
                // the next one then
            }
        }
        throw new AssertionError("no port is free");
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
