package dev.candor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.telemetry.format.FieldMap;
import dev.candor.telemetry.format.FieldMap.Source;
import dev.candor.telemetry.format.FormatTemplate;
import dev.candor.telemetry.format.FormatTemplate.Compiled;
import dev.candor.telemetry.route.RouteSettings;
import dev.candor.telemetry.route.Routes;
import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Window;
import dev.candor.telemetry.window.WindowSettings;
import dev.candor.telemetry.window.Windows;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What real servers write, counted by us and by awk.
class RealServersTest {
    private static final int BIG = 1 << 16;

    @TempDir
    Path home;

    private final Windows windows = new Windows(WindowSettings.USUAL, new Routes(RouteSettings.USUAL));

    private LogStream stream(LogStream.Framing framing, FieldMap fields, FormatTemplate... templates) {
        return new LogStream(framing, fields, List.of(templates), windows);
    }

    private Window all() {
        return Window.merge(windows.closeAll(), 1000);
    }

    private static Map<String, Long> statuses(Window window) {
        var counts = new TreeMap<String, Long>();
        window.top(Dimension.STATUS).values().forEach(tally -> counts.put(tally.value(), tally.requests()));
        return counts;
    }

    private static Map<String, Long> awk(String program, Path file) throws IOException, InterruptedException {
        var process = new ProcessBuilder(RealServers.program("mawk"), program, file.toString()).start();
        String text = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        var counts = new TreeMap<String, Long>();
        text.lines().forEach(line -> counts.merge(line, 1L, Long::sum));
        return counts;
    }

    private void nginx(RealServers servers, int port, String log, String locations) throws Exception {
        Files.createDirectories(home.resolve("site"));
        Files.writeString(home.resolve("site/index.html"), "hello");
        String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        Files.writeString(home.resolve("nginx.conf"), """
                %s daemon off; worker_processes 1; pid nginx.pid; error_log error.log;
                events { worker_connections 64; }
                http {
                  client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
                  large_client_header_buffers 4 32k;
                  %s
                  server { listen 127.0.0.1:%d; root site; location = /no { return 503; } location /users { return 200 ok; } %s }
                }
                """.formatted(user, log, port, locations));
        servers.start(
                home.resolve("nginx.out"),
                port,
                RealServers.program("nginx"),
                "-p",
                home.toString(),
                "-c",
                "nginx.conf",
                "-e",
                "error.log");
    }

    private void traffic(int port) throws IOException {
        for (int i = 0; i < 20; i++) {
            RealServers.get(
                    port, "/users/" + i + "?mail=ana@shop.example", "User-Agent: \"quoted\\ \u00e9\u00ff agent");
            RealServers.get(port, i % 5 == 0 ? "/no" : "/");
        }
        RealServers.get(port, "/missing/\u00e4\u0001\"x\\");
        RealServers.get(port, "/users/" + "y".repeat(5000));
        RealServers.send(port, "\u0016\u0003\u0001 hello\r\n\r\n");
        RealServers.send(port, "GET / HTTP/1.0\r\n\r\n");
    }

    @Test
    void nginx_combined_from_a_file_counts_as_awk_counts() throws Exception {
        int port = RealServers.freePort();
        try (var servers = new RealServers()) {
            nginx(servers, port, "access_log access.log combined;", "");
            traffic(port);
        }
        Path log = home.resolve("access.log");
        byte[] bytes = Files.readAllBytes(log);
        var stream = stream(LogStream.Framing.LINES, FieldMap.USUAL);
        for (int at = 0; at < bytes.length; at += 777) {
            stream.take(bytes, at, Math.min(bytes.length, at + 777), Windows.EVENT_TIME);
        }
        stream.end(Windows.EVENT_TIME);
        var window = all();
        assertThat(statuses(window))
                .isEqualTo(awk("{ split($0, q, \"\\\"\"); split(q[3], f, \" \"); print f[1] }", log));
        assertThat(stream.report().lines())
                .isEqualTo(44)
                .isEqualTo(stream.report().counted());
        assertThat(window.failures()).isEqualTo(4);
        assertThat(window.top(Dimension.ROUTE).of("/users/{id}").requests()).isEqualTo(21);
        assertThat(window.top(Dimension.CLIENT).of("127.0.0.1").requests()).isEqualTo(44);
        assertThat(window.toString()).doesNotContain("ana@");
    }

