package dev.candor.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.time.SystemTime;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Timeout(30)
class DnsResolverTest {
    /// A name server that knows a few names, fails for one, is silent for another, and answers for the root unless
    /// dead.
    private static final class NameServer implements AutoCloseable {
        private final DatagramSocket socket = new DatagramSocket(0, loopback());
        private final boolean dead;

        NameServer(boolean dead) throws IOException {
            this.dead = dead;
            Thread.ofVirtual().start(this::serve);
        }

        private void serve() {
            var buffer = new byte[1500];
            try {
                while (true) {
                    var packet = new DatagramPacket(buffer, buffer.length);
                    socket.receive(packet);
                    byte[] answer = answer(new Message(Arrays.copyOf(buffer, packet.getLength())));
                    if (answer != null) {
                        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                    }
                }
            } catch (IOException closed) {
                // the test is over
            }
        }

        private byte @Nullable [] answer(Message query) throws IOException {
            var question = query.getQuestion();
            Name name = question.getName();
            var answer = new Message(query.getHeader().getID());
            answer.getHeader().setFlag(Flags.QR);
            answer.addRecord(question, Section.QUESTION);
            if (dead) {
                return null;
            }
            switch (name.toString(true)) {
                case "shop.example" -> a(answer, name, question.getType(), "192.0.2.10", "192.0.2.11");
                case "alias.example" -> {
                    Name real = Name.fromString("shop.example.");
                    answer.addRecord(new CNAMERecord(name, DClass.IN, 5, real), Section.ANSWER);
                    a(answer, real, question.getType(), "192.0.2.10");
                }
                case "six.example" -> {
                    if (question.getType() == Type.AAAA) {
                        answer.addRecord(
                                new AAAARecord(name, DClass.IN, 5, InetAddress.ofLiteral("2001:db8::6")),
                                Section.ANSWER);
                    }
                }
                case "broken.example" -> answer.getHeader().setRcode(Rcode.SERVFAIL);
                case "silent.example" -> {
                    return null;
                }
                case "." -> {}
                default -> answer.getHeader().setRcode(Rcode.NXDOMAIN);
            }
            return answer.toWire();
        }

        private static void a(Message answer, Name name, int type, String... addresses) {
            if (type == Type.A) {
                for (String address : addresses) {
                    answer.addRecord(new ARecord(name, DClass.IN, 5, InetAddress.ofLiteral(address)), Section.ANSWER);
                }
            }
        }

        InetSocketAddress address() {
            return new InetSocketAddress(loopback(), socket.getLocalPort());
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static InetAddress loopback() {
        return AddressText.v4("127.0.0.1").orElseThrow();
    }

    private static Resolution resolve(DnsResolver resolver, String name, IpVersion version, Duration timeout) {
        return resolver.resolve(name, version, Deadline.in(timeout, SystemTime.elapsed()));
    }

    private static Resolution resolve(DnsResolver resolver, String name, IpVersion version) {
        return resolve(resolver, name, version, Duration.ofSeconds(8));
    }

    private static Resolution found(String... addresses) {
        return new Resolution.Found(Arrays.stream(addresses)
                .map(a -> AddressText.parse(a).orElseThrow())
                .toList());
    }

    @Test
    void names_are_looked_up_and_aliases_followed() throws Exception {
        try (var server = new NameServer(false)) {
            var resolver = DnsResolver.of(List.of(server.address()), SystemTime.elapsed());
            assertThat(resolve(resolver, "shop.example", IpVersion.ANY)).isEqualTo(found("192.0.2.10", "192.0.2.11"));
            assertThat(resolve(resolver, "alias.example", IpVersion.V4)).isEqualTo(found("192.0.2.10"));
            assertThat(resolve(resolver, "six.example", IpVersion.ANY)).isEqualTo(found("2001:db8::6"));
            assertThat(resolve(resolver, "six.example", IpVersion.V4))
                    .isEqualTo(new Resolution.NoSuchName("six.example has no A record", true));
            assertThat(resolve(resolver, "gone.example", IpVersion.ANY))
                    .isEqualTo(new Resolution.NoSuchName("there is no such name: gone.example", false));
        }
    }

    @Test
    void a_name_whose_own_servers_fail_is_told_apart_from_our_resolver_failing() throws Exception {
        try (var server = new NameServer(false)) {
            var resolver = DnsResolver.of(List.of(server.address()), SystemTime.elapsed());
            assertThat(resolve(resolver, "broken.example", IpVersion.ANY)).isInstanceOf(Resolution.TargetSilent.class);
            assertThat(resolve(resolver, "silent.example", IpVersion.ANY, Duration.ofMillis(200)))
                    .isInstanceOf(Resolution.TargetSilent.class);
        }
        try (var server = new NameServer(true)) {
            var resolver = DnsResolver.of(List.of(server.address()), SystemTime.elapsed());
            assertThat(resolve(resolver, "shop.example", IpVersion.ANY, Duration.ofMillis(200)))
                    .isInstanceOf(Resolution.Unavailable.class);
        }
        assertThat(resolve(DnsResolver.of(List.of(), SystemTime.elapsed()), "shop.example", IpVersion.ANY))
                .isInstanceOf(Resolution.Unavailable.class);
    }

    @Test
    void the_hosts_file_comes_first(@TempDir Path folder) throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "192.0.2.77 shop.example alias\n");
        try (var server = new NameServer(false)) {
            var resolver = DnsResolver.of(List.of(server.address()), hosts, SystemTime.elapsed());
            assertThat(resolve(resolver, "shop.example", IpVersion.ANY)).isEqualTo(found("192.0.2.77"));
            assertThat(resolve(resolver, "alias.example", IpVersion.ANY)).isEqualTo(found("192.0.2.10"));
        }
    }

    @Test
    void literals_and_localhost_need_no_server() {
        assertThat(Resolver.withoutServer(HostText.parse("[2001:db8::1]"), IpVersion.ANY))
                .isEqualTo(found("2001:db8::1"));
        assertThat(Resolver.withoutServer(HostText.parse("localhost"), IpVersion.V6))
                .isEqualTo(found("::1"));
        assertThat(Resolver.withoutServer(HostText.parse("127.0.0.1"), IpVersion.V6))
                .isInstanceOf(Resolution.NoSuchName.class);
        assertThat(Resolver.withoutServer(HostText.parse("shop.example"), IpVersion.ANY))
                .isNull();
    }
}
