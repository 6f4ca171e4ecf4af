package dev.candor.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.probe.http.ProxyServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A secret that comes back as dots goes only where it went before, whoever reads the address.
class SecretsPlacesTest {
    private static final List<String> PIECES = List.of(
            "http://",
            "socks5://",
            "HTTP://",
            "good.example",
            "GOOD.example",
            "evil.example",
            "127.0.0.1",
            "[::1]",
            ":",
            ":80",
            ":3128",
            ":99999",
            "@",
            "@",
            "@",
            "/",
            "//",
            "?",
            "#",
            "\\",
            "%40",
            "%2F",
            "%00",
            " ",
            "\t",
            "\u0000",
            ".",
            ";",
            ",",
            "&",
            "=",
            "user",
            "pw",
            "••••••",
            "\u3002",
            "\u212A",
            "\uFF0F",
            "[",
            "]",
            "|");

    private static boolean same(String edited, String before) {
        return Secrets.samePlaces(Map.of("proxy", edited), Map.of("proxy", before));
    }

    @Test
    void an_address_leads_elsewhere_when_any_reader_could_think_so() {
        String before = "http://x:secret@127.0.0.1:21080";
        assertThat(same("http://x:••••••@127.0.0.1:21080", before)).isTrue();
        assertThat(same("http://y:••••••@127.0.0.1:21080/", before)).isTrue();
        for (String elsewhere : List.of(
                "http://127.0.0.1:21081?x:y@127.0.0.1:21080",
                "http://127.0.0.1:21080?x:y@127.0.0.1:21081",
                "http://127.0.0.1:21080#@127.0.0.1:21081",
                "http://127.0.0.1:21080/@127.0.0.1:21081",
                "http://127.0.0.1:21080\\@127.0.0.1:21081",
                "http://x@127.0.0.1:21081@127.0.0.1:21080",
                "http://127.0.0.1:21080 http://127.0.0.1:21081",
                "socks5://127.0.0.1:21080",
                "http://127.0.0.1")) {
            assertThat(same(elsewhere, before)).as(elsewhere).isFalse();
        }
        assertThat(same("postgresql://u:••••••@db.example,evil.example:5432/x", "postgresql://u:p@db.example:5432/x"))
                .isFalse();
        assertThat(same("postgresql://u:••••••@db.example:5432/y", "postgresql://u:p@db.example:5432/x"))
                .isTrue();
    }

    @Test
    void words_around_addresses_may_change_and_the_addresses_in_them_may_not() {
        assertThat(same("see https://wiki.example/a first", "see https://wiki.example/a"))
                .isTrue();
        assertThat(same("see https://evil.example/a", "see https://wiki.example/a"))
                .isFalse();
        assertThat(same("no address any more", "see https://wiki.example/a")).isTrue();
    }

    @Test
    void what_counts_as_the_same_place_is_the_same_host_and_port_to_every_reader() {
        var random = new Random(4);
        int same = 0;
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            String before = i % 2 == 0 ? "http://x:secret@good.example:3128" : address(random);
            String edited = random.nextInt(4) == 0 ? address(random) : mutated(before, random);
            if (!edited.equals(before) && same(edited, before)) {
                same++;
                var uris = Stream.of(edited, before).map(SecretsPlacesTest::uri).toList();
                var proxies =
                        Stream.of(edited, before).map(SecretsPlacesTest::proxy).toList();
                String which = "step " + i + ": " + edited + " after " + before;
                if (uris.stream().allMatch(Optional::isPresent)) {
                    assertThat(uris.getFirst()).as(which).isEqualTo(uris.getLast());
                }
                if (proxies.stream().allMatch(Optional::isPresent)) {
                    read++;
                    assertThat(proxies.getFirst()).as(which).isEqualTo(proxies.getLast());
                }
                if (uris.getFirst().isPresent() && proxies.getFirst().isPresent()) {
                    assertThat(proxies.getFirst()).as(which).isEqualTo(uris.getFirst());
                }
            }
        }
        assertThat(same).isGreaterThan(250);
        assertThat(read).isGreaterThan(50);
    }

    private static String address(Random random) {
        var text = new StringBuilder(PIECES.get(random.nextInt(3)));
        int pieces = 1 + random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static String mutated(String text, Random random) {
        String changed = text;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(changed.length() + 1);
            int until = Math.min(changed.length(), at + random.nextInt(3));
            changed = changed.substring(0, at) + PIECES.get(random.nextInt(PIECES.size())) + changed.substring(until);
        }
        return changed;
    }

    /// Host and port as `java.net.URI` reads them.
    private static Optional<String> uri(String text) {
        try {
            URI uri = URI.create(text.strip());
            return Optional.ofNullable(uri.getHost())
                    .filter(_ -> uri.getPort() > 0 && uri.getPort() <= 65535)
                    .map(host -> place(host, uri.getPort()));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static Optional<String> proxy(String text) {
        try {
            ProxyServer proxy = ProxyServer.parse(text);
            return Optional.of(place(proxy.hostName(), proxy.port()));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private static String place(String host, int port) {
        return host.toLowerCase(java.util.Locale.ROOT) + ":" + port;
    }
}
