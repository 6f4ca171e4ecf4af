package dev.candor.lab.d03;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.candor.lab.Main;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Jvm;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Programs;
import dev.candor.lab.parts.RealProcess;
import dev.candor.lab.run.CandorObserver;
import dev.candor.lab.run.RunbookDriver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of a real Candor at moments all over a run, before a real HAProxy: it always ends in the same state, with
/// each effect once, and no customer notices.
@Tag("slow")
class KilledRunTest {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofSeconds(90);
    /// After the start of the run, in milliseconds.
    private static final List<Integer> KILLS = List.of(0, 15, 40, 80, 150, 400, 2500, 5500);

    private final LabClock clock = LabClock.real();

    @TempDir
    private Path folder;

    @Test
    @Tag("long")
    void killed_anywhere_it_goes_on_and_does_nothing_twice() throws Exception {
        if (!Programs.missing("haproxy", "setsid").isEmpty()) {
            System.out.println("LEFT OUT: haproxy is not installed");
        }
        assumeTrue(Programs.missing("haproxy", "setsid").isEmpty(), "haproxy is not installed");
        int port = FreePorts.any().take();
        URI console = URI.create("http://127.0.0.1:" + port);
        int asked = 0;
        try (var pool =
                PoolMiniature.start(FreePorts.any(), clock, new RunbookDriver(console, CandorObserver.TOKEN, clock))) {
            RealProcess candor = serve(port, pool.values());
            try {
                for (int i = 0; i < KILLS.size(); i++) {
                    long run = pool.begin("renew-server");
                    assertThat(run).isEqualTo(i + 1);
                    clock.sleeper().sleep(Duration.ofMillis(KILLS.get(i)));
                    candor.kill();
                    candor = serve(port, pool.values());
                    asked += goOn(pool, run, i);
                    assertThat(pool.reboots()).as("boots after kill " + i).isEqualTo(i + 1);
                    assertThat(pool.wipes()).as("wipes after kill " + i).isEqualTo(i + 1);
                    assertThat(pool.userErrors()).as("errors after kill " + i).isZero();
                }
            } finally {
                candor.close();
            }
        }
        System.out.println("RUNBOOK real HAProxy: killed " + KILLS.size() + " times, asked a person " + asked
                + " times, 0 failed requests");
    }

    /// Waits for the end; answers truthfully when it asks.
    private int goOn(PoolMiniature pool, long run, int wipesBefore) throws IOException, InterruptedException {
        int asked = 0;
        long from = clock.elapsed().nanos();
        while (clock.elapsed().nanos() - from < LONGEST.toNanos()) {
            Map<String, ?> now = pool.runs().run(run);
            if ("done".equals(now.get("state"))) {
                return asked;
            }
            assertThat(now.get("state")).as("%s", now.get("why")).isNotEqualTo("stopped");
            if ("ask".equals(now.get("state"))) {
                asked++;
                var _ = pool.runs().wish(run, pool.wipes() > wipesBefore ? "done" : "not-done");
            }
            clock.sleeper().sleep(Duration.ofMillis(200));
        }
        throw new AssertionError("the run is not over: " + pool.runs().run(run));
    }

    private RealProcess serve(int port, Map<String, String> values) throws IOException, InterruptedException {
        Path config = folder.resolve("candor.yaml");
        try (var in = WrongOrder.class.getResourceAsStream("candor.yaml")) {
            Files.write(config, java.util.Objects.requireNonNull(in).readAllBytes());
        }
        var command = new ArrayList<>(List.of(
                "env",
                "CANDOR_NETWORK_ALLOW=127.0.0.0/8:1-65535",
                "CANDOR_BOOTSTRAP_TOKEN=" + CandorObserver.TOKEN,
                "PHONE=http://127.0.0.1:1/phone"));
        values.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(Jvm.command(
                Main.class,
                "256m",
                "serve",
                "--data",
                folder.resolve("data").toString(),
                "--listen",
                "127.0.0.1:" + port,
                "--page-listen",
                "127.0.0.1:0",
                "--config",
                config.toString()));
        return RealProcess.start("candor", command, folder.resolve("candor.log"), clock)
                .awaitPort(port, START);
    }
}
