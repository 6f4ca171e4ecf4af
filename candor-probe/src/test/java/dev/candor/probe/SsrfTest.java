package dev.candor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.time.SystemTime;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.http.GuardedResponse;
import dev.candor.probe.http.HttpRequestSpec;
import dev.candor.probe.http.RedirectPolicy;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.AddressText;
import dev.candor.probe.net.Resolution;
import dev.candor.probe.net.Resolver;
import dev.candor.probe.testing.RawServer;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// However an inside address is spelled and however a request is led there, nobody knocks on it.
@Timeout(60)
class SsrfTest {
    /// What loopback is called, in spellings that some parser somewhere reads as loopback.
    private static final List<String> SPELLINGS = List.of(
            "127.0.0.1",
            "127.1",
            "127.0.1",
            "127.0.0.1.",
            "127.000.000.001",
            "0177.0.0.1",
            "0177.0.0.01",
            "0x7f.0.0.1",
            "0x7f000001",
            "0X7F000001",
            "2130706433",
            "017700000001",
            "0",
            "0.0.0.0",
            "00000000000",
            "0x0",
            "127.0.0.2",
            "127.255.255.254",
            "localhost",
            "LOCALHOST",
            "localhost.",
            "a.localhost",
            "１２７.0.0.1",
            "127。0。0。1",
            "①②⑦.⓪.⓪.①",
            "127%2e0%2e0%2e1",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[::7f00:1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b::127.0.0.1]",
            "[2002:7f00:1::]",
            "[::ffff:0:7f00:1]",
            "[fe80::1%25lo]",
            "[::1%25lo]",
            "user@127.0.0.1",
            "public.example@127.0.0.1",
            "public.example:80@127.0.0.1",
            "public.example%40127.0.0.1");
    /// Addresses a name may resolve to.
    private static final List<String> INSIDE = List.of(
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "168.63.129.16",
            "192.0.0.192",
            "100.100.100.200",
            "255.255.255.255",
            "224.0.0.1",
            "::1",
            "::",
            "fc00::1",
            "fe80::1",
            "fec0::1",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "fd00:ec2::254",
            "ff02::1");

    private static InetAddress address(String text) {
        return AddressText.parse(text).orElseThrow();
    }

    private static Resolver always(String... texts) {
        return (_, _, _) -> new Resolution.Found(
                List.of(texts).stream().map(SsrfTest::address).toList());
    }

    private static GuardedHttp http(Resolver resolver, AddressGuard guard) {
        return new GuardedHttp(SystemTime.wall(), SystemTime.elapsed(), resolver, guard);
    }

    /// Sends when the URL can be written at all; anything but an answer is fine.
    private static void assertNoAnswer(GuardedHttp http, String url, List<String> tried) {
        tried.add(url);
        HttpRequestSpec request;
        try {
            request = HttpRequestSpec.get(new URI(url)).withTimeout(Duration.ofSeconds(3));
        } catch (java.net.URISyntaxException | IllegalArgumentException refusedAtTheDoor) {
            return;
        }
        assertThat(http.send(request))
                .as(url)
                .isInstanceOfSatisfying(
                        GuardedResponse.Failed.class,
                        failed -> assertThat(failed.reason())
                                .as(failed.toString())
                                .isIn(Reason.FORBIDDEN_ADDRESS, Reason.DNS_NAME, Reason.REDIRECT));
    }

    @Test
    void no_spelling_reaches_this_machine() {
        var tried = new ArrayList<String>();
        try (var canary = RawServer.saying("HTTP/1.1 200 OK\r\n\r\n");
                var http = http(always("127.0.0.1"), AddressGuard.publicOnly())) {
            for (String host : SPELLINGS) {
                assertNoAnswer(http, "http://" + host + ":" + canary.port() + "/", tried);
                assertNoAnswer(http, "https://" + host + ":" + canary.port() + "/", tried);
            }
            for (String odd : List.of(
                    "http:127.0.0.1",
                    "http:/127.0.0.1",
                    "http:///127.0.0.1",
                    "//127.0.0.1",
                    "file:///etc/passwd",
                    "gopher://127.0.0.1",
                    "ftp://127.0.0.1",
                    "jar:http://127.0.0.1!/",
                    "http://127.0.0.1:99999/")) {
                assertNoAnswer(http, odd, tried);
            }
            assertThat(canary.connections()).isZero();
        }
        assertThat(tried).hasSize(SPELLINGS.size() * 2 + 9);
    }

    @Test
    void no_name_reaches_inside_alone_or_among_good_addresses() {
        try (var canary = RawServer.saying("HTTP/1.1 200 OK\r\n\r\n")) {
            for (String inside : INSIDE) {
                for (Resolver resolver :
                        List.of(always(inside), always("8.8.8.8", inside), always(inside, "8.8.8.8"))) {
                    try (var http = http(resolver, AddressGuard.publicOnly())) {
                        assertNoAnswer(http, "http://shop.example:" + canary.port() + "/", new ArrayList<>());
                        assertNoAnswer(http, "https://shop.example:" + canary.port() + "/", new ArrayList<>());
                    }
                }
            }
            assertThat(canary.connections()).isZero();
        }
    }

