package dev.candor.lab.parts;

import dev.candor.base.ids.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The kernel's limit on the memory of a program, as containers have it: who needs more is killed at once (137). A
/// control group of version 1 or 2 of its own.
public final class MemoryLimit implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final String PROCESSES = "cgroup.procs";
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int TRIES = 40;

    private final Path group;
    private final LabClock clock;

    private MemoryLimit(Path group, LabClock clock) {
        this.group = group;
        this.clock = clock;
    }

    /// Empty where this user may not limit memory.
    public static Optional<MemoryLimit> of(int megabytes, LabClock clock) {
        boolean old = Files.isDirectory(ROOT.resolve("memory"));
        Path group = (old ? ROOT.resolve("memory") : ROOT)
                .resolve("candor-lab-" + Randomness.secure().token(10));
        String limit = old ? "memory.limit_in_bytes" : "memory.max";
        try {
            Files.createDirectory(group);
        } catch (IOException notAllowed) {
            return Optional.empty();
        }
        var made = new MemoryLimit(group, clock);
        try {
            if (Files.isWritable(group.resolve(limit)) && Files.isWritable(group.resolve(PROCESSES))) {
                Files.writeString(group.resolve(limit), Long.toString(megabytes * 1024L * 1024));
                return Optional.of(made);
            }
        } catch (IOException notAllowed) {
            // As if there were none.
        }
        made.close();
        return Optional.empty();
    }

    /// The command that starts a program under this limit; the same process.
    public List<String> around(List<String> command) {
        var all = new ArrayList<>(List.of(
                "sh",
                "-c",
                "echo $$ > \"$0\" && exec \"$@\"",
                group.resolve(PROCESSES).toString()));
        all.addAll(command);
        return all;
    }

    /// Takes the limit away; its programs must have ended.
    @Override
    public void close() {
        try {
            for (int tries = 0; tries < TRIES; tries++) {
                if (group.toFile().delete()) {
                    return;
                }
                clock.sleeper().sleep(POLL); // the kernel takes a moment to forget a process
            }
            System.err.println("drill: could not remove " + group);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