    @Test
    void nginx_json_and_syslog_without_a_host_name_and_a_pasted_log_format_agree() throws Exception {
        int port = RealServers.freePort();
        int dead = port + 1;
        String json =
                "{\"t\":\"$msec\",\"st\":\"$status\",\"rt\":\"$request_time\",\"uri\":\"$request_uri\",\"method\":\"$request_method\",\"who\":\"$http_x_customer\",\"upstream_addr\":\"$upstream_addr\",\"us\":\"$upstream_status\",\"urt\":\"$upstream_response_time\"}";
        String own = "$msec|$status|$request_time|$upstream_addr|$upstream_status|$http_x_customer|$request";
        try (var servers = new RealServers();
                var socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            socket.setSoTimeout(500);
            nginx(
                    servers,
                    port,
                    "log_format j escape=json '" + json + "'; log_format own '" + own
                            + "'; access_log j.log j; access_log own.log own; upstream two { server 127.0.0.1:" + dead
                            + " max_fails=0; server 127.0.0.2:" + dead
                            + " max_fails=0; } access_log syslog:server=127.0.0.1:" + socket.getLocalPort()
                            + ",tag=candor,nohostname j;",
                    "location /dead { proxy_pass http://two; }");
            traffic(port);
            RealServers.get(port, "/dead", "X-Customer: dora");
            var pushed = stream(LogStream.Framing.LINES, FieldMap.USUAL.withCustomer(new Source.Key("who")));
            receive(socket, pushed);
            assertThat(pushed.report().counted()).isEqualTo(45);
            assertThat(pushed.report().unread()).isEmpty();
        }
        var byDatagram = all();
        var file = stream(LogStream.Framing.LINES, FieldMap.USUAL.withCustomer(new Source.Key("who")));
        feed(file, home.resolve("j.log"));
        var byFile = all();
        if (!(FormatTemplate.compile(own) instanceof Compiled.Ready(FormatTemplate template))) {
            throw new AssertionError("must compile");
        }
        var pasted =
                stream(LogStream.Framing.LINES, FieldMap.USUAL.withCustomer(new Source.Header("X-Customer")), template);
        feed(pasted, home.resolve("own.log"));
        var byTemplate = all();
        assertThat(statuses(byDatagram)).isEqualTo(statuses(byFile)).isEqualTo(statuses(byTemplate));
        assertThat(statuses(byTemplate)).isEqualTo(awk("BEGIN { FS=\"|\" } { print $2 }", home.resolve("own.log")));
        for (Window window : List.of(byDatagram, byFile, byTemplate)) {
            assertThat(window.latency().count()).isEqualTo(45);
            assertThat(window.top(Dimension.CUSTOMER).of("dora").failures()).isEqualTo(1);
            assertThat(window.top(Dimension.UPSTREAM).values()).hasSize(1); // the last of the two that were tried
            assertThat(window.top(Dimension.ROUTE).of("/dead").failures()).isEqualTo(1);
        }
    }

    @Test
    void haproxy_by_datagram_cut_at_1024_bytes_and_by_counted_frames_over_tcp() throws Exception {
        int port = RealServers.freePort();
        try (var servers = new RealServers();
                var udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var tcp = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            udp.setSoTimeout(500);
            Files.writeString(home.resolve("haproxy.cfg"), """
                    global
                      log 127.0.0.1:%d local0
                      log ring@ship len 65535 format rfc5424 local0
                      tune.bufsize 32768
                    ring ship
                      format rfc5424
                      maxlen 65535
                      size 1000000
                      timeout connect 1s
                      timeout server 5s
                      server candor 127.0.0.1:%d log-proto octet-count
                    defaults
                      mode http
                      log global
                      option httplog
                      timeout connect 200ms
                      timeout client 5s
                      timeout server 5s
                    frontend web
                      bind 127.0.0.1:%d
                      http-request capture req.hdr(Host) len 64
                      http-request capture req.hdr(X-Customer) len 32
                      http-request return status 200 content-type text/plain string ok if { path_beg /users } or { path / }
                      default_backend app
                    backend app
                      retries 0
                      server n1 127.0.0.1:%d
                    """.formatted(
                            udp.getLocalPort(), tcp.getLocalPort(), port, RealServers.freePort() + 1));
            servers.start(
                    home.resolve("haproxy.out"),
                    port,
                    RealServers.program("haproxy"),
                    "-db",
                    "-f",
                    home.resolve("haproxy.cfg").toString());
            for (int i = 0; i < 10; i++) {
                RealServers.get(port, "/users/" + i, "X-Customer: dora");
                RealServers.get(port, "/down", "X-Customer: omar");
            }
            RealServers.get(port, "/users/7?" + "z".repeat(3000), "X-Customer: dora");
            RealServers.send(port, "garbage\r\n\r\n");
            var fields = FieldMap.USUAL.withCustomer(new Source.Capture(2)).withHost(new Source.Capture(1));
            var pushed = stream(LogStream.Framing.LINES, fields);
            receive(udp, pushed);
            check(pushed.report(), all(), 1);
            var shipped = stream(LogStream.Framing.SYSLOG, fields);
            receive(tcp, shipped, 22);
            check(shipped.report(), all(), 0);
        }
    }

