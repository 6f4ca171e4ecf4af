package dev.candor.app.cli;

import dev.candor.base.json.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "plan", description = "Shows what apply would change on the server.", mixinStandardHelpOptions = true)
final class Plan implements Callable<Integer> {
    @Mixin
    ServerClient client = new ServerClient();

    @Parameters(paramLabel = "FILE", description = "A YAML file or a folder of them.")
    @Nullable
    Path file;

    @Option(names = "--json", description = "The answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
        return send(client, java.util.Objects.requireNonNull(file), "plan", json);
    }

    /// Sends files with the variables they mention; nobody else's environment leaves this machine.
    static int send(ServerClient client, Path file, String what, boolean json) {
        Map<String, String> texts = ConfigTexts.read(file);
        var environment = new java.util.LinkedHashMap<String, String>();
        System.getenv().forEach((name, value) -> {
            if (texts.values().stream().anyMatch(text -> text.contains("${" + name + "}"))) {
                environment.put(name, value);
            }
        });
        var answer = client.post("/api/configuration/" + what, Json.object("files", texts, "environment", environment));
        System.out.print(json ? Json.write(answer) + "\n" : String.valueOf(answer.get("text")));
        return 0;
    }
}
