package dev.candor.lab;

import dev.candor.base.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drill",
        description = "Breaks a miniature of a real system and measures how fast Candor notices, pages, tells.",
        mixinStandardHelpOptions = true)
final class Drill implements Callable<Integer> {
    private static final List<String> KNOWN = List.of("D01");

    @Parameters(arity = "0..*", paramLabel = "ID", description = "D01, or all (default).")
    List<String> ids = List.of();

    @Option(names = "--mode", split = ",", description = "control, fault, guarded (default: all three).")
    List<String> modes = List.of("control", "fault", "guarded");

    @Option(names = "--seed", description = "The same seed strikes at the same seconds (default 1).")
    long seed = 1;

    @Option(names = "--pace", description = "short (minutes) or full (as the catalogue has it).")
    String pace = "full";

    @Option(names = "--json", description = "One object a line per run.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        List<String> chosen = ids.isEmpty() || ids.equals(List.of("all")) ? KNOWN : ids;
        for (String id : chosen) {
            if (!KNOWN.contains(id)) {
                System.err.println("drill: there is no " + id + "; there is " + String.join(", ", KNOWN));
                return 2;
            }
        }
        List<Mode> runs = parsedModes();
        if (runs.isEmpty() || !List.of("short", "full").contains(pace)) {
            System.err.println("drill: --mode takes control, fault, guarded; --pace takes short or full");
            return 2;
        }
        List<String> missing = ShopMiniature.missingPrograms();
        if (!missing.isEmpty()) {
            System.err.println("drill: install " + String.join(", ", missing) + " first");
            return 2;
        }
        boolean passed = true;
        for (Mode mode : runs) {
            if (!json) {
                System.out.println("D01 " + word(mode) + " runs ...");
            }
            DrillResult result = DrillRun.run(
                    mode, seed, Pace.valueOf(pace.toUpperCase(Locale.ROOT)), new CandorObserver(), LabClock.real());
            System.out.println(json ? Json.write(result.json()) : result.text());
            if (json) {
                result.shortfalls().forEach(shortfall -> System.err.println("D01 " + word(mode) + ": " + shortfall));
            }
            passed &= result.pass();
        }
        return passed ? 0 : 1;
    }

    private List<Mode> parsedModes() {
        var parsed = new ArrayList<Mode>();
        for (String name : modes) {
            for (Mode mode : Mode.values()) {
                if (word(mode).equals(name.toLowerCase(Locale.ROOT))) {
                    parsed.add(mode);
                }
            }
        }
        return parsed.size() == modes.size() ? parsed : List.of();
    }

    private static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
