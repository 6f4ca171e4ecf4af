package dev.candor.detect.telemetry;

import dev.candor.telemetry.syslog.SyslogFraming;
import dev.candor.telemetry.syslog.SyslogHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Syslog by connections (RFC 6587: octet counting or lines). Each is read on its own thread and waits for its turn,
/// so nothing is dropped: a sender that is too fast is slowed down.
final class SyslogTcp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SyslogTcp.class);
    private static final int BACKLOG = 128;
    private static final int BLOCK = 64 << 10;

    /// A log may be quiet at night, and a sender may connect long before it has something to say: what it writes
    /// into a connection we have closed is lost without a word. {@link TcpPlaces} closes who is idle sooner where
    /// room is short.
    private static final Duration IDLE = Duration.ofHours(2);

    private final ServerSocket listening = new ServerSocket();
    private final SyslogSorting sorting;
    private final InstantSource clock;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final TcpPlaces places = new TcpPlaces();
    private final Thread acceptor;
    private volatile boolean closed;

    /// @throws IOException when the address cannot be listened on
    SyslogTcp(InetSocketAddress listen, SyslogSorting sorting, InstantSource clock) throws IOException {
        this.sorting = sorting;
        this.clock = clock;
        try {
            listening.setReuseAddress(true);
            listening.bind(listen, BACKLOG);
        } catch (IOException | RuntimeException failure) {
            listening.close();
            throw failure;
        }
        acceptor = Thread.ofVirtual().name("syslog-tcp").unstarted(this::accept);
    }

    SyslogTcp start() {
        acceptor.start();
        return this;
    }

    int connections() {
        return places.size();
    }

    /// Connections not taken because too many are open.
    long refused() {
        return places.refused();
    }

    /// Connections that were closed to make room for others.
    long evicted() {
        return places.evicted();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = listening.accept();
                TcpPlaces.Place place = places.enter(socket.getInetAddress(), () -> close(socket), clock.instant());
                if (place == null) {
                    close(socket);
                    continue;
                }
                open.add(socket);
                var _ = Thread.ofVirtual().name("syslog-tcp-connection").start(() -> serve(socket, place));
            } catch (IOException failure) {
                if (!closed) {
                    LOG.warn("A syslog connection was not taken: {}", failure.toString());
                }
            }
        }
    }

    private void serve(Socket socket, TcpPlaces.Place place) {
        try (socket) {
            socket.setSoTimeout((int) IDLE.toMillis());
            new Connection(socket, place).read();
        } catch (SocketTimeoutException quiet) {
            LOG.debug("A syslog connection said nothing for two hours and was closed");
        } catch (IOException broken) {
            LOG.debug("A syslog connection broke: {}", broken.toString());
        } catch (RuntimeException fault) {
            LOG.error("A syslog connection failed by a fault of ours", fault);
        } finally {
            open.remove(socket);
            places.leave(place);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            LOG.debug("{}", alreadyClosed.toString());
        }
    }

    /// One connection: messages of the same tag that came together are handed on together.
    private final class Connection {
        private final Socket socket;
        private final TcpPlaces.Place place;
        private final InetAddress from;
        private final SyslogFraming framing = new SyslogFraming();
        private final SyslogHeader header = new SyslogHeader();
        private final ByteArrayOutputStream lines = new ByteArrayOutputStream(BLOCK);
        private String tag = "";
        private long cutSaid;
        private long brokenSaid;
        private @Nullable LogSender last;

        Connection(Socket socket, TcpPlaces.Place place) {
            this.socket = socket;
            this.place = place;
            this.from = socket.getInetAddress();
        }

        void read() throws IOException {
            InputStream in = socket.getInputStream();
            byte[] block = new byte[BLOCK];
            try {
                int size = in.read(block);
                while (size >= 0) {
                    place.heard(clock.instant());
                    framing.take(block, 0, size, this::line);
                    flush();
                    size = in.read(block);
                }
            } finally {
                framing.end(this::line);
                flush();
            }
        }

        private void line(byte[] bytes, int from, int to, boolean cut) {
            header.parse(bytes, from, to);
            String own = SyslogSorting.tag(header.tag());
            if (!own.equals(tag) || lines.size() > BLOCK) {
                flush();
                tag = own;
            }
            lines.write(bytes, from, to - from);
            lines.write('\n');
        }

        private void flush() {
            if (lines.size() > 0) {
                Instant now = clock.instant();
                last = sorting.take(from, tag, "tcp", lines.toByteArray(), lines.size(), 0, now)
                        .orElse(null);
                lines.reset();
            }
            if (last != null && (framing.cut() > cutSaid || framing.broken() > brokenSaid)) {
                last.framing(framing.cut() - cutSaid, framing.broken() - brokenSaid);
                cutSaid = framing.cut();
                brokenSaid = framing.broken();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            listening.close();
        } catch (IOException failure) {
            LOG.warn("Closing the syslog port: {}", failure.toString());
        }
        open.forEach(SyslogTcp::close);
    }
}
