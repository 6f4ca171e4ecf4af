package dev.candor.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        description = "Makes the server's configuration that of the files; shows what changed.",
        mixinStandardHelpOptions = true)
final class Apply implements Callable<Integer> {
    @Mixin
    ServerClient client = new ServerClient();

    @Parameters(paramLabel = "FILE", description = "A YAML file or a folder of them.")
    @Nullable
    Path file;

    @Option(names = "--json", description = "The answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
        return Plan.send(client, java.util.Objects.requireNonNull(file), "apply", json);
    }
}
