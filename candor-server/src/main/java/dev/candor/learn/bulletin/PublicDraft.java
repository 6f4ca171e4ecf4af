package dev.candor.learn.bulletin;

import dev.candor.base.time.Durations;
import dev.candor.learn.postmortem.PostmortemDraft;
import dev.candor.page.IncidentModel;
import dev.candor.page.PageModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The first text of a page's bulletin, made of nothing but what the page itself shows: what is internal cannot get in.
final class PublicDraft {
    private PublicDraft() {}

    /// Pure.
    static String of(PageModel page, Week week) {
        Instant from = week.begin(page.zone());
        Instant until = week.end(page.zone());
        List<IncidentModel> incidents = page.incidents().stream()
                .filter(one -> !one.imported())
                .filter(one -> one.times()
                        .begin()
                        .filter(at -> !at.isBefore(from) && at.isBefore(until))
                        .isPresent())
                .toList();
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

    private static Optional<Duration> lasted(IncidentModel incident) {
        return incident.times()
                .begin()
                .flatMap(begin -> incident.times()
                        .resolvedAt()
                        .filter(end -> end.isAfter(begin))
                        .map(end -> Duration.between(begin, end)));
    }
}
