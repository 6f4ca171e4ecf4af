package dev.candor.lab.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.candor.base.ids.Randomness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealProcessTest {
    private static final LabClock CLOCK = LabClock.real();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void needs_setsid() {
        if (!Programs.missing("setsid").isEmpty()) {
            System.out.println("left out: setsid is not installed");
        }
        assumeTrue(Programs.missing("setsid").isEmpty(), "setsid is not installed");
    }

    private RealProcess shell(String script) throws IOException {
        return RealProcess.start("shell", List.of("sh", "-c", script), folder.resolve("log"), CLOCK);
    }

    /// The shell writes the pid of a child and waits.
    private static final String WITH_CHILD = "sleep 300 & echo $!; wait";

    private long child() throws Exception {
        eventually(() -> Files.exists(folder.resolve("log"))
                && Files.readString(folder.resolve("log")).endsWith("\n"));
        return Long.parseLong(Files.readString(folder.resolve("log")).strip());
    }

    private interface Condition {
        boolean met() throws Exception;
    }

    private static void eventually(Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.met()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            CLOCK.sleeper().sleep(Duration.ofMillis(10));
        }
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    @Test
    void a_kill_takes_the_children_with_it() throws Exception {
        try (var process = shell(WITH_CHILD)) {
            long child = child();
            assertThat(runs(child)).isTrue();
            process.kill();
            assertThat(process.alive()).isFalse();
            eventually(() -> !runs(child));
        }
    }

    @Test
    void close_ends_also_what_does_not_listen_and_may_come_twice() throws Exception {
        var process = shell("trap '' TERM; " + WITH_CHILD.replace("wait", "while :; do wait; done"));
        long child = child();
        process.close();
        process.close();
        assertThat(process.alive()).isFalse();
        eventually(() -> !runs(child));
    }

    @Test
    void a_process_that_ends_by_itself_says_why_nobody_answers() throws Exception {
        int port = new FreePorts(Randomness.seeded(1)).take();
        var process = shell("echo no kettle here");
        assertThatThrownBy(() -> process.awaitPort(port, Duration.ofSeconds(20)))
                .hasMessageContaining("ended by itself")
                .hasMessageContaining("no kettle here");
    }

    @Test
    void nothing_is_left_behind_when_the_machine_that_started_it_is_killed() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var other = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Stranded.class.getName(), folder.toString())
                .redirectErrorStream(true)
                .start();
        try {
            String pid = new String(other.getInputStream().readNBytes(1), StandardCharsets.UTF_8);
            assertThat(pid).isEqualTo("!");
            long child = child();
            assertThat(runs(child)).isTrue();
            other.destroyForcibly().waitFor();
            eventually(() -> !runs(child));
        } finally {
            other.destroyForcibly();
        }
    }

    /// Starts a process with a child, says so, and never ends.
    static final class Stranded {
        public static void main(String[] arguments) throws Exception {
            var log = Path.of(arguments[0]).resolve("log");
            RealProcess.start("shell", List.of("sh", "-c", WITH_CHILD), log, CLOCK);
            System.out.print("!");
            System.out.flush();
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }

    @Test
    void ports_are_below_those_the_system_gives_out_and_never_the_same() {
        var ports = new FreePorts(Randomness.seeded(2));
        var taken = java.util.stream.IntStream.range(0, 50)
                .map(i -> ports.take())
                .boxed()
                .toList();
        assertThat(taken)
                .doesNotHaveDuplicates()
                .allSatisfy(port -> assertThat(port).isBetween(28_000, 31_999));
    }
}
