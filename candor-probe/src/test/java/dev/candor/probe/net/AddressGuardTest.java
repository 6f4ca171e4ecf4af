package dev.candor.probe.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressGuardTest {
    private static final List<String> INSIDE = List.of(
            "0.0.0.0",
            "0.1.2.3",
            "127.0.0.1",
            "127.255.255.254",
            "10.0.0.1",
            "10.255.255.255",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "169.254.0.1",
            "169.254.169.254",
            "168.63.129.16",
            "100.100.100.200",
            "192.0.0.192",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::ffff:0:127.0.0.1",
            "64:ff9b::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::808:808",
            "64:ff9b:1::1",
            "64:ff9b:1:7f00:0:100::",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2001::1",
            "2001:0:7f00:1::1",
            "2001:db8::1",
            "fc00::1",
            "fd12:3456::1",
            "fd00:ec2::254",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "100::1",
            "3fff::1",
            "5f00::1");

    private static InetAddress address(String text) {
        return AddressText.parse(text).orElseThrow(() -> new AssertionError(text));
    }

    @Test
    void nothing_inside_is_open_unless_the_operator_says_so() {
        for (String text : INSIDE) {
            assertThat(AddressGuard.publicOnly().refusal(address(text), 80))
                    .as(text)
                    .isPresent();
        }
    }

    @Test
    void the_open_internet_is_open() {
        for (String text : List.of(
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2606:4700::1111",
                "2a00:1450::1",
                "2400:cb00::1",
                "2003::1")) {
            assertThat(AddressGuard.publicOnly().refusal(address(text), 443))
                    .as(text)
                    .isEmpty();
        }
    }

    @Test
    void a_private_range_is_opened_by_naming_it() {
        var guard =
                AddressGuard.allowing(List.of("10.0.0.0/8", "192.168.7.0/24:8000-8100", "[fd00::]/8:443", "fc00::/8"));

        assertThat(guard.refusal(address("10.1.2.3"), 5432)).isEmpty();
        assertThat(guard.refusal(address("::ffff:10.1.2.3"), 5432)).isEmpty();
        assertThat(guard.refusal(address("192.168.7.9"), 8050)).isEmpty();
        assertThat(guard.refusal(address("192.168.7.9"), 8101)).isPresent();
        assertThat(guard.refusal(address("192.168.8.9"), 8050)).isPresent();
        assertThat(guard.refusal(address("fd01::1"), 443)).isEmpty();
        assertThat(guard.refusal(address("fd01::1"), 80)).isPresent();
        assertThat(guard.refusal(address("fc01::1"), 80)).isEmpty();
        assertThat(guard.refusal(address("172.16.0.1"), 80)).isPresent();
    }

    @Test
    void a_wide_range_never_opens_this_machine_or_the_metadata_host() {
        var guard = AddressGuard.allowing(
                List.of("0.0.0.0/0", "0.0.0.0/0:1-65535", "::/0", "[::]/0:1-65535", "169.254.0.0/16:80"));

        assertThat(guard.refusal(address("10.0.0.1"), 80)).isEmpty();
        assertThat(guard.refusal(address("127.0.0.1"), 80)).isPresent();
        assertThat(guard.refusal(address("::1"), 80)).isPresent();
        assertThat(guard.refusal(address("64:ff9b::127.0.0.1"), 80)).isPresent();
        assertThat(guard.refusal(address("169.254.1.1"), 80)).isEmpty();
        assertThat(guard.refusal(address("169.254.169.254"), 80)).isPresent();
        assertThat(guard.refusal(address("168.63.129.16"), 80)).isPresent();
    }

    @Test
    void this_machine_is_opened_by_a_range_with_ports_and_metadata_by_one_address_and_port() {
        var guard = AddressGuard.allowing(List.of("127.0.0.0/8:8000-9000", "[::1]:8080", "169.254.169.254:80"));

        assertThat(guard.refusal(address("127.0.0.1"), 8000)).isEmpty();
        assertThat(guard.refusal(address("127.9.9.9"), 9000)).isEmpty();
        assertThat(guard.refusal(address("127.0.0.1"), 9001)).isPresent();
        assertThat(guard.refusal(address("::1"), 8080)).isEmpty();
        assertThat(guard.refusal(address("169.254.169.254"), 80)).isEmpty();
        assertThat(guard.refusal(address("169.254.169.254"), 8080)).isPresent();
    }

    @Test
    void our_own_ports_stay_closed_whatever_is_allowed() {
        var guard = AddressGuard.allowing(List.of("127.0.0.0/8:1-65535", "10.0.0.0/8"))
                .refusing(List.of(
                        new InetSocketAddress(address("127.0.0.1"), 5432),
                        new InetSocketAddress(address("10.0.0.5"), 7000)));

        assertThat(guard.refusal(address("127.0.0.2"), 5432))
                .hasValueSatisfying(why -> assertThat(why).contains("this installation"));
        assertThat(guard.refusal(address("10.0.0.5"), 7000)).isPresent();
        assertThat(guard.refusal(address("10.0.0.5"), 7001)).isEmpty();
    }

    @Test
    void a_wrong_entry_is_answered_in_the_operators_words() {
        assertThatThrownBy(() -> AddressGuard.allowing(List.of("10.0.0.1/8")))
                .hasMessage("network.allow: '10.0.0.1/8': 10.0.0.1/8 has bits after its prefix: write 10.0.0.0/8");
        assertThatThrownBy(() -> AddressGuard.allowing(List.of("10.0.0.0/33"))).hasMessageContaining("0 to 32");
        assertThatThrownBy(() -> AddressGuard.allowing(List.of("shop.example"))).hasMessageContaining("not an address");
        assertThatThrownBy(() -> AddressGuard.allowing(List.of("10.0.0.0/8:0"))).hasMessageContaining("not a port");
        assertThatThrownBy(() -> AddressGuard.allowing(List.of("10.0.0.0/8:90-80")))
                .hasMessageContaining("smaller");
        assertThatThrownBy(() -> AddressGuard.allowing(List.of("10.0.0.0/8:"))).hasMessageContaining("must follow");
    }

    @Test
    void an_entry_that_would_open_nothing_is_a_mistake() {
        for (String nothing : List.of(
                "127.0.0.1/32",
                "127.0.0.0/8",
                "127.0.0.1",
                "::1",
                "fe80::/10",
                "169.254.169.254",
                "169.254.169.254:80-81",
                "fd00:ec2::254")) {
            assertThatThrownBy(() -> AddressGuard.allowing(List.of("10.0.0.0/8", nothing)))
                    .as(nothing)
                    .hasMessageContaining("opens nothing");
        }
        assertThatThrownBy(() -> AddressGuard.allowing(List.of("::1")))
                .hasMessageContaining("such as [0:0:0:0:0:0:0:1]/128:8000-9000");
    }

    @Test
    void metadata_names_are_not_even_looked_up() {
        assertThat(AddressGuard.publicOnly().refusal("Metadata.Google.Internal"))
                .isPresent();
        assertThat(AddressGuard.publicOnly().refusal("shop.example")).isEmpty();
    }
}
