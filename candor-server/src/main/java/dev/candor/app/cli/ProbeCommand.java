package dev.candor.app.cli;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.time.SystemTime;
import dev.candor.detect.agent.Agent;
import dev.candor.detect.agent.AgentFolder;
import dev.candor.detect.agent.AgentLine;
import dev.candor.probe.Prober;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.DnsResolver;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "probe",
        description = "A probe agent: looks from elsewhere for a server. Only outgoing connections.",
        mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
    @Option(names = "--server", required = true, description = "The server's console URL.")
    String server = "";

    @Option(names = "--token", description = "The location's key (or CANDOR_TOKEN).")
    @Nullable
    String token;

    @Option(names = "--location", required = true, description = "The location's name.")
    String location = "";

    @Option(names = "--data", description = "Where results wait (default: probe-data).")
    Path data = Path.of("probe-data");

    @Option(
            names = "--allow",
            split = ",",
            description = "Ranges besides public addresses, as in network.allow: 10.0.0.0/8, 127.0.0.0/8:8000-9000.")
    @Nullable
    List<String> allow;

    @Override
    public Integer call() throws Exception {
        Optional<String> key = Optional.ofNullable(token).or(() -> Optional.ofNullable(System.getenv("CANDOR_TOKEN")));
        if (key.isEmpty()) {
            System.err.println("probe: --token (or CANDOR_TOKEN) is missing: a key of the location " + location);
            return 2;
        }
        URI address = URI.create(server);
        if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
            System.err.println("--server: expected an address such as https://candor.example, found `" + server + "`");
            return 2;
        }
        AddressGuard guard;
        try {
            guard = AddressGuard.allowing(allow == null ? List.of() : allow);
        } catch (IllegalArgumentException wrong) {
            System.err.println("--allow: " + wrong.getMessage());
            return 2;
        }
        var clock = SystemTime.wall();
        var elapsed = SystemTime.elapsed();
        var random = Randomness.secure();
        var prober = new Prober(clock, elapsed, SystemTime.sleeper(), random, DnsResolver.system(elapsed), guard);
        try (var line = new AgentLine(address, key.get(), location);
                var agent = new Agent(
                        line,
                        new AgentFolder(data),
                        clock,
                        elapsed,
                        SystemTime.sleeper(),
                        new Ids(clock, random),
                        Main.VERSION,
                        prober)) {
            agent.start();
            System.out.println("looking from " + location + " for " + address);
            System.out.flush();
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
