package dev.candor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.probe.http.Header;
import dev.candor.probe.http.HttpVersion;
import dev.candor.probe.http.ProxyServer;
import dev.candor.probe.http.TrustPolicy;
import dev.candor.probe.testing.Certificates;
import dev.candor.probe.testing.Daemon;
import dev.candor.probe.testing.Here;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Debian's nginx, HAProxy, tinyproxy and microsocks.
@Timeout(60)
class RealServersTest {
    @TempDir
    static Path folder;

    static Daemon nginx;
    static Path pem;
    static int plain;
    static int modern;
    static int old;
    private final Prober prober = Here.prober();

    @BeforeAll
    static void site() throws Exception {
        pem = Certificates.create(folder, "shop", "ip:127.0.0.1").pem(folder.resolve("shop.pem"));
        Path site = Files.createDirectories(folder.resolve("site"));
        Files.writeString(site.resolve("index.html"), "<!doctype html><script src=app.js></script><p>Welcome</p>");
        Files.writeString(site.resolve("app.js"), "start()");
        Files.writeString(
                site.resolve("large.txt"),
                IntStream.range(0, 100_000)
                        .mapToObj(i -> String.format("%010d %012d%n", i, i * 829_350_551L % 1_000_000_000_000L))
                        .collect(Collectors.joining()));
        plain = Daemon.freePort();
        modern = Daemon.freePort();
        old = Daemon.freePort();
        String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                %s daemon off; worker_processes 1; pid %s/nginx.pid; error_log %s/error.log;
                events { worker_connections 64; }
                http {
                  access_log off; root %s/site; types { text/html html; text/javascript js; text/plain txt; }
                  gzip on; gzip_types text/plain; gzip_http_version 1.0;
                  client_body_temp_path %s/body; proxy_temp_path %s/p; fastcgi_temp_path %s/f; uwsgi_temp_path %s/u;
                  scgi_temp_path %s/s; client_max_body_size 100k;
                  ssl_certificate %s; ssl_certificate_key %s;
                  server { listen 127.0.0.1:%d; listen 127.0.0.1:%d ssl http2; large_client_header_buffers 8 64k;
                           location = /moved { return 302 /index.html; } location = /take { proxy_pass http://127.0.0.1:%d/; } }
                  server { listen 127.0.0.1:%d ssl; }
                }
                """.replace("%s/", folder + "/")
                .formatted(user, pem, pem, plain, modern, plain, old));
        nginx = Daemon.start(
                folder,
                plain,
                Daemon.program("nginx"),
                "-p",
                folder.toString(),
                "-c",
                configuration.toString(),
                "-e",
                folder.resolve("error.log").toString());
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    @AfterEach
    void close() {
        prober.close();
    }

    private static HttpSpec https(int port, String path) {
        return HttpSpec.get("https://127.0.0.1:" + port + path)
                .withTrust(new TrustPolicy.Anything())
                .withTimeout(Duration.ofSeconds(10));
    }

    private void assertPasses(HttpSpec spec, String... expectations) {
        assertThat(prober.run(spec.expecting(expectations))).isInstanceOf(ProbeResult.Passed.class);
    }

    @Test
    void nginx_speaks_http_2() {
        assertPasses(https(modern, "/"), "protocol == \"h2\"", "body contains \"Welcome\"", "status == 200");
        assertPasses(https(modern, "/large.txt"), "protocol == \"h2\"", "size == 2400000");
        var packed = https(modern, "/large.txt").withHeaders(List.of(new Header("Accept-Encoding", "gzip")));
        assertPasses(
                packed, "header[\"content-encoding\"] == \"gzip\"", "size == 2400000", "body contains \"0000000042\"");
        assertPasses(https(modern, "/").withMethod("HEAD"), "protocol == \"h2\"", "size == 0");
        assertPasses(https(modern, "/nowhere"), "status == 404");
        assertPasses(https(modern, "/moved"), "redirects == 1", "body contains \"Welcome\"");
        var large = https(modern, "/take").withMethod("POST").withBody("b".repeat(90_000));
        assertPasses(large, "protocol == \"h2\"", "status == 405");
        var tooLarge = https(modern, "/take").withMethod("POST").withBody("b".repeat(900_000));
        assertPasses(tooLarge, "protocol == \"h2\"", "status == 413");
        var wordy = https(modern, "/")
                .withHeaders(List.of(
                        new Header("X-A", "a".repeat(8000)),
                        new Header("X-B", "b".repeat(8000)),
                        new Header("X-C", "c".repeat(8000))));
        assertPasses(wordy, "protocol == \"h2\"", "status == 200");
    }

    @Test
    void the_demanded_protocol_is_spoken_or_it_fails() {
        assertPasses(https(modern, "/").withVersion(HttpVersion.HTTP_1_1), "protocol == \"http/1.1\"");
        assertPasses(https(modern, "/").withVersion(HttpVersion.HTTP_2), "protocol == \"h2\"");
        assertPasses(https(old, "/"), "protocol == \"http/1.1\"");
        assertThat(prober.run(https(old, "/").withVersion(HttpVersion.HTTP_2)))
                .isInstanceOfSatisfying(ProbeResult.Failed.class, failed -> {
                    assertThat(failed.reason()).isEqualTo(Reason.TLS);
                    assertThat(failed.detail()).contains("the server chose 'http/1.1'");
                });
    }

    @Test
    void haproxy_speaks_http_2() throws Exception {
        int port = Daemon.freePort();
        Path configuration = Files.writeString(folder.resolve("haproxy.cfg"), """
                global
                  maxconn 50
                defaults
                  mode http
                  timeout connect 2s
                  timeout client 5s
                  timeout server 5s
                frontend shop
                  bind 127.0.0.1:%d ssl crt %s alpn h2,http/1.1
                  http-request deny deny_status 503 if { path /away }
                  default_backend site
                backend site
                  server one 127.0.0.1:%d
                """.formatted(port, pem, plain));
        try (var haproxy =
                Daemon.start(folder, port, Daemon.program("haproxy"), "-db", "-f", configuration.toString())) {
            assertThat(haproxy).isNotNull();
            assertPasses(https(port, "/"), "protocol == \"h2\"", "body contains \"Welcome\"");
            assertPasses(https(port, "/large.txt"), "protocol == \"h2\"", "size == 2400000");
            assertPasses(https(port, "/away"), "protocol == \"h2\"", "status == 503");
            var posted = https(port, "/").withMethod("POST").withBody("b".repeat(90_000));
            assertPasses(posted, "protocol == \"h2\"", "status == 405");
        }
    }

    private static Daemon tinyproxy(int port) throws Exception {
        Path configuration = Files.writeString(folder.resolve("tinyproxy-" + port + ".conf"), """
                Port %d
                Listen 127.0.0.1
                Timeout 20
                MaxClients 20
                Allow 127.0.0.1
                BasicAuth ana s3cret
                """.formatted(port));
        return Daemon.start(folder, port, Daemon.program("tinyproxy"), "-d", "-c", configuration.toString());
    }

    @Test
    void tinyproxy_passes_requests_and_opens_ways() throws Exception {
        int port = Daemon.freePort();
        try (var daemon = tinyproxy(port)) {
            assertThat(daemon).isNotNull();
            var proxy = ProxyServer.parse("http://ana:s3cret@127.0.0.1:" + port);
            var direct = HttpSpec.get("http://127.0.0.1:" + plain + "/");
            assertPasses(
                    direct.withProxy(proxy), "body contains \"Welcome\"", "header[\"via\"] contains \"tinyproxy\"");
            assertPasses(https(modern, "/").withProxy(proxy), "protocol == \"h2\"", "body contains \"Welcome\"");
            assertThat(prober.run(PageSpec.of(direct.withProxy(proxy))))
                    .isInstanceOfSatisfying(ProbeResult.Passed.class, passed -> {
                        assertThat(passed.measured().assets()).isEqualTo(1);
                        assertThat(passed.measured().remoteAddress()).isEqualTo("127.0.0.1:" + port);
                    });
            String name = "http://127.0.0.1:" + port;
            for (HttpSpec spec : List.of(direct, https(modern, "/"))) {
                assertThat(prober.run(spec.withProxy(ProxyServer.parse(name))))
                        .isEqualTo(new ProbeResult.NotRun("the proxy " + name + ": it wants a password (407)"));
            }
            var stranger = ProxyServer.parse("http://ana:wrong@127.0.0.1:" + port);
            assertThat(prober.run(https(modern, "/").withProxy(stranger)))
                    .isEqualTo(new ProbeResult.NotRun(
                            "the proxy " + name + ": no way to 127.0.0.1:" + modern + ": it answered 401"));
            assertThat(prober.run(https(Daemon.freePort(), "/").withProxy(proxy)))
                    .isInstanceOfSatisfying(
                            ProbeResult.NotRun.class,
                            unknown -> assertThat(unknown.why()).contains("no way to 127.0.0.1:", "it answered 5"));
        }
    }

    @Test
    void microsocks_opens_ways() throws Exception {
        int port = Daemon.freePort();
        try (var daemon = Daemon.start(
                folder,
                port,
                Daemon.program("microsocks"),
                "-i",
                "127.0.0.1",
                "-p",
                port + "",
                "-u",
                "ana",
                "-P",
                "s3cret")) {
            assertThat(daemon).isNotNull();
            var proxy = ProxyServer.parse("socks5://ana:s3cret@127.0.0.1:" + port);
            assertPasses(https(modern, "/").withProxy(proxy), "protocol == \"h2\"", "body contains \"Welcome\"");
            assertPasses(HttpSpec.get("http://localhost:" + plain + "/").withProxy(proxy), "body contains \"Welcome\"");
            assertThat(prober.run(https(Daemon.freePort(), "/").withProxy(proxy)))
                    .isInstanceOfSatisfying(ProbeResult.Failed.class, failed -> {
                        assertThat(failed.reason()).isEqualTo(Reason.CONNECT_REFUSED);
                        assertThat(failed.detail())
                                .endsWith(" refused the connection, says the proxy socks5://127.0.0.1:" + port);
                    });
            assertThat(prober.run(https(modern, "/").withProxy(ProxyServer.parse("socks5://ana:no@127.0.0.1:" + port))))
                    .isEqualTo(new ProbeResult.NotRun(
                            "the proxy socks5://127.0.0.1:" + port + ": it does not take our password"));
            assertThat(prober.run(https(modern, "/").withProxy(ProxyServer.parse("socks5://127.0.0.1:" + port))))
                    .isEqualTo(
                            new ProbeResult.NotRun("the proxy socks5://127.0.0.1:" + port + ": it wants a password"));
        }
    }
}
