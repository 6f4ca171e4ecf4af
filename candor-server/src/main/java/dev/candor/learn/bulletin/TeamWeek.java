package dev.candor.learn.bulletin;

import dev.candor.base.time.Durations;
import dev.candor.learn.figures.Figure;
import dev.candor.learn.figures.Measured;
import dev.candor.learn.figures.Summary;
import dev.candor.learn.postmortem.PostmortemDraft;
import dev.candor.platform.journal.Fact;
import dev.candor.respond.incident.Incident;
import java.util.List;
import java.util.Map;

/// A week for the team: all of it, also what no page shows.
///
/// @param did what people noted, by the incident's number, in order
/// @param owed incidents that wait for their postmortem
public record TeamWeek(Week week, Summary summary, Map<Long, List<Fact>> did, List<Incident> owed) {
    /// As Markdown. Pure.
    public String markdown() {
        var text = new StringBuilder("# " + week + "\n\n## Incidents\n\n");
        if (summary.incidents().isEmpty()) {
            text.append("None.\n");
        }
        for (Measured one : summary.incidents()) {
            text.append("- ")
                    .append(one.incident().number())
                    .append(" ")
                    .append(PostmortemDraft.escaped(one.incident().title()))
                    .append(" (")
                    .append(one.incident().service())
                    .append(", ")
                    .append(one.incident().severity().word())
                    .append(one.figures()
                            .length(Figure.Kind.RESOLVE)
                            .map(length -> ", " + Durations.words(length))
                            .orElse(""))
                    .append(")\n");
            for (Fact fact : did.getOrDefault(one.incident().number(), List.of())) {
                text.append("  - ")
                        .append(fact.actor())
                        .append(": ")
                        .append(PostmortemDraft.escaped(fact.text().replaceAll("\\s+", " ")))
                        .append("\n");
            }
        }
        text.append("\n## Postmortems that are owed\n\n");
        owed.forEach(one -> text.append("- ")
                .append(one.number())
                .append(" ")
                .append(PostmortemDraft.escaped(one.title()))
                .append("\n"));
        return text.append(owed.isEmpty() ? "None.\n" : "")
                .append("\nThe week before: ")
                .append(week.before())
                .append("\n")
                .toString();
    }
}
