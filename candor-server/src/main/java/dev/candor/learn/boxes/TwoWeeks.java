package dev.candor.learn.boxes;

import dev.candor.learn.figures.Figuring;
import dev.candor.learn.history.HistoryStore;
import dev.candor.platform.db.Tx;
import dev.candor.respond.incident.Incident;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collects what two weeks held.
public final class TwoWeeks {
    /// A detection may come later than the start of harm by this much, and is found all the same.
    private static final Duration LATE = Duration.ofDays(30);

    private final Figuring figuring;
    private final HistoryStore history;

    public TwoWeeks(Figuring figuring, HistoryStore history) {
        this.figuring = figuring;
        this.history = history;
    }

    /// Our own incidents and the imported ones of `pages` (slugs) that began in the fourteen days from `first`.
    ///
    /// @param pagesUrl where readers find pages
    public List<Episode> of(Tx tx, LocalDate first, ZoneId zone, List<String> pages, String pagesUrl, Instant now) {
        Instant from = first.atStartOfDay(zone).toInstant();
        Instant until = first.plusDays(Boxes.DAYS).atStartOfDay(zone).toInstant();
        var episodes = new ArrayList<Episode>();
        figuring.detected(tx, from, until.plus(LATE)).stream()
                .filter(one ->
                        !one.startedAt().isBefore(from) && one.startedAt().isBefore(until))
                .forEach(one -> episodes.add(own(one, zone, now)));
        for (String page : pages) {
            for (HistoryStore.Stored stored : history.list(tx, page)) {
                ImportedEpisode.of(
                                stored.document(), pagesUrl + "/" + page + "/incidents/" + stored.code(), first, zone)
                        .ifPresent(episodes::add);
            }
        }
        return episodes;
    }

    private static Episode own(Incident incident, ZoneId zone, Instant now) {
        Instant end = incident.resolvedAt().or(incident::mitigatedAt).orElse(now);
        return new Episode(
                incident.title(),
                "/incidents/" + incident.number(),
                incident.startedAt().atZone(zone).toLocalDateTime(),
                Optional.of(
                        end.isBefore(incident.startedAt())
                                ? Duration.ZERO
                                : Duration.between(incident.startedAt(), end)),
                false,
                incident.open(),
                switch (incident.severity()) {
                    case SEV1 -> Episode.Badness.CRITICAL;
                    case SEV2 -> Episode.Badness.MAJOR;
                    case SEV3 -> Episode.Badness.MINOR;
                    case SEV4 -> Episode.Badness.NONE;
                });
    }
}
