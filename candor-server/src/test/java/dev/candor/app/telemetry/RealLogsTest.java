package dev.candor.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.candor.app.Candor;
import dev.candor.app.Settings;
import dev.candor.app.cli.tail.LogSending;
import dev.candor.app.cli.tail.LogTail;
import dev.candor.base.time.SystemTime;
import dev.candor.detect.telemetry.SenderReport;
import dev.candor.testing.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real web servers write their logs to a real Candor; what it counts is what awk counts.
final class RealLogsTest {
    private static final String KEY = "0123456789abcdef";
    private static final String CONFIGURATION = """
            services: [{name: shop, intake-keys: [%s]}, {name: api}, {name: edge}]
            log-sources:
              - {name: nginx, service: shop, tag: nginx}
              - {name: haproxy, service: api, tag: haproxy, customer: capture 1}
              - {name: anything, service: edge, tag: other, from: [127.0.0.0/8]}
            """.formatted(KEY);
    private static final int REQUESTS = 300;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Candor candor;

    @SuppressWarnings("NullAway.Init")
    private HttpServer site;

    @BeforeEach
    void start() throws Exception {
        var loaded = Settings.load(
                Optional.empty(),
                Map.of(
                        "data", folder.resolve("data").toString(),
                        "listen", "127.0.0.1:0",
                        "page-listen", "127.0.0.1:0",
                        "syslog", "127.0.0.1:0"),
                Map.of());
        assertThat(loaded.problems()).isEmpty();
        candor = new Candor(loaded.settings());
        assertThat(candor.applying()
                        .files(Map.of("shop.yaml", CONFIGURATION), Map.of(), false, "candor")
                        .problems())
                .isEmpty();
        candor.start();
        site = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        site.createContext("/", exchange -> {
            int status = exchange.getRequestURI().getPath().startsWith("/bad") ? 503 : 200;
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        site.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Process process : processes) {
            process.destroy();
            process.waitFor(5, TimeUnit.SECONDS);
        }
        site.stop(0);
        http.close();
        candor.close();
    }

    private int syslogPort() {
        return candor.detect().telemetry().syslog().orElseThrow().getPort();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path tool(String... places) {
        for (String place : places) {
            if (Files.isExecutable(Path.of(place))) {
                return Path.of(place);
            }
        }
        Assumptions.abort(places[0] + " is not installed: its logs are not tried");
        throw new IllegalStateException();
    }

    private void run(int port, String... command) throws Exception {
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("tool.log").toFile())
                .start());
        Eventually.until(command[0] + " answers", () -> {
            try (var socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /// One in ten fails.
    private void ask(int port) throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            String path = i % 10 == 0 ? "/bad/" + i : "/cart/" + i + "?token=hush";
            http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("X-Customer", i % 2 == 0 ? "dora" : "omar")
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    private SenderReport sender(String service, String how) {
        return candor.detect().telemetry().senders(service).stream()
                .filter(sender -> sender.how().equals(how))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody sends by " + how + " for " + service));
    }

    private long counted(String service, String how) {
        return candor.detect().telemetry().senders(service).stream()
                .filter(sender -> sender.how().equals(how))
                .mapToLong(sender -> sender.stream().counted())
                .sum();
    }

    /// Lines and lines with a status from 500, counted by somebody else.
    private static long[] awk(Path log, String status) throws Exception {
        Process awk = new ProcessBuilder(
                        "awk", "{n++} " + status + " >= 500 {f++} END {print n+0, f+0}", log.toString())
                .start();
        String[] counts = new String(awk.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split(" ");
        return new long[] {Long.parseLong(counts[0]), Long.parseLong(counts[1])};
    }

    private long[] stored(String service) throws Exception {
        candor.detect().telemetry().close(); // everything that is open is stored
        var all = dev.candor.telemetry.window.Window.merge(
                candor.detect()
                        .telemetry()
                        .minutes(
                                service,
                                java.time.Instant.EPOCH,
                                candor.platform().clock().instant()),
                100);
        return new long[] {all.requests(), all.failures()};
    }

    private Path nginx(int port, String logs) throws Exception {
        Path binary = tool("/usr/sbin/nginx", "/usr/bin/nginx");
        Path config = folder.resolve("nginx.conf");
        Files.writeString(config, """
                daemon off; master_process off; pid %1$s/nginx.pid; error_log %1$s/error.log;
                events {}
                http {
                  client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c;
                  uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
                  %4$s
                  server { listen 127.0.0.1:%2$d; location / { proxy_pass http://127.0.0.1:%3$d; } }
                }
                """.formatted(folder, port, site.getAddress().getPort(), logs));
        run(port, binary.toString(), "-c", config.toString(), "-p", folder.toString());
        return config;
    }

    @Test
    void nginx_by_syslog_is_counted_as_awk_counts_its_file() throws Exception {
        int port = freePort();
        Path log = folder.resolve("access.log");
        nginx(port, "access_log " + log + "; access_log syslog:server=127.0.0.1:" + syslogPort() + ",tag=nginx;");
        ask(port);
        Eventually.until("all datagrams are counted", () -> counted("shop", "udp") == REQUESTS);
        assertThat(candor.detect().telemetry().doors().kernelDrops()).hasValue(0);
        assertThat(stored("shop")).isEqualTo(awk(log, "$9")).containsExactly(REQUESTS, REQUESTS / 10);
    }

    @Test
    void nginx_files_come_whole_through_tail_also_over_a_rotation_a_cut_and_a_restart() throws Exception {
        int port = freePort();
        Path log = folder.resolve("access.log");
        Path all = folder.resolve("all.log");
        nginx(port, "access_log " + log + "; access_log " + all + ";");
        Path state = folder.resolve("tail.json");
        var errors = new ArrayList<String>();
        try (var sending = new LogSending(candor.consoleUrl(), KEY, Map.of(), errors::add)) {
            try (var tail = new LogTail(List.of(log), state, true, sending, errors::add, SystemTime.elapsed())) {
                ask(port);
                drain(tail, REQUESTS);
                Files.move(log, folder.resolve("access.log.1"));
                ask(port); // still into the renamed file
            }
            ProcessHandle nginx = processes.getFirst().toHandle();
            new ProcessBuilder("kill", "-USR1", Long.toString(nginx.pid()))
                    .start()
                    .waitFor();
            Eventually.until("a new file", () -> Files.exists(log));
            ask(port);
            try (var tail = new LogTail(List.of(log), state, true, sending, errors::add, SystemTime.elapsed())) {
                drain(tail, 3 * REQUESTS);
                Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
                assertThat(tail.look()).isEqualTo(LogTail.Look.NOTHING);
                ask(port);
                drain(tail, 4 * REQUESTS);
            }
        }
        assertThat(errors).singleElement().asString().contains("was cut back");
        assertThat(stored("shop")).isEqualTo(awk(all, "$9")).containsExactly(4 * REQUESTS, 4 * REQUESTS / 10);
    }

    private void drain(LogTail tail, long until) {
        Eventually.until(until + " requests", () -> {
            tail.look();
            return counted("shop", "http") >= until;
        });
    }

    @Test
    void haproxy_by_octet_counted_tcp_and_by_udp_is_counted_whole() throws Exception {
        Path binary = tool("/usr/sbin/haproxy");
        int tcp = freePort();
        int udp = freePort();
        Path config = folder.resolve("haproxy.cfg");
        Files.writeString(
                config, """
                global
                  log ring@candor len 65535 format rfc5424 local0
                ring candor
                  format rfc5424
                  maxlen 65535
                  size 1048576
                  timeout connect 5s
                  timeout server 10s
                  server c1 127.0.0.1:%1$d log-proto octet-count
                defaults
                  mode http
                  timeout client 10s
                  timeout server 10s
                  timeout connect 2s
                  option httplog
                frontend by-tcp
                  log ring@candor len 65535 format rfc5424 local0
                  bind 127.0.0.1:%2$d
                  capture request header X-Customer len 64
                  default_backend app
                frontend by-udp
                  log 127.0.0.1:%1$d len 65535 format rfc5424 local0
                  bind 127.0.0.1:%3$d
                  capture request header X-Customer len 64
                  default_backend app
                backend app
                  server n1 127.0.0.1:%4$d
                """.formatted(syslogPort(), tcp, udp, site.getAddress().getPort()));
        run(tcp, binary.toString(), "-db", "-f", config.toString());
        long before = counted("api", "tcp") + counted("api", "udp");
        ask(tcp);
        ask(udp);
        Eventually.until(
                "both are counted", () -> counted("api", "tcp") >= REQUESTS && counted("api", "udp") >= REQUESTS);
        long[] stored = stored("api");
        assertThat(stored[1]).isEqualTo(2 * REQUESTS / 10);
        assertThat(stored[0]).isEqualTo(2 * REQUESTS + strays());
        assertThat(before).isLessThanOrEqualTo(1);
        assertThat(sender("api", "tcp").broken()).isZero();
        var customers = candor.detect()
                .telemetry()
                .minutes(
                        "api",
                        java.time.Instant.EPOCH,
                        candor.platform().clock().instant())
                .getFirst()
                .top(dev.candor.telemetry.window.Dimension.CUSTOMER);
        assertThat(customers.values()).extracting(tally -> tally.value()).contains("dora", "omar");
    }

    /// Connections without a request, such as our own look whether it answers, are a line too where HAProxy logs them.
    private long strays() {
        return counted("api", "tcp") + counted("api", "udp") - 2L * REQUESTS;
    }

    @Test
    void caddy_by_file_is_counted_as_its_own_lines() throws Exception {
        Path binary = tool("/usr/bin/caddy");
        int port = freePort();
        Path log = folder.resolve("caddy.log");
        Path config = folder.resolve("Caddyfile");
        Files.writeString(config, """
                {
                  admin off
                  auto_https off
                }
                http://127.0.0.1:%d {
                  log {
                    output file %s
                  }
                  reverse_proxy 127.0.0.1:%d
                }
                """.formatted(port, log, site.getAddress().getPort()));
        run(port, binary.toString(), "run", "--config", config.toString(), "--adapter", "caddyfile");
        ask(port);
        try (var sending = new LogSending(candor.consoleUrl(), KEY, Map.of(), error -> {});
                var tail = new LogTail(
                        List.of(log),
                        folder.resolve("tail.json"),
                        true,
                        sending,
                        missing -> {},
                        SystemTime.elapsed())) {
            drain(tail, REQUESTS);
        }
        long failed;
        try (var lines = Files.lines(log)) {
            failed = lines.filter(line -> line.contains("\"status\":503")).count();
        }
        assertThat(stored("shop")).containsExactly(REQUESTS, failed).containsExactly(REQUESTS, REQUESTS / 10);
    }

    private static String combined(int status, String path) {
        String time = java.time.format.DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", java.util.Locale.ROOT)
                .withZone(java.time.ZoneOffset.UTC)
                .format(java.time.Clock.systemUTC().instant());
        return "127.0.0.1 - - [" + time + "] \"GET " + path + " HTTP/1.1\" " + status + " 5 \"-\" \"-\"\n";
    }

    private HttpResponse<String> post(String query, byte[] body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(candor.consoleUrl() + "/in/" + KEY + "/logs" + query))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void lines_of_a_megabyte_another_format_in_mid_stream_and_garbage_are_told_apart() throws Exception {
        String body = combined(200, "/a") + combined(500, "/" + "x".repeat(1 << 20))
                + "{\"status\":503,\"request\":{\"method\":\"GET\",\"uri\":\"/b\"},\"duration\":0.2}\n"
                + "not a request of ana@shop.example\n"
                + combined(200, "/c");
        var answer = post("", body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"lines\":5");
        var sender = sender("shop", "http");
        assertThat(sender.stream().counted()).isGreaterThanOrEqualTo(3);
        assertThat(sender.stream().counted() + sender.unread()).isEqualTo(5);
        assertThat(sender.stream().tooLong()).isEqualTo(1);
        assertThat(sender.stream().unread().values())
                .anySatisfy(unread -> assertThat(unread.example()).doesNotContain("ana@shop"));
    }

    @Test
    void the_same_batch_sent_twice_is_counted_once_and_a_wrong_key_or_format_is_refused() throws Exception {
        byte[] body = combined(200, "/a").repeat(10).getBytes(StandardCharsets.UTF_8);
        String first = post("?batch=1", body).body();
        assertThat(post("?batch=1", body).body()).isEqualTo(first).contains("\"read\":10");
        assertThat(post("?batch=2", body).body()).contains("\"read\":10");
        assertThat(counted("shop", "http")).isEqualTo(20);
        assertThat(post("?format=$remote_addr", body).statusCode()).isEqualTo(400);
        assertThat(post("?source=nowhere", body).statusCode()).isEqualTo(400);
        assertThat(http.send(
                                HttpRequest.newBuilder(URI.create(candor.consoleUrl() + "/in/wrong-key/logs"))
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_sender_with_fifty_times_its_share_does_not_take_the_share_of_another() throws Exception {
        byte[] line = combined(200, "/a").strip().getBytes(StandardCharsets.UTF_8);
        byte[] loud = ("<190>Nov 22 01:02:34 vm other: " + new String(line, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
        byte[] still = ("<190>Nov 22 01:02:34 vm nginx: " + new String(line, StandardCharsets.UTF_8) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        var door = new InetSocketAddress("127.0.0.1", syslogPort());
        try (var datagrams = new DatagramSocket();
                var connection = new Socket("127.0.0.1", syslogPort())) {
            OutputStream out = connection.getOutputStream();
            for (int i = 0; i < 1000; i++) {
                for (int n = 0; n < 50; n++) {
                    datagrams.send(new DatagramPacket(loud, loud.length, door));
                }
                out.write(still);
            }
            out.flush();
            Eventually.until("the still one is whole", () -> counted("shop", "tcp") == 1000);
        }
        Eventually.until("every datagram of the loud one is accounted for", () -> {
            var doors = candor.detect().telemetry().doors();
            long dropped = candor.detect().telemetry().senders("edge").stream()
                    .mapToLong(SenderReport::dropped)
                    .sum();
            return counted("edge", "udp") + dropped + doors.kernelDrops().orElse(0) == 50_000;
        });
        assertThat(candor.detect().telemetry().strangers()).isEmpty();
    }

    @Test
    void syslog_nobody_asked_for_is_shown_by_its_address_and_tag() throws Exception {
        byte[] line = "<190>Nov 22 01:02:34 vm unknown: hello".getBytes(StandardCharsets.UTF_8);
        try (var datagrams = new DatagramSocket()) {
            datagrams.send(new DatagramPacket(line, line.length, new InetSocketAddress("127.0.0.1", syslogPort())));
        }
        Eventually.until(
                "it is shown",
                () -> candor.detect().telemetry().strangers().stream()
                        .anyMatch(one -> one.tag().equals("unknown") && one.messages() == 1));
    }
}