    private static void check(StreamReport report, Window window, int cut) {
        assertThat(report.counted()).isGreaterThanOrEqualTo(22);
        assertThat(report.clockIsOff()).isFalse();
        assertThat(report.cut()).isGreaterThanOrEqualTo(cut);
        assertThat(window.top(Dimension.UPSTREAM).of("n1").failures()).isEqualTo(10);
        assertThat(window.top(Dimension.CUSTOMER).of("omar").failures()).isEqualTo(10);
        assertThat(window.top(Dimension.CUSTOMER).of("dora").requests()).isEqualTo(11);
        assertThat(window.top(Dimension.HOST).of("shop.example").requests()).isEqualTo(21);
        assertThat(window.top(Dimension.ROUTE).of("/users/{id}").requests()).isEqualTo(11);
        assertThat(statuses(window)).containsEntry("503", 10L).containsEntry("400", report.counted() - 21);
    }

    @Test
    void caddy_writes_nested_json() throws Exception {
        int port = RealServers.freePort();
        try (var servers = new RealServers()) {
            Files.writeString(home.resolve("Caddyfile"), """
                    {
                      admin off
                      auto_https off
                    }
                    http://:%d {
                      bind 127.0.0.1
                      log {
                        output file %s
                      }
                      respond /no 503
                      respond /users/* ok 200
                    }
                    """.formatted(port, home.resolve("caddy.log")));
            servers.start(
                    home.resolve("caddy.out"),
                    port,
                    RealServers.program("caddy"),
                    "run",
                    "--adapter",
                    "caddyfile",
                    "--config",
                    home.resolve("Caddyfile").toString());
            for (int i = 0; i < 12; i++) {
                RealServers.get(port, i % 4 == 0 ? "/no" : "/users/" + i, "X-Customer: dora");
            }
        }
        var stream = stream(LogStream.Framing.LINES, FieldMap.USUAL.withCustomer(new Source.Header("X-Customer")));
        feed(stream, home.resolve("caddy.log"));
        var window = all();
        assertThat(statuses(window)).isEqualTo(Map.of("200", 9L, "503", 3L));
        assertThat(window.top(Dimension.CUSTOMER).of("dora").failures()).isEqualTo(3);
        assertThat(window.top(Dimension.HOST).values())
                .extracting("value")
                .allMatch(host -> host.toString().startsWith("shop.example"));
        assertThat(window.top(Dimension.METHOD).of("GET").requests()).isEqualTo(12);
        assertThat(window.top(Dimension.CLIENT).of("127.0.0.1").requests()).isEqualTo(12);
        assertThat(window.latency().count()).isEqualTo(12);
    }

    private static void feed(LogStream stream, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        stream.take(bytes, 0, bytes.length, Windows.EVENT_TIME);
        stream.end(Windows.EVENT_TIME);
        assertThat(stream.report().unread()).isEmpty();
    }

    private static void receive(DatagramSocket socket, LogStream stream) throws IOException {
        var packet = new DatagramPacket(new byte[BIG], BIG);
        var all = new ArrayList<byte[]>();
        try {
            while (all.size() < 10_000) {
                packet.setLength(BIG);
                socket.receive(packet);
                stream.datagram(packet.getData(), 0, packet.getLength(), Windows.EVENT_TIME);
                all.add(new byte[0]);
            }
        } catch (SocketTimeoutException _) {
            assertThat(all).isNotEmpty();
        }
    }

    private static void receive(ServerSocket server, LogStream stream, int lines) throws IOException {
        server.setSoTimeout(5000);
        try (var socket = server.accept()) {
            socket.setSoTimeout(1000);
            byte[] block = new byte[100];
            for (int read = 0; read >= 0; ) {
                read = socket.getInputStream().read(block);
                if (read > 0) {
                    stream.take(block, 0, read, Windows.EVENT_TIME);
                }
            }
        } catch (SocketTimeoutException _) {
            // A second of silence: HAProxy keeps the connection open, and everything has come.
            assertThat(stream.report().counted()).isGreaterThanOrEqualTo(lines);
        }
    }
}
