package dev.candor.detect.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Datagrams the Linux kernel received for a socket and threw away because its buffer was full: the last column of
/// `/proc/net/udp` (proc(5)).
final class UdpDrops {
    private static final List<Path> FILES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    private static final int LOCAL = 1;
    private static final int DROPS = 12;

    private UdpDrops() {}

    /// Empty where the kernel does not say.
    static OptionalLong of(InetSocketAddress socket) {
        long drops = 0;
        boolean found = false;
        for (Path file : FILES) {
            if (!Files.isReadable(file)) {
                continue;
            }
            try (Stream<String> lines = Files.lines(file)) {
                OptionalLong here = of(lines.limit(100_000).toList(), socket);
                found |= here.isPresent();
                drops += here.orElse(0);
            } catch (IOException | UncheckedIOException gone) {
                return OptionalLong.empty();
            }
        }
        return found ? OptionalLong.of(drops) : OptionalLong.empty();
    }

    static OptionalLong of(List<String> lines, InetSocketAddress socket) {
        String local = hex(socket);
        return lines.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > DROPS
                        && columns[LOCAL].endsWith(local)
                        && columns[DROPS].matches("[0-9]{1,18}"))
                .mapToLong(columns -> Long.parseLong(columns[DROPS]))
                .reduce(Long::sum);
    }

    /// `0100007F:158A` for 127.0.0.1:5514: the address as the machine stores it. Of IPv6 only the port is compared.
    private static String hex(InetSocketAddress socket) {
        String port = String.format(Locale.ROOT, ":%04X", socket.getPort());
        if (!(socket.getAddress() instanceof Inet4Address address)) {
            return port;
        }
        byte[] bytes = address.getAddress();
        return String.format(Locale.ROOT, "%02X%02X%02X%02X%s", bytes[3], bytes[2], bytes[1], bytes[0], port);
    }
}
