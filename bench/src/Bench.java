import java.util.Arrays;
import java.util.List;

/// Chooses the benchmark.
public final class Bench {
    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        var table = new Table(words.contains("--json"));
        switch (words.getFirst()) {
            case "probe" -> ProbeBench.run(table);
            case "page" -> PageBench.run(table);
            case "start" -> StartBench.run(table);
            case "logs" -> LogBench.run(table);
            case "detect" -> DetectBench.run(table);
            case "alert" -> AlertBench.run(table);
            case "runbook" -> RunbookBench.run(table);
            case "schedule" -> ScheduleBench.run(table);
            default -> throw new IllegalArgumentException(words.getFirst());
        }
        table.print();
        System.exit(0);
    }
}
