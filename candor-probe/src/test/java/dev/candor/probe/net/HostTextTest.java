package dev.candor.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HostTextTest {
    /// Spellings of inside addresses on which parsers disagree, or which hide what they mean.
    static final List<String> ODD = List.of(
            "127.1",
            "127.0.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "0x7f.0.0.1",
            "0177.0.0.1",
            "017700000001",
            "0",
            "00000000177.0.0.1",
            "127.0.0.01",
            "127.0.0.1.",
            "127.0.0.256",
            "256.0.0.1",
            "1.2.3.4.5",
            "127.0.0.0x1",
            "１２７.0.0.1",
            "127。0。0。1",
            "①②⑦.0.0.1",
            "[::1",
            "[::1%25lo]",
            "[fe80::1%eth0]",
            "[::1]]",
            "[1:2]",
            "[:1]",
            "[1::2::3]",
            "[::12345]",
            "[::127.1]",
            "[::ffff:0177.0.0.1]",
            "[]",
            "[1:2:3:4:5:6:7:8:9]",
            "",
            ".",
            "..",
            "a..b",
            "-\0-",
            "a b",
            "a%62",
            "x".repeat(64) + ".example",
            "0x",
            "1.0x",
            "shop.example:80");

    @Test
    void unusual_spellings_are_refused_not_guessed() {
        for (String host : ODD) {
            assertThat(HostText.parse(host)).as(host).isInstanceOf(HostText.Odd.class);
        }
    }

    @Test
    void plain_addresses_and_names_are_read() {
        assertThat(HostText.parse("127.0.0.1"))
                .isEqualTo(new HostText.Literal(AddressText.v4("127.0.0.1").orElseThrow()));
        assertThat(HostText.parse("[::ffff:127.0.0.1]"))
                .isEqualTo(new HostText.Literal(AddressText.v4("127.0.0.1").orElseThrow()));
        assertThat(HostText.parse("[2001:DB8::1]")).isInstanceOf(HostText.Literal.class);
        assertThat(HostText.parse("Shop.Example")).isEqualTo(new HostText.Name("shop.example"));
        assertThat(HostText.parse("shop.example.")).isEqualTo(new HostText.Name("shop.example"));
        assertThat(HostText.parse("_srv.3com.example")).isEqualTo(new HostText.Name("_srv.3com.example"));
        assertThat(HostText.parse("bücher.example")).isEqualTo(new HostText.Name("xn--bcher-kva.example"));
    }

    @Test
    void what_java_prints_for_an_ipv6_address_is_read_back() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new SplittableRandom(seed);
            var bytes = new byte[16];
            random.nextBytes(bytes);
            for (int i = random.nextInt(16); i < 16; i += 1 + random.nextInt(3)) {
                bytes[i] = 0;
            }
            bytes[0] = 0x20;
            var address = AddressText.address(bytes);
            String full = address.getHostAddress();
            assertThat(AddressText.v6(full)).as("seed " + seed).contains(address);
            assertThat(AddressText.v6(full.toUpperCase(Locale.ROOT)))
                    .as("seed " + seed)
                    .contains(address);
        }
    }

    @Test
    void gaps_are_read_wherever_they_stand() {
        for (String text : List.of(
                "::", "::1", "1::", "1::8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2::7:8", "1:2:3:4:5:6:1.2.3.4")) {
            assertThat(AddressText.v6(text)).as(text).isPresent();
        }
        for (String text : List.of(
                ":",
                ":::",
                "1:::2",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1.2.3.4",
                "::1.2.3",
                "::1.2.3.4:5",
                "1:",
                "::g")) {
            assertThat(AddressText.v6(text)).as(text).isEmpty();
        }
    }
}
