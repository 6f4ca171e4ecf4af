package dev.candor.lab;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.report.Comparison;
import dev.candor.lab.report.Incident;
import dev.candor.lab.report.ReportMarkdown;
import dev.candor.lab.report.ReportPicture;
import dev.candor.lab.report.ReportTable;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Pace;
import dev.candor.lab.run.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drill",
        description = "Breaks miniatures of real systems and measures how fast Candor notices, pages, tells.",
        mixinStandardHelpOptions = true)
final class DrillCommand implements Callable<Integer> {
    private static final int MOST_AT_ONCE = 8;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "D01, D05 ..., or all (default).")
    List<String> ids = List.of();

    @Option(names = "--mode", split = ",", description = "control, fault, guarded (default: all a drill has).")
    List<String> modes = List.of("control", "fault", "guarded");

    @Option(names = "--seed", description = "The same seed strikes at the same seconds (default 1).")
    long seed = 1;

    @Option(names = "--pace", description = "short (minutes) or full (as the catalogue has it; default).")
    String pace = "full";

    @Option(names = "--json", description = "One object a line per run.")
    boolean json;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            description = "So many runs at a time, 1 to 8 (default 3). With 1 nothing else disturbs what is measured.")
    int atOnce = 3;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Writes there what happened then and what was measured now: incidents.md and incidents.svg.")
    Optional<Path> report = Optional.empty();

    private record Planned(Drill drill, Mode mode) {}

    @Override
    public Integer call() throws Exception {
        Optional<List<Drill>> chosen = chosen();
        List<Mode> wanted = wanted();
        if (chosen.isEmpty()) {
            return 2;
        }
        if (wanted.isEmpty() || !List.of("short", "full").contains(pace)) {
            System.err.println("drill: --mode takes control, fault, guarded; --pace takes short or full");
            return 2;
        }
        if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
            System.err.println("drill: --at-once takes 1 to " + MOST_AT_ONCE + ", was " + atOnce);
            return 2;
        }
        List<String> missing = chosen.get().stream()
                .flatMap(drill -> drill.missing().stream())
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            System.err.println("drill: install " + String.join(", ", missing) + " first");
            return 2;
        }
        List<Planned> plan = chosen.get().stream()
                .flatMap(
                        drill -> drill.modes().stream().filter(wanted::contains).map(mode -> new Planned(drill, mode)))
                .toList();
        List<DrillResult> results = run(plan);
        if (!json && results.size() > 1) {
            System.out.print(ResultTable.of(results));
        }
        if (isAll() || report.isPresent()) {
            compare(results);
        }
        return results.stream().allMatch(DrillResult::pass) ? 0 : 1;
    }

    private boolean isAll() {
        return ids.isEmpty() || ids.equals(List.of("all"));
    }

    private void compare(List<DrillResult> results) throws IOException {
        List<Comparison> comparisons = Comparison.of(Incident.all(), results);
        if (json) {
            comparisons.forEach(comparison -> System.out.println(Json.write(comparison.json())));
        } else {
            System.out.print(ReportTable.of(comparisons));
        }
        if (report.isPresent()) {
            Files.createDirectories(report.get());
            Files.writeString(report.get().resolve("incidents.svg"), ReportPicture.of(comparisons));
            Path words = report.get().resolve("incidents.md");
            Files.writeString(words, ReportMarkdown.of(comparisons, "incidents.svg"));
            System.err.println("drill: wrote " + words + " and the picture beside it");
        }
    }

    /// Some runs at a time: most of what a drill does is to wait. Results are printed as they come, and returned in
    /// the order of the plan.
    private List<DrillResult> run(List<Planned> plan) throws InterruptedException, ExecutionException {
        LabClock clock = LabClock.real();
        try (var progress = DrillProgress.of(plan.size(), clock);
                var lanes = Executors.newFixedThreadPool(atOnce)) {
            var runs = new ArrayList<Future<DrillResult>>();
            plan.forEach(next -> runs.add(lanes.submit(() -> run(next, progress, clock))));
            var results = new ArrayList<DrillResult>();
            for (Future<DrillResult> run : runs) {
                results.add(run.get());
            }
            return results;
        }
    }

    private DrillResult run(Planned next, DrillProgress progress, LabClock clock) {
        DrillResult result;
        try (var running = progress.next(
                next.drill().id() + " " + word(next.mode()), next.drill().about())) {
            var chosen = Pace.valueOf(pace.toUpperCase(Locale.ROOT));
            result = result(next, new Round(next.mode(), seed, chosen, clock, running::say));
        }
        progress.print(() -> print(result));
        return result;
    }

    private void print(DrillResult result) {
        System.out.println(json ? Json.write(result.json()) : result.text());
        if (json) {
            result.shortfalls()
                    .forEach(missed -> System.err.println(result.drill() + " " + word(result.mode()) + ": " + missed));
        }
    }

    /// A run that could not even be made does not keep the others from running.
    private static DrillResult result(Planned next, Round round) {
        try {
            return next.drill().run(round);
        } catch (Exception broken) {
            if (broken instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return DrillResult.broken(next.drill().id(), round, "did not run: " + broken);
        }
    }

    /// Empty, after words about it, when one is not known.
    private Optional<List<Drill>> chosen() {
        if (isAll()) {
            return Optional.of(Drills.ALL);
        }
        var chosen = new ArrayList<Drill>();
        for (String id : ids) {
            Optional<Drill> found = Drills.ALL.stream()
                    .filter(drill -> drill.id().equalsIgnoreCase(id))
                    .findFirst();
            if (found.isEmpty()) {
                String known = Drills.ALL.stream().map(Drill::id).collect(Collectors.joining(", "));
                System.err.println("drill: there is no " + id + "; there is " + known);
                return Optional.empty();
            }
            chosen.add(found.get());
        }
        return Optional.of(chosen);
    }

    private List<Mode> wanted() {
        var wanted = new ArrayList<Mode>();
        for (String name : modes) {
            for (Mode mode : Mode.values()) {
                if (word(mode).equals(name.toLowerCase(Locale.ROOT))) {
                    wanted.add(mode);
                }
            }
        }
        return wanted.size() == modes.size() ? wanted : List.of();
    }

    private static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
