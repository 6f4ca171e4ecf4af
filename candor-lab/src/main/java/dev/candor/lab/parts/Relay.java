package dev.candor.lab.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Carries connections from one address to another; a path of the network with a switch. While it is broken nothing
/// passes and nobody is told, as when every packet is dropped.
public final class Relay implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int CHUNK = 16 * 1024;

    private final ServerSocketChannel door;
    private final SocketAddress target;
    private final BooleanSupplier broken;
    private final LabClock clock;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private Relay(ServerSocketChannel door, SocketAddress target, BooleanSupplier broken, LabClock clock) {
        this.door = door;
        this.target = target;
        this.broken = broken;
        this.clock = clock;
    }

    /// Listens until `close`.
    ///
    /// @param from where to listen
    /// @param broken asked before everything that passes
    public static Relay start(SocketAddress from, SocketAddress to, BooleanSupplier broken, LabClock clock)
            throws IOException {
        var door = ServerSocketChannel.open(family(from));
        door.bind(from);
        var relay = new Relay(door, to, broken, clock);
        Thread.ofPlatform().daemon().name("relay").start(relay::accept);
        return relay;
    }

    /// A port on loopback.
    public static SocketAddress port(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// A socket in the file system, which also leads from one network namespace into another.
    public static SocketAddress file(Path file) {
        return UnixDomainSocketAddress.of(file);
    }

    private static StandardProtocolFamily family(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel near = door.accept();
                open.add(near);
                Thread.ofPlatform().daemon().start(() -> carry(near));
            }
        } catch (IOException closed) {
            closeAll();
        }
    }

    private void carry(SocketChannel near) {
        try (near;
                var far = SocketChannel.open(family(target))) {
            open.add(far);
            pass();
            far.connect(target);
            Thread back = Thread.ofPlatform().daemon().start(() -> copy(far, near));
            copy(near, far);
            back.join();
            open.remove(far);
        } catch (IOException ended) {
            // The one side notices that the other is gone.
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(near);
        }
    }

    private void copy(SocketChannel from, SocketChannel to) {
        var chunk = ByteBuffer.allocate(CHUNK);
        try {
            while (from.read(chunk.clear()) >= 0) {
                pass();
                chunk.flip();
                while (chunk.hasRemaining()) {
                    to.write(chunk);
                }
            }
            to.shutdownOutput();
        } catch (IOException ended) {
            closeQuietly(from);
            closeQuietly(to);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns when something may pass.
    private void pass() throws InterruptedException, IOException {
        while (broken.getAsBoolean()) {
            if (!door.isOpen()) {
                throw new IOException("the relay is closed");
            }
            clock.sleeper().sleep(POLL);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            return; // that is what was wanted
        }
    }

    private void closeAll() {
        open.forEach(Relay::closeQuietly);
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException gone) {
            return; // that is what was wanted
        } finally {
            closeAll();
        }
    }
}
