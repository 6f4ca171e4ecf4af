package dev.candor.lab.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A real nginx that serves a folder on a loopback port, with everything it writes in a folder of its own. Runs as
/// root and as anybody else.
public final class Nginx implements AutoCloseable {
    /// Access logs in JSON as the documentation recommends them, under the name `candor`.
    public static final String LOG_FORMAT = """
            log_format candor escape=json '{"time":"$time_iso8601","status":"$status","request":"$request",'
              '"host":"$host","remote_addr":"$remote_addr","request_time":"$request_time",'
              '"upstream_addr":"$upstream_addr","upstream_status":"$upstream_status"}';
            """;

    private static final Duration START = Duration.ofSeconds(10);

    private final String name;
    private final Path home;
    private final int port;
    private final LabClock clock;
    private RealProcess process;

    private Nginx(String name, Path home, int port, LabClock clock, RealProcess process) {
        this.name = name;
        this.home = home;
        this.port = port;
        this.clock = clock;
        this.process = process;
    }

    /// Writes the configuration and starts; returns when the port answers.
    ///
    /// @param home an empty or missing folder for configuration, logs and temporary files
    /// @param site the folder to serve
    public static Nginx start(String name, Path home, Path site, int port, LabClock clock)
            throws IOException, InterruptedException {
        return start(name, home, port, """
                access_log off;
                server {
                  listen 127.0.0.1:%d;
                  root %s;
                  index index.html;
                  add_header X-Served-By %s always;
                }
                """.formatted(port, site, name), clock);
    }

    /// Starts with servers of one's own; returns when the port answers.
    ///
    /// @param home a folder for configuration, logs and temporary files; what the configuration includes is there
    /// @param http what stands in the `http` block, one server on `port` at least
    public static Nginx start(String name, Path home, int port, String http, LabClock clock)
            throws IOException, InterruptedException {
        prepare(home, http);
        return new Nginx(name, home, port, clock, launch(name, home, port, clock));
    }

    /// Writes the configuration and gives the words that start it in the foreground, for whoever starts it elsewhere.
    public static List<String> prepare(Path home, String http) throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("nginx.conf"), configuration(home, http));
        return command(home);
    }

    public int port() {
        return port;
    }

    public boolean alive() {
        return process.alive();
    }

    /// The machine it runs on disappears.
    public void kill() {
        process.kill();
    }

    /// Starts again after `kill`, on the same port.
    public void restart() throws IOException, InterruptedException {
        process.close();
        process = launch(name, home, port, clock);
    }

    /// Reads its configuration again, as `nginx -s reload` does.
    ///
    /// @throws IOException when it refuses the new one; then it goes on with the old one
    public void reload() throws IOException, InterruptedException {
        var command = new ArrayList<>(command(home));
        command.addAll(List.of("-s", "reload"));
        Process reload = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("reload.log").toFile())
                .start();
        if (reload.waitFor() != 0) {
            throw new IOException(
                    name + " does not read its configuration again: " + Files.readString(home.resolve("reload.log")));
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private static List<String> command(Path home) {
        return List.of(
                Programs.path("nginx"),
                "-p",
                home.toString(),
                "-c",
                home.resolve("nginx.conf").toString(),
                "-e",
                home.resolve("error.log").toString());
    }

    private static RealProcess launch(String name, Path home, int port, LabClock clock)
            throws IOException, InterruptedException {
        Files.deleteIfExists(home.resolve("nginx.pid")); // left by a kill
        return RealProcess.start(name, command(home), home.resolve("out.log"), clock)
                .awaitPort(port, START);
    }

    private static String configuration(Path home, String http) {
        // Only root may choose a user, and then the workers must still be able to read the folder.
        String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        return """
                %s
                daemon off;
                worker_processes 1;
                pid %s/nginx.pid;
                error_log %s/error.log warn;
                events { worker_connections 512; }
                http {
                  client_body_temp_path %s/body;
                  proxy_temp_path %s/proxy;
                  fastcgi_temp_path %s/fastcgi;
                  uwsgi_temp_path %s/uwsgi;
                  scgi_temp_path %s/scgi;
                  types {
                    text/html html; text/css css; text/javascript js; image/png png; image/svg+xml svg;
                    font/woff2 woff2; application/json json;
                  }
                  default_type application/octet-stream;
                  keepalive_requests 1000000; # customers who stay are not sent away in the middle of a run
                %s
                }
                """.formatted(user, home, home, home, home, home, home, home, http);
    }
}
