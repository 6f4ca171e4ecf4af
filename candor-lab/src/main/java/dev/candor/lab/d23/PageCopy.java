package dev.candor.lab.d23;

import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.RealProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A `candor page` in a process of its own, with the page server and the folder of pages as its origins.
record PageCopy(URI address, RealProcess process) implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    static PageCopy start(String name, URI origin, Path folder, Path home, LabClock clock)
            throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + FreePorts.any().take());
        List<String> command = Jvm.command(
                dev.candor.lab.Main.class,
                "96m",
                "page",
                "--origin",
                origin + "," + folder,
                "--listen",
                address.getAuthority());
        RealProcess process = RealProcess.start(name, command, home.resolve(name + ".log"), clock);
        process.awaitPort(address.getPort(), START);
        return new PageCopy(address, process);
    }

    @Override
    public void close() {
        process.close();
    }
}
