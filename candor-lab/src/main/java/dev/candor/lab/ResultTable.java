package dev.candor.lab;

import dev.candor.lab.run.DrillResult;
import java.util.List;
import java.util.Locale;

/// All runs below each other, for a terminal.
final class ResultTable {
    private static final String ROW = "%-5s %-8s %9s %9s %9s %9s %10s %7s %5s %6s  %s%n";

    private ResultTable() {}

    static String of(List<DrillResult> results) {
        var out = new StringBuilder("\n");
        out.append(row(
                "drill", "mode", "signal", "alert", "page", "published", "recovered", "errors", "lost", "false", ""));
        for (DrillResult r : results) {
            out.append(row(
                    r.drill(),
                    r.mode().name().toLowerCase(Locale.ROOT),
                    DrillResult.words(r.signal()),
                    DrillResult.words(r.alert()),
                    DrillResult.words(r.page()),
                    DrillResult.words(r.published()),
                    DrillResult.words(r.recovered()),
                    r.userErrors(),
                    r.lost(),
                    r.falseAlerts(),
                    r.pass() ? "pass" : "FAIL"));
        }
        long passed = results.stream().filter(DrillResult::pass).count();
        return out.append(passed)
                .append(" of ")
                .append(results.size())
                .append(" within their budget\n")
                .toString();
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells);
    }
}
