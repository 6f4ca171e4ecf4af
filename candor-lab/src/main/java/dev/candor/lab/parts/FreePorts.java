package dev.candor.lab.parts;

import dev.candor.base.ids.Randomness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/// Free TCP ports on loopback, between 28000 and 31999: below the range the system gives out by itself, so that no
/// outgoing connection takes one between two starts of the same process. Never gives the same port twice.
public final class FreePorts {
    private static final int FIRST = 28_000;
    private static final int COUNT = 4_000;
    private static final int TRIES = 500;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private final Randomness random;

    public FreePorts(Randomness random) {
        this.random = random;
    }

    /// Chosen by chance.
    public static FreePorts any() {
        return new FreePorts(Randomness.secure());
    }

    /// A port nobody listens on now.
    ///
    /// @throws IllegalStateException when none was found in 500 tries
    public int take() {
        synchronized (GIVEN) {
            for (int i = 0; i < TRIES; i++) {
                int port = FIRST + random.nextInt(COUNT);
                if (!GIVEN.contains(port) && free(port)) {
                    GIVEN.add(port);
                    return port;
                }
            }
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + (FIRST + COUNT - 1));
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the servers do that will take it
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
