package dev.candor.lab.parts;

import dev.candor.base.ids.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A network namespace of its own for a process: it has nothing but its own loopback, until a wire is led into it.
public final class OwnNetwork {
    private static final Duration STARTS = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    private OwnNetwork() {}

    /// What must be installed, and what this machine must allow.
    public static List<String> missing() {
        var missing = new ArrayList<>(Programs.missing("setsid", "unshare", "nsenter", "ip"));
        if (missing.isEmpty() && !allowed()) {
            missing.add("permission to make network namespaces and tun interfaces (root)");
        }
        return missing;
    }

    private static boolean allowed() {
        try {
            int done = new ProcessBuilder(command(List.of("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (done == 0) {
                LossyWire.lay(() -> 0, Randomness.secure()).close();
            }
            return done == 0;
        } catch (IOException no) {
            return false;
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The words that start a program in a network of its own.
    public static List<String> command(List<String> program) {
        var command = new ArrayList<>(List.of("unshare", "-n", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
        command.addAll(program);
        return command;
    }

    /// The words that start a program in the network of another process.
    public static List<String> beside(long pid, List<String> program) {
        var command = new ArrayList<>(List.of("nsenter", "-t", Long.toString(pid), "-n"));
        command.addAll(program);
        return command;
    }

    /// Waits until the process has left our network: whoever followed it before would stand in ours, where nothing is
    /// ever lost.
    ///
    /// @throws IllegalStateException with the end of its log when it never does
    public static void await(RealProcess process, LabClock clock) throws IOException, InterruptedException {
        long start = clock.elapsed().nanos();
        while (of("self").equals(of(Long.toString(process.pid())))) {
            if (!process.alive() || clock.elapsed().nanos() - start > STARTS.toNanos()) {
                throw new IllegalStateException(process + " has no network of its own: " + process.logEnd());
            }
            clock.sleeper().sleep(POLL);
        }
    }

    private static Path of(String process) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", process, "ns", "net"));
    }
}
