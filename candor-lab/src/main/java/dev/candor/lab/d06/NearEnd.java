package dev.candor.lab.d06;

import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Relay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// Runs in the network namespace of a place, which has nothing but its own loopback: what is asked for there at a port
/// goes into a socket in the file system and comes out elsewhere.
public final class NearEnd {
    private NearEnd() {}

    /// @param arguments pairs of a port and the file of a socket
    public static void main(String[] arguments) throws IOException, InterruptedException {
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            Relay.start(
                    Relay.port(Integer.parseInt(arguments[i])),
                    Relay.file(Path.of(arguments[i + 1])),
                    () -> false,
                    LabClock.real());
        }
        new CountDownLatch(1).await();
    }
}