    @Test
    void no_redirect_reaches_what_is_not_allowed() {
        try (var canary = RawServer.saying("HTTP/1.1 200 OK\r\n\r\n");
                var door = new RawServer((request, _, out) -> {
                    int index =
                            Integer.parseInt(request.substring(request.indexOf("/r") + 2, request.indexOf(" HTTP")));
                    String location = locations(canary.port()).get(index);
                    out.write(("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
                    return false;
                })) {
            // Only the door is allowed; every redirect target that is meant for the canary must stay unvisited.
            var guard = AddressGuard.allowing(List.of("127.0.0.1:" + door.port()));
            try (var http = http(always("127.0.0.1"), guard)) {
                for (int i = 0; i < locations(canary.port()).size(); i++) {
                    assertNoAnswer(http, door.at("/r" + i).toString(), new ArrayList<>());
                }
            }
            assertThat(door.connections()).isEqualTo(locations(canary.port()).size());
            assertThat(canary.connections()).isZero();
        }
    }

    private static List<String> locations(int port) {
        var all = new ArrayList<String>();
        for (String host : SPELLINGS) {
            all.add("http://" + host + ":" + port + "/");
            all.add("//" + host + ":" + port + "/");
            all.add("\\\\" + host + ":" + port + "\\");
        }
        for (String inside : INSIDE) {
            String host = inside.indexOf(':') >= 0 ? "[" + inside + "]" : inside;
            all.add("http://" + host + ":" + port + "/");
        }
        all.addAll(List.of("file:///etc/passwd", "http:127.0.0.1", "javascript:1", "data:,x"));
        return all;
    }

    @Test
    void a_name_that_turns_inside_between_two_hops_is_refused_at_the_second() {
        try (var canary = RawServer.saying("HTTP/1.1 200 OK\r\n\r\n");
                var door = new RawServer((_, _, out) -> {
                    out.write("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /again\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                    return false;
                })) {
            var asked = new AtomicInteger();
            Resolver rebinding = (_, _, _) ->
                    new Resolution.Found(List.of(address(asked.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2")));
            try (var http = http(rebinding, AddressGuard.allowing(List.of("127.0.0.1:" + door.port())))) {
                assertNoAnswer(http, "http://shop.example:" + door.port() + "/", new ArrayList<>());
            }
            assertThat(asked).hasValue(2);
            assertThat(door.connections()).isEqualTo(1);
            assertThat(canary.connections()).isZero();
        }
    }

    @Test
    void what_the_operator_allows_still_works() {
        try (var server = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            for (String allow : List.of(
                    "127.0.0.0/8:1-65535",
                    "127.0.0.1:" + server.port(),
                    "127.0.0.1/32:" + server.port(),
                    "127.0.0.0/30:" + server.port() + "-" + server.port())) {
                try (var http = http(always("127.0.0.1"), AddressGuard.allowing(List.of(allow)))) {
                    for (String host :
                            List.of("127.0.0.1", "[::ffff:127.0.0.1]", "shop.example", "localhost", "Shop.Example.")) {
                        GuardedResponse response = http.send(
                                HttpRequestSpec.get(URI.create("http://" + host + ":" + server.port() + "/")));
                        assertThat(response)
                                .as(allow + " " + host)
                                .isInstanceOfSatisfying(
                                        GuardedResponse.Answered.class,
                                        answered -> assertThat(answered.text()).isEqualTo("ok"));
                    }
                }
            }
            assertThat(server.connections()).isEqualTo(20);
        }
    }

    @Test
    void credentials_stay_with_the_origin_they_were_meant_for() {
        try (var stranger = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                var home = new RawServer((request, _, out) -> {
                    String to =
                            request.startsWith("GET /start") ? "/same" : "http://127.0.0.1:" + stranger.port() + "/";
                    out.write(("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + to + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                    return false;
                });
                var http = http(always("127.0.0.1"), AddressGuard.allowing(List.of("127.0.0.0/8:1-65535")))) {
            var request = HttpRequestSpec.get(home.at("/start"))
                    .withAuth(new dev.candor.probe.http.Auth.Bearer("s3cret"))
                    .withHeader("Cookie", "session=s3cret")
                    .withHeader("X-Key", "s3cret")
                    .withHeader("Accept-Language", "de")
                    .withRedirects(RedirectPolicy.follow());
            assertThat(http.send(request)).isInstanceOf(GuardedResponse.Answered.class);
            assertThat(home.requests())
                    .hasSize(2)
                    .allSatisfy(seen -> assertThat(seen)
                            .contains("Authorization: Bearer s3cret", "Cookie: session=s3cret", "X-Key: s3cret"));
            assertThat(stranger.requests())
                    .singleElement()
                    .satisfies(seen -> assertThat(seen).doesNotContain("s3cret").contains("Accept-Language: de"));
        }
    }
}
