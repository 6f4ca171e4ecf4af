package dev.candor.lab.report;

import java.util.List;
import java.util.Locale;

/// The comparison for a terminal: three lines for each incident.
public final class ReportTable {
    private ReportTable() {}

    public static String of(List<Comparison> comparisons) {
        var out = new StringBuilder("\nThe incidents of the reports: then, and in this run\n");
        for (Comparison comparison : comparisons) {
            Incident then = comparison.then();
            out.append(String.format(Locale.ROOT, "%s  %-11s %s%n", then.id(), then.when(), then.what()))
                    .append("     then  ")
                    .append(comparison.thenWords())
                    .append("\n     now   ")
                    .append(comparison.nowWords())
                    .append('\n');
            if (!then.easier().isEmpty()) {
                out.append("     easier than it was: ").append(then.easier()).append('\n');
            }
        }
        long with = comparisons.stream()
                .filter(comparison -> comparison.noticedNow().isPresent())
                .count();
        return out.append(with)
                .append(" of ")
                .append(comparisons.size())
                .append(" measured\n")
                .toString();
    }
}
