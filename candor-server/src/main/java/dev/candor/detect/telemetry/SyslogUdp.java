package dev.candor.detect.telemetry;

import dev.candor.telemetry.syslog.SyslogHeader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Syslog by datagrams. One thread does nothing but receive into mailboxes, one per address and tag; another empties
/// them in turn. What the kernel threw away before we could read it is in `/proc/net/udp`, see {@link UdpDrops}.
final class SyslogUdp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SyslogUdp.class);

    /// More than any kernel allows: it gives what it may.
    private static final int RECEIVE_BUFFER = 64 << 20;

    private static final int LARGEST = 64 << 10;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final DatagramChannel channel;
    private final SyslogSorting sorting;
    private final InstantSource clock;
    private final Mailboxes boxes = new Mailboxes();
    private final AtomicLong datagrams = new AtomicLong();
    private final Thread receiver;
    private final Thread reader;
    private volatile boolean closed;

    /// @throws IOException when the address cannot be listened on
    SyslogUdp(InetSocketAddress listen, SyslogSorting sorting, InstantSource clock) throws IOException {
        this.sorting = sorting;
        this.clock = clock;
        channel = DatagramChannel.open(
                listen.getAddress() instanceof Inet4Address
                        ? StandardProtocolFamily.INET
                        : StandardProtocolFamily.INET6);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(listen);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
        receiver = Thread.ofPlatform().daemon().name("syslog-udp").unstarted(this::receive);
        reader = Thread.ofPlatform().daemon().name("syslog-udp-read").unstarted(this::read);
    }

    SyslogUdp start() {
        receiver.start();
        reader.start();
        return this;
    }

    InetSocketAddress address() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException closedAlready) {
            return new InetSocketAddress(0);
        }
    }

    /// Bytes the kernel really keeps for us.
    int receiveBuffer() {
        try {
            return channel.getOption(StandardSocketOptions.SO_RCVBUF);
        } catch (IOException closedAlready) {
            return 0;
        }
    }

    long datagrams() {
        return datagrams.get();
    }

    /// Datagrams of addresses there was no room for, as too many others are busy.
    long crowdedOut() {
        return boxes.crowdedOut();
    }

    private void receive() {
        var buffer = ByteBuffer.allocate(LARGEST);
        byte[] bytes = buffer.array();
        var header = new SyslogHeader();
        while (!closed) {
            try {
                buffer.clear();
                if (!(channel.receive(buffer) instanceof InetSocketAddress sender)) {
                    continue;
                }
                datagrams.incrementAndGet();
                int size = buffer.position();
                header.parse(bytes, 0, size);
                boxes.put(sender.getAddress(), SyslogSorting.tag(header.tag()), bytes, size, clock.instant());
            } catch (ClosedChannelException end) {
                return;
            } catch (IOException | RuntimeException failure) {
                LOG.warn("A datagram was not received: {}", failure.toString());
            }
        }
    }

    private void read() {
        while (!closed) {
            try {
                if (!readAll()) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            } catch (RuntimeException fault) {
                LOG.error("Reading datagrams failed by a fault of ours and goes on", fault);
            }
        }
        readAll();
    }

    private boolean readAll() {
        return boxes.take((from, tag, lines) ->
                sorting.take(from, tag, "udp", lines.lines(), lines.length(), lines.dropped(), lines.arrivedAt()));
    }

    /// Whether everything received was read; for tests.
    boolean isIdle() {
        return boxes.waiting() == 0;
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
            if (receiver.getState() != Thread.State.NEW) {
                receiver.join(Duration.ofSeconds(2));
                reader.join(Duration.ofSeconds(5));
            }
        } catch (IOException failure) {
            LOG.warn("Closing the syslog socket: {}", failure.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
