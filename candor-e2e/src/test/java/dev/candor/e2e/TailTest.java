package dev.candor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `candor tail` killed in the middle of a busy log that is rotated, with the server away for a while: every line is
/// counted, and none twice.
class TailTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KILLS = 4;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicBoolean reopen = new AtomicBoolean();
    private volatile int written;

    @Test
    void every_line_is_counted_once_through_kills_a_rotation_and_a_server_that_was_away() throws Exception {
        Path config = Files.writeString(
                folder.resolve("candor.yaml"), "services: [{name: shop, intake-keys: [shop-intake-key]}]\n");
        Path access = Files.createFile(folder.resolve("access.log"));
        Path said = folder.resolve("tail.log");
        Path data = Files.createDirectory(folder.resolve("data"));
        try (var candor = new CandorProcess(data, Map.of(), "--config", config.toString()).awaitStart()) {
            Thread writer = Thread.ofPlatform().start(() -> write(access));
            Process tail = tail(candor, access, said);
            try {
                var random = new Random(11);
                for (int kill = 0; kill < KILLS; kill++) {
                    int before = written;
                    Poll.until("lines went on", PATIENCE, () -> counted(candor) > before);
                    Thread.sleep(random.nextInt(300)); // some moment, not the one at which we looked
                    tail.destroyForcibly().waitFor();
                    if (kill == 1) {
                        Files.move(access, folder.resolve("access.log.1")); // and more lines follow into it
                    }
                    tail = tail(candor, access, said);
                    if (kill == 2) {
                        reopen.set(true);
                    }
                }
                assertThat(candor.terminate()).isIn(0, 143);
                Poll.until(
                        "it says that nobody answers",
                        PATIENCE,
                        () -> Files.readString(said).contains("the lines stay in the file"));
                tail.destroyForcibly().waitFor();
                candor.restart();
                tail = tail(candor, access, said);
                int before = written;
                Poll.until("lines went on", PATIENCE, () -> counted(candor) > before);
                stop.set(true);
                writer.join();
                Poll.until("all lines are counted", PATIENCE, () -> counted(candor) >= written);
                assertThat(sum(candor, "requests")).isEqualTo(written);
                assertThat(sum(candor, "failures")).isEqualTo(written / 10);
            } finally {
                stop.set(true);
                tail.destroyForcibly().waitFor();
                writer.join();
            }
        }
    }

    private Process tail(CandorProcess candor, Path log, Path said) throws IOException {
        return CommandLine.start(
                Map.of("CANDOR_SERVER", candor.console(), "CANDOR_TOKEN", "shop-intake-key"),
                said,
                "tail",
                "--from-start",
                "--state",
                folder.resolve("tail.json").toString(),
                log.toString());
    }

    /// Some hundred lines a second, as a web server writes them: into the file it has open until it is told to open
    /// its log anew. In the end the number of lines is one that ten divides.
    private void write(Path access) {
        try {
            while (!stop.get()) {
                reopen.set(false);
                try (var file = Files.newOutputStream(access, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                    while (!reopen.get() && !stop.get() || written % 10 != 0) {
                        int number = written + 1;
                        file.write("192.0.2.7 - - [%s] \"GET /lamps/%d HTTP/1.1\" %d 512 \"-\" \"demo\"\n"
                                .formatted(TIME.format(Instant.now()), number % 7, number % 10 == 0 ? 503 : 200)
                                .getBytes(StandardCharsets.US_ASCII));
                        written = number;
                        Thread.sleep(2);
                    }
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int counted(CandorProcess candor) throws IOException, InterruptedException {
        return sum(candor, "requests");
    }

    private static int sum(CandorProcess candor, String what) throws IOException, InterruptedException {
        return candor.get("/api/telemetry/shop").get("sum") instanceof Map<?, ?> sum
                        && sum.get(what) instanceof Number number
                ? number.intValue()
                : 0;
    }
}
