package dev.candor.telemetry;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Real nginx, HAProxy and Caddy on loopback ports for tests; what is not installed leaves the test out, aloud.
final class RealServers implements AutoCloseable {
    private final List<Process> running = new ArrayList<>();

    static String program(String name) {
        Optional<Path> found = List.of("/usr/sbin", "/usr/bin", "/usr/local/bin").stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("LEFT OUT: " + name + " is not installed");
        }
        Assumptions.assumeTrue(found.isPresent(), name + " is not installed");
        return found.orElseThrow().toString();
    }

    static int freePort() throws IOException {
        for (int port = 20_000 + (int) (ProcessHandle.current().pid() % 5000); port < 32_000; port++) {
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    var _ = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                return port;
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IOException("no free port");
    }

    void start(Path log, int port, String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        running.add(process);
        for (int tries = 0; tries < 400; tries++) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    break;
                }
                process.waitFor(25, TimeUnit.MILLISECONDS);
            }
        }
        throw new IOException(command[0] + " does not answer: " + Files.readString(log));
    }

    /// Sends raw bytes and reads until the other side closes.
    static void send(int port, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().readAllBytes();
        }
    }

    static void get(int port, String path, String... headers) throws IOException {
        send(
                port,
                "GET " + path + " HTTP/1.1\r\nHost: shop.example\r\n" + String.join("\r\n", headers)
                        + (headers.length > 0 ? "\r\n" : "") + "Connection: close\r\n\r\n");
    }

    /// Ends them all and waits, so that their logs are complete.
    @Override
    public void close() throws InterruptedException {
        running.forEach(Process::destroy);
        for (Process process : running) {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        running.clear();
    }
}
