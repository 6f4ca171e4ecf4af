package dev.candor.app.cli;

import dev.candor.app.Candor;
import dev.candor.base.json.Json;
import dev.candor.catalog.apply.ConfigFiles;
import dev.candor.catalog.document.Kind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = "Finds every mistake in a configuration. Exit 2 when there is one.",
        mixinStandardHelpOptions = true)
final class Check implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A YAML file or a folder of them.")
    @Nullable
    Path file;

    @Option(names = "--json", description = "One object a line.")
    boolean json;

    @Override
    public Integer call() {
        var kinds = new LinkedHashMap<String, Kind<?>>();
        Candor.KINDS.forEach(kind -> kinds.put(kind.plural(), kind));
        var loaded = new ConfigFiles(kinds).read(java.util.Objects.requireNonNull(file), System.getenv(), List.of());
        loaded.problems()
                .forEach(problem -> System.out.println(
                        json
                                ? Json.write(Json.object(
                                        "file",
                                        problem.place().file(),
                                        "line",
                                        problem.place().line(),
                                        "path",
                                        problem.path(),
                                        "message",
                                        problem.message()))
                                : problem.toString()));
        if (!json) {
            System.out.println(
                    loaded.problems().isEmpty()
                            ? loaded.documents().size() + " documents, no mistakes."
                            : loaded.problems().size() + " mistakes.");
        }
        return loaded.problems().isEmpty() ? 0 : 2;
    }
}
