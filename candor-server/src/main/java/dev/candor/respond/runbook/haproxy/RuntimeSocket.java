package dev.candor.respond.runbook.haproxy;

import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Deadline;
import dev.candor.probe.net.HostText;
import dev.candor.probe.net.IpVersion;
import dev.candor.probe.net.Resolution;
import dev.candor.probe.net.Resolver;
import dev.candor.respond.runbook.Pool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Talks to the runtime socket: one command, one answer, one connection. Everything ends by one deadline and every
/// answer has a limit, whatever the other side does.
final class RuntimeSocket {
    private static final int LONGEST = 2 << 20;

    private final AddressGuard guard;
    private final Resolver resolver;

    RuntimeSocket(AddressGuard guard, Resolver resolver) {
        this.guard = guard;
        this.resolver = resolver;
    }

    /// @param command without the end of the line; made of words that were checked before
    /// @throws IOException when there is no whole answer in time, in words for people
    String ask(Pool pool, String command, Deadline deadline) throws IOException {
        if (command.chars().anyMatch(c -> c < ' ' || c == ';' || c > '~')) {
            throw new IOException("a command is one line of plain letters");
        }
        SocketAddress address = address(pool, deadline);
        try (var channel = address instanceof UnixDomainSocketAddress
                        ? SocketChannel.open(StandardProtocolFamily.UNIX)
                        : SocketChannel.open();
                var selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            if (!channel.connect(address)) {
                while (!channel.finishConnect()) {
                    await(selector, deadline);
                }
            }
            key.interestOps(SelectionKey.OP_WRITE);
            write(channel, selector, command + "\n", deadline);
            return read(channel, selector, key, deadline);
        }
    }

    private SocketAddress address(Pool pool, Deadline deadline) throws IOException {
        Optional<Pool.Tcp> tcp = pool.tcp();
        if (tcp.isEmpty()) {
            return UnixDomainSocketAddress.of(pool.socket());
        }
        HostText text = HostText.parse(tcp.get().host());
        Resolution known = Resolver.withoutServer(text, IpVersion.ANY);
        Resolution found = known != null ? known : resolver.resolve(tcp.get().host(), IpVersion.ANY, deadline);
        List<InetAddress> addresses = switch (found) {
            case Resolution.Found(List<InetAddress> all) -> all;
            case Resolution.NoSuchName(String detail, boolean _) -> throw new IOException(detail);
            case Resolution.TargetSilent(String detail) -> throw new IOException(detail);
            case Resolution.Unavailable(String why) -> throw new IOException(why);
        };
        for (InetAddress address : addresses) {
            Optional<String> refused = guard.refusal(address, tcp.get().port());
            if (refused.isPresent()) {
                throw new IOException("we must not connect there: " + refused.get());
            }
        }
        return new InetSocketAddress(addresses.getFirst(), tcp.get().port());
    }

    private void write(SocketChannel channel, Selector selector, String line, Deadline deadline) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(selector, deadline);
            }
        }
    }

    private String read(SocketChannel channel, Selector selector, SelectionKey key, Deadline deadline)
            throws IOException {
        ByteBuffer into = ByteBuffer.allocate(1 << 16);
        var whole = new java.io.ByteArrayOutputStream();
        key.interestOps(SelectionKey.OP_READ);
        while (true) {
            int count = channel.read(into);
            if (count < 0) {
                return whole.toString(StandardCharsets.UTF_8);
            }
            if (count == 0) {
                await(selector, deadline);
            }
            whole.write(into.array(), 0, into.position());
            into.clear();
            if (whole.size() > LONGEST) {
                throw new IOException("the answer is longer than 2 MiB");
            }
        }
    }

    private void await(Selector selector, Deadline deadline) throws IOException {
        long left = deadline.remainingNanos() / 1_000_000;
        if (left <= 0) {
            throw new IOException("no whole answer in time");
        }
        selector.selectedKeys().clear();
        selector.select(left);
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted");
        }
    }
}
