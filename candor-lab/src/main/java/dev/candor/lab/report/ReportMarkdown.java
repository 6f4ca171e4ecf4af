package dev.candor.lab.report;

import java.util.List;

/// The comparison as a Markdown document with one table.
public final class ReportMarkdown {
    private ReportMarkdown() {}

    /// @param picture the name of the picture beside it
    public static String of(List<Comparison> comparisons, String picture) {
        var out = new StringBuilder("# The incidents of the reports, then and now\n\n")
                .append(
                        "What the reports tell, and what `candor drill` measured on miniatures of the systems that failed. ")
                .append("Times count from the fault.\n\n![Times until it was known, then and now](")
                .append(picture)
                .append(")\n\n| | when | what failed | then | with Candor | how the miniature is easier |\n")
                .append("|---|---|---|---|---|---|\n");
        for (Comparison comparison : comparisons) {
            Incident then = comparison.then();
            out.append("| ")
                    .append(String.join(
                            " | ",
                            then.id(),
                            cell(then.when()),
                            cell(then.what()),
                            cell(comparison.thenWords()),
                            cell(comparison.nowWords()),
                            cell(then.easier())))
                    .append(" |\n");
        }
        return out.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
