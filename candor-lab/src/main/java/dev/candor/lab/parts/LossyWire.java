package dev.candor.lab.parts;

import dev.candor.base.ids.Randomness;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/// A wire from this machine's network into a network namespace that really loses packets: what is sent again, how late
/// and how often is up to the kernel's TCP, as on a bad line. Two `tun` interfaces and a thread for each direction.
/// Needs the right to administer the network.
public final class LossyWire implements AutoCloseable {
    /// The address of this machine on all wires, from the range for tests of networks (RFC 2544).
    public static final String NEAR = "198.18.0.1";

    private static final String HEX = "%06x";

    private final Tun near;
    private final Tun far;
    private final String farAddress;
    private final AtomicLong carried = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final List<Thread> carriers = new ArrayList<>();

    private LossyWire(Tun near, Tun far, String farAddress) {
        this.near = near;
        this.far = far;
        this.farAddress = farAddress;
    }

    /// Lays the wire; its far end waits for `into`.
    ///
    /// @param loss asked for each packet: the share that gets lost, 0 to 1
    /// @param randomness which ones
    /// @throws IOException when this machine does not allow it
    public static LossyWire lay(DoubleSupplier loss, Randomness randomness) throws IOException {
        Randomness any = Randomness.secure(); // two runs of one seed at once need names of their own
        String name = "cn" + HEX.formatted(any.nextInt(1 << 24));
        String farAddress = "198.18." + (1 + any.nextInt(250)) + "." + (2 + any.nextInt(250));
        Tun near = Tun.open(name + "a");
        try {
            Tun far = Tun.open(name + "b");
            var wire = new LossyWire(near, far, farAddress);
            try {
                ip("addr", "add", NEAR, "peer", farAddress, "dev", near.name());
                ip("link", "set", near.name(), "up");
                wire.carry(near, far, loss, randomness);
                wire.carry(far, near, loss, randomness);
            } catch (IOException | RuntimeException refused) {
                wire.close();
                throw refused;
            }
            return wire;
        } catch (IOException refused) {
            near.close();
            throw refused;
        }
    }

    /// Moves the far end into the network namespace of a process; from there this machine is `NEAR`.
    public void into(long pid) throws IOException {
        ip("link", "set", far.name(), "netns", Long.toString(pid));
        var inside = List.of(Programs.path("nsenter"), "-t", Long.toString(pid), "-n", Programs.path("ip"));
        run(inside, "addr", "add", farAddress, "peer", NEAR, "dev", far.name());
        run(inside, "link", "set", far.name(), "up");
    }

    private void carry(Tun from, Tun to, DoubleSupplier loss, Randomness randomness) {
        carriers.add(Thread.ofPlatform().daemon().name("wire " + from.name()).start(() -> {
            try (var arena = Arena.ofConfined()) {
                var scratch = new Tun.Scratch(arena);
                while (open.get()) {
                    carryOne(from, to, scratch, loss, randomness);
                }
            }
        }));
    }

    private void carryOne(Tun from, Tun to, Tun.Scratch scratch, DoubleSupplier loss, Randomness randomness) {
        try {
            int length = from.read(scratch);
            if (length == 0) {
                return;
            }
            boolean drop;
            synchronized (randomness) {
                drop = randomness.nextDouble() < loss.getAsDouble();
            }
            if (drop) {
                lost.incrementAndGet();
            } else {
                to.write(scratch, length);
                carried.incrementAndGet();
            }
        } catch (IOException down) {
            lost.incrementAndGet(); // an end that is not up yet, or no longer: the packet is lost, as on a real wire
        }
    }

    /// The address at the far end.
    public String far() {
        return farAddress;
    }

    /// Packets that arrived, both ways.
    public long carried() {
        return carried.get();
    }

    /// Packets that did not.
    public long lost() {
        return lost.get();
    }

    private static void ip(String... words) throws IOException {
        run(List.of(Programs.path("ip")), words);
    }

    private static void run(List<String> before, String... words) throws IOException {
        var command = new ArrayList<>(before);
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", over);
        }
    }

    @Override
    public void close() {
        open.set(false);
        for (Thread carrier : carriers) {
            try {
                carrier.join();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }
        near.close();
        far.close();
    }
}
