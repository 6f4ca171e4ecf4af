package dev.candor.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One run of `candor …` as a process of its own, to its end.
final class CommandLine {
    /// @param exit the exit code
    /// @param said what it printed, standard output and error together
    record Ended(int exit, String said) {}

    private CommandLine() {}

    static Ended run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path said = Files.createTempFile("candor-said", ".txt");
        Process process = start(environment, said, arguments);
        try {
            if (!process.waitFor(Duration.ofSeconds(40))) {
                throw new AssertionError(List.of(arguments) + " did not end: " + Files.readString(said));
            }
            return new Ended(process.exitValue(), Files.readString(said));
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(said);
        }
    }

    /// A process that goes on; the caller ends it.
    static Process start(Map<String, String> environment, Path said, String... arguments) throws IOException {
        var command = new ArrayList<>(CandorProcess.java());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("CANDOR_"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
