package dev.candor.page.kit;

import dev.candor.base.json.Json;
import dev.candor.page.AffectedModel;
import dev.candor.page.BulletinModel;
import dev.candor.page.ComponentModel;
import dev.candor.page.DayBar;
import dev.candor.page.IncidentModel;
import dev.candor.page.IncidentTimes;
import dev.candor.page.MaintenanceModel;
import dev.candor.page.PageModel;
import dev.candor.page.PagePolicy;
import dev.candor.page.UpdateModel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A page's model as JSON, every part of it, in our own form `candor-model/1`. {@link ModelReading} is the way back.
final class ModelJson {
    static final String FORMAT = "candor-model/1";

    private ModelJson() {}

    static Map<String, @Nullable Object> of(PageModel page) {
        return Json.object(
                "format", FORMAT,
                "id", page.id(),
                "slug", page.slug(),
                "name", page.name(),
                "url", page.url().toString(),
                "time_zone", page.timeZone(),
                "updated_at", page.updatedAt(),
                "rendered_at", page.renderedAt(),
                "sequence", page.sequence(),
                "components", all(page.components(), ModelJson::of),
                "incidents", all(page.incidents(), ModelJson::of),
                "maintenances", all(page.maintenances(), ModelJson::of),
                "policy", of(page.policy()),
                "bulletins", all(page.bulletins(), ModelJson::of));
    }

    private static <T> List<@Nullable Object> all(List<T> items, Function<T, Map<String, @Nullable Object>> json) {
        return items.stream().<@Nullable Object>map(json::apply).toList();
    }

    private static @Nullable Object orNull(Optional<?> value) {
        return value.orElse(null);
    }

    private static Map<String, @Nullable Object> of(PagePolicy policy) {
        return Json.object(
                "stale_after", policy.staleAfter(),
                "subscribable", policy.subscribable(),
                "support_url", orNull(policy.supportUrl()),
                "hidden_from_search", policy.hiddenFromSearch());
    }

    private static Map<String, @Nullable Object> of(ComponentModel component) {
        return Json.object(
                "id", component.id(),
                "name", component.name(),
                "description", orNull(component.description()),
                "status", component.status().wireName(),
                "unknown", component.unknown(),
                "created_at", component.createdAt(),
                "updated_at", component.updatedAt(),
                "position", component.position(),
                "group", orNull(component.groupId()),
                "children", all(component.children(), ModelJson::of),
                "days", all(component.days(), ModelJson::of),
                "start_date", orNull(component.startDate()));
    }

    private static Map<String, @Nullable Object> of(DayBar day) {
        return Json.object(
                "date", day.date(),
                "worst", day.worst().wireName(),
                "counted_seconds", day.countedSeconds(),
                "unknown_seconds", day.unknownSeconds(),
                "partial_seconds", day.partialSeconds(),
                "major_seconds", day.majorSeconds(),
                "incidents", day.incidentIds());
    }

    private static Map<String, @Nullable Object> of(IncidentModel incident) {
        return Json.object(
                "id", incident.id(),
                "name", incident.name(),
                "phase", incident.phase().wireName(),
                "impact", incident.impact().wireName(),
                "times", of(incident.times()),
                "updated_at", incident.updatedAt(),
                "updates", all(incident.updates(), ModelJson::of),
                "components", incident.componentIds(),
                "postmortem", orNull(incident.postmortemMarkdown()),
                "next_update_by", orNull(incident.nextUpdateBy()),
                "imported", incident.imported());
    }

    private static Map<String, @Nullable Object> of(IncidentTimes times) {
        return Json.object(
                "created_at", orNull(times.createdAt()),
                "started_at", orNull(times.startedAt()),
                "monitoring_at", orNull(times.monitoringAt()),
                "resolved_at", orNull(times.resolvedAt()),
                "precision", times.precision().name().toLowerCase(Locale.ROOT),
                "source", orNull(times.source()));
    }

    private static Map<String, @Nullable Object> of(UpdateModel.Earlier words) {
        return Json.object(
                "markdown", words.markdown(),
                "until", words.until(),
                "why", words.why());
    }

    private static Map<String, @Nullable Object> of(UpdateModel update) {
        return Json.object(
                "id", update.id(),
                "phase", update.phase().wireName(),
                "markdown", update.markdown(),
                "posted_at", orNull(update.postedAt()),
                "edited_at", orNull(update.editedAt()),
                "affected", all(update.affected(), ModelJson::of),
                "deliver_notifications", update.deliverNotifications(),
                "earlier", all(update.earlier(), ModelJson::of));
    }

    private static Map<String, @Nullable Object> of(AffectedModel affected) {
        return Json.object(
                "component", affected.componentId(),
                "name", affected.name(),
                "before", affected.before().wireName(),
                "after", affected.after().wireName());
    }

    private static Map<String, @Nullable Object> of(MaintenanceModel maintenance) {
        return Json.object(
                "id", maintenance.id(),
                "name", maintenance.name(),
                "state", maintenance.state().wireName(),
                "scheduled_for", maintenance.scheduledFor(),
                "scheduled_until", maintenance.scheduledUntil(),
                "created_at", maintenance.createdAt(),
                "updated_at", maintenance.updatedAt(),
                "started_at", orNull(maintenance.startedAt()),
                "completed_at", orNull(maintenance.completedAt()),
                "updates", all(maintenance.updates(), ModelJson::of),
                "components", maintenance.componentIds());
    }

    private static Map<String, @Nullable Object> of(BulletinModel bulletin) {
        return Json.object(
                "week", bulletin.week(),
                "markdown", bulletin.markdown(),
                "published_at", bulletin.publishedAt());
    }
}
