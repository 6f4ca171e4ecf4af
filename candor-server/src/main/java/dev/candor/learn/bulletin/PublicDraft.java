package dev.candor.learn.bulletin;

import dev.candor.base.time.Durations;
import dev.candor.learn.postmortem.PostmortemDraft;
import dev.candor.page.IncidentModel;
import dev.candor.page.PageModel;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// The first text of a page's bulletin, made of nothing but what the page itself shows: what is internal cannot get in.
final class PublicDraft {
    private PublicDraft() {}

    /// Pure.
    static String of(PageModel page, Week week) {
        List<IncidentModel> incidents = incidents(page, week);
        var text = new StringBuilder("## Incidents\n\n");
        if (incidents.isEmpty()) {
            text.append("No incident this week.\n");
        }
        for (IncidentModel incident : incidents) {
            text.append("- [")
                    .append(PostmortemDraft.escaped(incident.name()))
                    .append("](")
                    .append(page.url())
                    .append("/incidents/")
                    .append(incident.id())
                    .append("): ")
                    .append(incident.impact().wireName());
            lasted(incident).ifPresent(length -> text.append(", ").append(Durations.words(length)));
            text.append(
                    incident.open()
                            ? ", still open.\n"
                            : incident.postmortemMarkdown().isPresent()
                                    ? ", with a postmortem.\n"
                                    : ", postmortem pending.\n");
        }
        text.append("\n## What we did\n\n").append(PostmortemDraft.TO_WRITE).append("\n");
        return text.toString();
    }

    /// Whether the page shows anything of that week.
    static boolean knows(PageModel page, Week week) {
        LocalDate next = week.monday().plusWeeks(1);
        boolean watched = page.leaves().stream()
                .flatMap(component -> component.days().stream())
                .anyMatch(day -> day.countedSeconds() > 0
                        && !day.date().isBefore(week.monday())
                        && day.date().isBefore(next));
        return watched || !incidents(page, week).isEmpty();
    }

    private static List<IncidentModel> incidents(PageModel page, Week week) {
        Instant from = week.begin(page.zone());
        Instant until = week.end(page.zone());
        return page.incidents().stream()
                .filter(one -> !one.imported())
                .filter(one -> one.times()
                        .begin()
                        .filter(at -> !at.isBefore(from) && at.isBefore(until))
                        .isPresent())
                .toList();
    }

    private static Optional<Duration> lasted(IncidentModel incident) {
        return incident.times()
                .begin()
                .flatMap(begin -> incident.times()
                        .resolvedAt()
                        .filter(end -> end.isAfter(begin))
                        .map(end -> Duration.between(begin, end)));
    }
}
