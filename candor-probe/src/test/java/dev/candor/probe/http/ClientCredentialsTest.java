package dev.candor.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.probe.Reason;
import dev.candor.probe.testing.Here;
import dev.candor.probe.testing.RawServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ClientCredentialsTest {
    private static String json(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static RawServer issuer(AtomicInteger issued) {
        return new RawServer((_, _, out) -> {
            String token = "{\"access_token\":\"t" + issued.incrementAndGet() + "\",\"expires_in\":3600}";
            out.write(json(token).getBytes(StandardCharsets.US_ASCII));
            return false;
        });
    }

    private static HttpRequestSpec request(RawServer target, URI tokenUrl) {
        return HttpRequestSpec.get(target.at("/"))
                .withAuth(new Auth.ClientCredentials(tokenUrl, "probe:1", "s/cret", "read"));
    }

    @Test
    void one_token_serves_many_requests_and_a_refused_one_is_replaced() {
        var issued = new AtomicInteger();
        var accepted = new AtomicInteger(1);
        try (var issuer = issuer(issued);
                var target = new RawServer((head, _, out) -> {
                    boolean fine = head.contains("Authorization: Bearer t" + accepted.get() + "\r\n");
                    out.write(("HTTP/1.1 " + (fine ? 200 : 401) + " X\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                    return false;
                });
                var http = Here.http()) {
            for (int i = 0; i < 3; i++) {
                assertThat(status(http.send(request(target, issuer.at("/token")))))
                        .isEqualTo(200);
            }
            assertThat(issued).hasValue(1);
            assertThat(issuer.requests().getFirst())
                    .contains("Authorization: Basic "
                            + Base64.getEncoder()
                                    .encodeToString("probe%3A1:s%2Fcret".getBytes(StandardCharsets.US_ASCII)));

            accepted.set(2);
            assertThat(status(http.send(request(target, issuer.at("/token"))))).isEqualTo(200);
            accepted.set(99);
            assertThat(status(http.send(request(target, issuer.at("/token"))))).isEqualTo(401);
            assertThat(issued).hasValue(3);
        }
    }

    private static int status(GuardedResponse response) {
        return response instanceof GuardedResponse.Answered answered ? answered.status() : -1;
    }

    @Test
    void a_token_endpoint_that_refuses_is_named_and_the_target_is_left_alone() {
        try (var target = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                var refusing = RawServer.saying("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n");
                var odd = RawServer.saying(json("{\"access_token\":\"a b\"}"));
                var http = Here.http()) {
            assertFailed(http.send(request(target, refusing.at("/token"))), Reason.BAD_STATUS, "/token answered 401");
            assertFailed(http.send(request(target, odd.at("/token"))), Reason.BAD_RESPONSE, "no usable JSON");
            assertThat(target.connections()).isZero();
            assertThat(request(target, odd.at("/")).toString()).doesNotContain("s/cret");
        }
    }

    private static void assertFailed(GuardedResponse response, Reason reason, String detail) {
        assertThat(response).isInstanceOfSatisfying(GuardedResponse.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.detail()).contains(detail);
        });
    }
}
