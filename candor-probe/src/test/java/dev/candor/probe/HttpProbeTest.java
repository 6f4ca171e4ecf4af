package dev.candor.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.probe.http.Auth;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.RedirectPolicy;
import dev.candor.probe.net.Resolution;
import dev.candor.probe.testing.Here;
import dev.candor.probe.testing.RawServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HttpProbeTest {
    private static final String READY =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"ready\":true}";
    private final Prober prober = Here.prober();

    @AfterEach
    void close() {
        prober.close();
    }

    @Test
    void a_healthy_target_passes_with_its_measurements() {
        try (var server = RawServer.saying(READY)) {
            var spec = HttpSpec.get(server.at("/health"))
                    .expecting(
                            "status == 200",
                            "json(\"$.ready\") == true",
                            "header[\"Content-Type\"] contains \"json\"",
                            "redirects == 0");
            assertThat(prober.run(spec)).isInstanceOfSatisfying(ProbeResult.Passed.class, passed -> {
                var measured = passed.measured();
                assertThat(measured.statusCode()).isEqualTo(200);
                assertThat(measured.bodyBytes()).isEqualTo(14);
                assertThat(measured.remoteAddress()).isEqualTo("127.0.0.1:" + server.port());
                assertThat(measured.phases().tlsMicros()).isZero();
                assertThat(measured.phases().totalMicros()).isPositive();
            });
        }
    }

    @Test
    void failed_and_degraded_say_what_was_seen() {
        try (var server = RawServer.saying(READY)) {
            var spec = HttpSpec.get(server.at("/"));
            assertThat(prober.run(spec.expecting("status == 204", "size > 100")))
                    .isInstanceOfSatisfying(ProbeResult.Failed.class, failed -> {
                        assertThat(failed.reason()).isEqualTo(Reason.BAD_STATUS);
                        assertThat(failed.detail())
                                .isEqualTo("status was 200, wanted == 204; size was 14, wanted > 100");
                    });
            assertThat(prober.run(spec.expecting("status == 200").degradedUnless("latency < 0.001ms")))
                    .isInstanceOfSatisfying(
                            ProbeResult.Degraded.class,
                            degraded -> assertThat(degraded.detail())
                                    .startsWith("latency was ")
                                    .endsWith("wanted < 1 µs"));
            assertThat(prober.run(spec.expecting("certificate-days > 7")))
                    .isInstanceOfSatisfying(
                            ProbeResult.Failed.class,
                            failed -> assertThat(failed.detail()).contains("the answer came without TLS"));
        }
    }

    @Test
    void without_an_expectation_about_the_status_200_to_399_pass() {
        for (int status : new int[] {200, 204, 304, 399, 400, 404, 503}) {
            try (var server = RawServer.saying("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n")) {
                assertThat(prober.run(HttpSpec.get(server.at("/"))))
                        .as("" + status)
                        .isInstanceOf(status < 400 ? ProbeResult.Passed.class : ProbeResult.Failed.class);
                assertThat(prober.run(HttpSpec.get(server.at("/")).expecting("status == " + status)))
                        .isInstanceOf(ProbeResult.Passed.class);
            }
        }
    }

    @Test
    void redirects_are_followed_counted_and_named() {
        try (var server = new RawServer((request, _, out) -> {
            boolean last = request.startsWith("GET /3");
            int next = last ? 0 : request.charAt(5) - '0' + 1;
            out.write((last ? READY : "HTTP/1.1 302 Found\r\nLocation: " + next + "\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return false;
        })) {
            assertThat(prober.run(HttpSpec.get(server.at("/0")).expecting("redirects == 3", "status == 200")))
                    .isInstanceOfSatisfying(
                            ProbeResult.Passed.class,
                            passed -> assertThat(passed.measured().redirects())
                                    .containsExactly(
                                            server.at("/1").toString(),
                                            server.at("/2").toString(),
                                            server.at("/3").toString()));
            var two = HttpSpec.get(server.at("/0")).withRedirects(new RedirectPolicy(2));
            assertThat(prober.run(two))
                    .isInstanceOfSatisfying(
                            ProbeResult.Failed.class,
                            failed -> assertThat(failed.detail()).isEqualTo("more than 2 redirects"));
            var none = HttpSpec.get(server.at("/0"))
                    .withRedirects(RedirectPolicy.none())
                    .expecting("status == 302");
            assertThat(prober.run(none)).isInstanceOf(ProbeResult.Passed.class);
        }
    }

    @Test
    void our_own_trouble_is_not_the_targets() {
        try (var lame = Here.prober((_, _, _) -> new Resolution.Unavailable("no name server answers"))) {
            assertThat(lame.run(HttpSpec.get("http://shop.example/")))
                    .isEqualTo(new ProbeResult.NotRun("no name server answers"));
        }
        assertThat(prober.run(HttpSpec.get("http://shop.example/")))
                .isInstanceOfSatisfying(
                        ProbeResult.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.DNS_NAME));
        try (var slow =
                Here.prober((_, _, _) -> new Resolution.TargetSilent("the name servers of shop.example are silent"))) {
            assertThat(slow.run(HttpSpec.get("http://shop.example/")))
                    .isInstanceOfSatisfying(
                            ProbeResult.Failed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(Reason.DNS_TIMEOUT));
        }
    }

    @Test
    void what_cannot_work_is_refused_in_the_operators_words() {
        assertThatThrownBy(() -> HttpSpec.get("ftp://shop.example/"))
                .hasMessageContaining("must begin with http:// or https://");
        assertThatThrownBy(() -> HttpSpec.get("http://127.1/"))
                .hasMessageContaining("write it as four decimal numbers");
        assertThatThrownBy(() -> HttpSpec.get("http://ana:pw@shop.example/")).hasMessageContaining("user or password");
        assertThatThrownBy(() -> HttpSpec.get("http://shop.example:0/")).hasMessageContaining("port from 1 to 65535");
        var spec = HttpSpec.get("http://shop.example/");
        assertThatThrownBy(() -> spec.withTimeout(Duration.ZERO)).hasMessageContaining("timeout must be 1ms to 5m");
        assertThatThrownBy(() -> spec.withMethod("get")).hasMessageContaining("capital letters");
        assertThatThrownBy(() -> spec.withHeaders(List.of(new Header("Metadata-Flavor", "Google"))))
                .hasMessageContaining("cannot be set");
        assertThatThrownBy(() -> new Header("X", "a\r\nHost: evil")).hasMessageContaining("printable");
        assertThatThrownBy(() -> spec.expecting("statsu == 200")).hasMessageContaining("did you mean status?");
        assertThatThrownBy(() -> new PageSpec(spec, List.of(), 0, 1, PageCache.COLD))
                .hasMessageContaining("max-assets must be 1 to 1000");
        assertThat(HttpSpec.get("http://shop.example/a?key=s3cret")
                        .withAuth(new Auth.Basic("ana", "s3cret"))
                        .withHeaders(List.of(new Header("X-Key", "s3cret")))
                        .withBody("s3cret"))
                .hasToString("HttpSpec[GET http://shop.example/a]");
    }
}
