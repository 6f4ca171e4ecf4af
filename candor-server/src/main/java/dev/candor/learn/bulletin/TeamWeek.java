package dev.candor.learn.bulletin;

import dev.candor.base.time.Durations;
import dev.candor.learn.action.ActionItem;
import dev.candor.learn.figures.Figure;
import dev.candor.learn.figures.Measured;
import dev.candor.learn.figures.Summary;
import dev.candor.learn.postmortem.PostmortemDraft;
import dev.candor.platform.journal.Fact;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.commitment.Commitment;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A week for the team: all of it, also what no page shows.
///
/// @param did what people noted, by the incident's number, in order
public record TeamWeek(Week week, Summary summary, Map<Long, List<Fact>> did, Owed owed) {
    /// What is late when the week is told.
    ///
    /// @param postmortems incidents that wait for theirs
    /// @param actions what should have changed by now
    /// @param promises what was promised for a time that has passed
    public record Owed(List<Incident> postmortems, List<ActionItem> actions, List<Commitment> promises) {}

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

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
        list(
                text,
                "Postmortems that are owed",
                owed.postmortems().stream()
                        .map(one -> one.number() + " " + PostmortemDraft.escaped(one.title()))
                        .toList());
        list(
                text,
                "Action items that are overdue",
                owed.actions().stream()
                        .map(item -> PostmortemDraft.escaped(item.what()) + " (" + PostmortemDraft.escaped(item.owner())
                                + ", was due " + item.due() + ")")
                        .toList());
        list(
                text,
                "Promises that are overdue",
                owed.promises().stream()
                        .map(one -> PostmortemDraft.escaped(one.words()) + " (promised by "
                                + PostmortemDraft.escaped(one.madeBy()) + " for "
                                + one.dueAt().atOffset(ZoneOffset.UTC).format(MINUTE) + " UTC)")
                        .toList());
        return text.append("\nThe week before: ")
                .append(week.before())
                .append("\n")
                .toString();
    }

    private static void list(StringBuilder text, String title, List<String> lines) {
        text.append("\n## ").append(title).append("\n\n");
        lines.forEach(line -> text.append("- ").append(line).append("\n"));
        text.append(lines.isEmpty() ? "None.\n" : "");
    }
}
