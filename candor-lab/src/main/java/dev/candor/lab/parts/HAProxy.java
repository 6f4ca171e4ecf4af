package dev.candor.lab.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A real HAProxy on a loopback port before several servers.
public final class HAProxy implements AutoCloseable {
    /// How it treats a server that does not answer.
    public enum Care {
        /// No checks, no second try: the first refused connection is the customer's 503.
        NONE,
        /// Checks, retries, and the other server for whatever failed.
        RETRY_ELSEWHERE
    }

    private static final Duration START = Duration.ofSeconds(10);

    private final RealProcess process;
    private final int port;

    private HAProxy(RealProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Writes the configuration and starts; returns when the port answers.
    ///
    /// @param home a folder for configuration and log
    /// @param servers the loopback ports of the servers
    public static HAProxy start(Path home, int port, List<Integer> servers, Care care, LabClock clock)
            throws IOException, InterruptedException {
        return start(home, port, configuration(port, servers, care), clock);
    }

    /// Starts with a configuration of one's own; returns when the port answers.
    ///
    /// @param home a folder for configuration and log
    public static HAProxy start(Path home, int port, String configuration, LabClock clock)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        Path file = home.resolve("haproxy.cfg");
        Files.writeString(file, configuration);
        // Its log has local times without a zone.
        List<String> command = List.of("env", "TZ=UTC", Programs.path("haproxy"), "-db", "-q", "-f", file.toString());
        var process = RealProcess.start("haproxy", command, home.resolve("out.log"), clock);
        return new HAProxy(process.awaitPort(port, START), port);
    }

    public int port() {
        return port;
    }

    public boolean alive() {
        return process.alive();
    }

    @Override
    public void close() {
        process.close();
    }

    private static String configuration(int port, List<Integer> servers, Care care) {
        var lines = new StringBuilder("""
                global
                  maxconn 2000
                  nbthread 1
                defaults
                  mode http
                  timeout connect 1s
                  timeout client 10s
                  timeout server 10s
                frontend shop
                  bind 127.0.0.1:%d
                  default_backend proxies
                backend proxies
                  balance roundrobin
                """.formatted(port));
        lines.append(
                switch (care) {
                    case NONE -> "  retries 0\n";
                    case RETRY_ELSEWHERE -> """
                          retries 3
                          option redispatch 1
                          retry-on conn-failure empty-response response-timeout 502 503 504
                          option httpchk GET /health.json
                        """;
                });
        for (int i = 0; i < servers.size(); i++) {
            lines.append("  server p%d 127.0.0.1:%d".formatted(i + 1, servers.get(i)));
            lines.append(care == Care.RETRY_ELSEWHERE ? " check inter 500ms fall 1 rise 1\n" : "\n");
        }
        return lines.toString();
    }
}
