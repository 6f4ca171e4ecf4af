package dev.candor.app.cli;

import dev.candor.base.json.Json;
import dev.candor.base.time.Durations;
import dev.candor.respond.gate.Applied;
import dev.candor.respond.gate.Finding;
import dev.candor.respond.gate.Gate;
import dev.candor.respond.gate.Lock;
import dev.candor.respond.gate.Migrations;
import dev.candor.respond.gate.NotSqlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "gate",
        description =
                "Reads migrations (plain SQL for PostgreSQL) and refuses what locks or rewrites tables in use. Needs no server. Exit 0 fine, 1 refused, 2 not SQL.",
        mixinStandardHelpOptions = true)
final class GateCommand implements Callable<Integer> {
    private static final int MOST_FILES = 10_000;
    private static final long MOST_BYTES = 200L << 20;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Migrations, or folders with *.sql in them.")
    List<Path> files = new ArrayList<>();

    @Option(
            names = "--applied",
            description =
                    "What ran already: a folder with the files as they ran, or a file of checksums (sha256sum, or script and checksum of flyway_schema_history). They are not judged again, but must be unchanged.")
    @Nullable
    Path applied;

    @Option(
            names = "--autocommit",
            description =
                    "Every statement outside BEGIN commits by itself (psql -f); otherwise a file is one transaction.")
    boolean autocommit;

    @Option(names = "--lock-timeout", description = "The lock_timeout that is set for the role or by the tool: 2s.")
    @Nullable
    String timeout;

    @Option(names = "--json", description = "One object a line.")
    boolean json;

    @Override
    public Integer call() {
        Optional<Duration> wait = Optional.ofNullable(timeout).flatMap(Durations::parse);
        if (timeout != null && wait.isEmpty()) {
            System.err.println("--lock-timeout: expected a duration such as 2s, found `" + timeout + "`");
            return 2;
        }
        Applied before;
        try {
            before = applied == null
                    ? Applied.NOTHING
                    : Files.isDirectory(applied) ? Applied.files(read(List.of(applied))) : Applied.of(text(applied));
        } catch (NotSqlException wrong) {
            System.err.println(wrong.of(String.valueOf(applied)));
            return 2;
        }
        Map<String, byte[]> texts;
        try {
            texts = read(files);
        } catch (NotSqlException wrong) {
            System.err.println(wrong.getMessage());
            return 2;
        }
        var report = Migrations.judge(texts, before, new Gate.How(autocommit, wait));
        report.findings().forEach(finding -> System.out.println(json ? Json.write(json(finding)) : text(finding)));
        report.mistakes().forEach(System.err::println);
        if (!json) {
            System.out.println(summary(report));
        }
        return report.mistakes().isEmpty() ? report.refused() ? 1 : 0 : 2;
    }

    private static String summary(Migrations.Report report) {
        long refused = report.findings().stream()
                .filter(one -> one.level() == Finding.Level.REFUSED)
                .count();
        return (report.judged() == 1 ? "1 migration" : report.judged() + " migrations") + " read: "
                + (refused == 0 ? "nothing refused." : refused + " refused.");
    }

    static String text(Finding finding) {
        var out = new StringBuilder()
                .append(finding.file())
                .append(finding.line() > 0 ? ":" + finding.line() : "")
                .append(": ")
                .append(finding.level().word())
                .append(" (")
                .append(finding.rule())
                .append("): ")
                .append(finding.what())
                .append('\n');
        if (finding.lock() != Lock.NONE) {
            out.append("  locks  ")
                    .append(finding.table())
                    .append(", ")
                    .append(finding.lock().sql())
                    .append(": ")
                    .append(finding.lock().effect())
                    .append('\n');
        }
        out.append("  why    ").append(finding.why()).append('\n');
        String label = "  do     ";
        for (String line : finding.instead()) {
            out.append(label).append(line).append('\n');
            label = "         ";
        }
        return out.toString();
    }

    private static Map<String, @Nullable Object> json(Finding finding) {
        return Json.object(
                "level", finding.level().word(),
                "file", finding.file(),
                "line", finding.line(),
                "rule", finding.rule(),
                "table", finding.table(),
                "lock", finding.lock() == Lock.NONE ? null : finding.lock().sql(),
                "what", finding.what(),
                "why", finding.why(),
                "instead", finding.instead());
    }

    private static String text(Path file) throws NotSqlException {
        try {
            if (Files.size(file) > Migrations.LARGEST) {
                throw Migrations.tooLarge(Files.size(file));
            }
            return Files.readString(file);
        } catch (MalformedInputException binary) {
            throw new NotSqlException(1, 1, "is not UTF-8: is this a text?");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Files as they are named, folders by the `*.sql` in them.
    ///
    /// @throws NotSqlException when they are too large to be migrations, or too many; it names the file
    private static Map<String, byte[]> read(List<Path> paths) throws NotSqlException {
        long all = 0;
        var texts = new LinkedHashMap<String, byte[]>();
        for (Path path : paths) {
            for (Path file : Files.isDirectory(path) ? inside(path) : List.of(path)) {
                try {
                    if (!Files.exists(file)) {
                        throw new NoSuchFileException(file.toString());
                    }
                    long size = Files.size(file);
                    all += size;
                    if (size > Migrations.LARGEST) {
                        NotSqlException tooLarge = Migrations.tooLarge(size);
                        throw new NotSqlException(1, 1, tooLarge.of(file.toString()));
                    }
                    if (all > MOST_BYTES || texts.size() >= MOST_FILES) {
                        throw new NotSqlException(
                                1,
                                1,
                                "more than " + MOST_FILES + " files or " + (MOST_BYTES >> 20) + " MB, up to " + file
                                        + ": name the folder of the migrations only");
                    }
                    texts.put(file.toString(), Files.readAllBytes(file));
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
        }
        return texts;
    }

    private static List<Path> inside(Path folder) {
        try (var found = Files.walk(folder)) {
            return found.filter(file -> file.toString().endsWith(".sql") && Files.isRegularFile(file))
                    .sorted()
                    .limit(MOST_FILES + 1L)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
