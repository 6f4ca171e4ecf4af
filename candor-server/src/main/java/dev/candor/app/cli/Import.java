package dev.candor.app.cli;

import dev.candor.base.json.Json;
import dev.candor.learn.history.HistoryText;
import dev.candor.learn.history.ImportReport;
import dev.candor.learn.history.ImportedHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = "Brings history along; says for each item what was mapped, what was lost, what is not supported.",
        mixinStandardHelpOptions = true)
final class Import implements Callable<Integer> {
    @Mixin
    ServerClient client = new ServerClient();

    @Parameters(index = "0", paramLabel = "SOURCE", description = "text: reports of incidents as text.")
    String source = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "The files.")
    List<Path> files = List.of();

    @Option(names = "--page", description = "The slug of the page whose history it becomes.")
    @Nullable
    String page;

    @Option(names = "--dry-run", description = "Only say what would be imported.")
    boolean dryRun;

    @Option(names = "--json", description = "One object a line, totals last.")
    boolean json;

    @Override
    public Integer call() {
        if (!source.equals("text")) {
            System.err.println("SOURCE: expected text, found `" + source + "`");
            return 2;
        }
        if (!dryRun && page == null) {
            System.err.println("--page: on which page? (or --dry-run to look first)");
            return 2;
        }
        var histories = new ArrayList<ImportedHistory>();
        var texts = new LinkedHashMap<String, String>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            byte[] bytes = read(file);
            histories.add(HistoryText.read(name, bytes));
            texts.put(name, new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
        }
        ImportReport report = ImportReport.of(histories);
        System.out.println((json ? report.json() : report.text()).stripTrailing());
        if (!dryRun) {
            var answer = client.post("/api/history/import", Json.object("page", page, "files", texts));
            if (!json) {
                System.out.println(answer.get("added") + " incidents are new on the page " + page + ".");
            }
        }
        return report.count(ImportReport.Outcome.UNSUPPORTED) > 0 ? 1 : 0;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }
}
