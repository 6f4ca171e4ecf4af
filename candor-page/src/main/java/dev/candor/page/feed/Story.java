package dev.candor.page.feed;

import dev.candor.page.IncidentModel;
import dev.candor.page.MaintenanceModel;
import dev.candor.page.PageModel;
import dev.candor.page.Phase;
import dev.candor.page.UpdateModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a feed tells as one: an incident or planned work, with its updates.
///
/// @param publishedAt empty when imported history does not tell
/// @param window planned begin and end, only of maintenance
record Story(
        String id,
        String title,
        String link,
        Phase phase,
        Optional<Instant> publishedAt,
        Instant updatedAt,
        Optional<Window> window,
        List<UpdateModel> updates) {

    record Window(Instant from, Instant until) {}

    /// Newest first; those without a time last.
    static List<Story> of(PageModel page, int limit) {
        var stories = new ArrayList<Story>();
        page.incidents().forEach(incident -> stories.add(of(page, incident)));
        page.maintenances().forEach(maintenance -> stories.add(of(page, maintenance)));
        stories.sort(Comparator.comparing(
                (Story story) -> story.publishedAt().orElse(Instant.MIN), Comparator.reverseOrder()));
        return List.copyOf(stories.subList(0, Math.min(limit, stories.size())));
    }

    private static Story of(PageModel page, IncidentModel incident) {
        return new Story(
                incident.id(),
                incident.name(),
                link(page, incident.id()),
                incident.phase(),
                incident.times().createdAt().or(() -> incident.times().startedAt()),
                latest(incident.updatedAt(), incident.updates()),
                Optional.empty(),
                incident.updates());
    }

    private static Story of(PageModel page, MaintenanceModel maintenance) {
        return new Story(
                maintenance.id(),
                maintenance.name(),
                link(page, maintenance.id()),
                maintenance.state(),
                Optional.of(maintenance.createdAt()),
                latest(maintenance.updatedAt(), maintenance.updates()),
                Optional.of(new Window(maintenance.scheduledFor(), maintenance.scheduledUntil())),
                maintenance.updates());
    }

    private static String link(PageModel page, String id) {
        return page.url() + "/incidents/" + id;
    }

    /// The time of the newest word; the record's own time only when no word has one. A re-import is no news.
    private static Instant latest(Instant recordUpdatedAt, List<UpdateModel> updates) {
        return updates.stream()
                .flatMap(update -> update.editedAt().or(update::postedAt).stream())
                .max(Comparator.naturalOrder())
                .orElse(recordUpdatedAt);
    }
}
