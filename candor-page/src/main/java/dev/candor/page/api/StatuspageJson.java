package dev.candor.page.api;

import dev.candor.base.json.Json;
import dev.candor.page.AffectedModel;
import dev.candor.page.ComponentModel;
import dev.candor.page.Headline;
import dev.candor.page.IncidentModel;
import dev.candor.page.Indicator;
import dev.candor.page.MaintenanceModel;
import dev.candor.page.MaintenanceState;
import dev.candor.page.PageModel;
import dev.candor.page.SnapshotFile;
import dev.candor.page.UpdateModel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The eight read files of Statuspage's API v2, with its keys in its order. What Statuspage has no word for stands in
/// an extra `candor` object that appears only where there is something to say (unknown components, imported history).
public final class StatuspageJson {
    /// What Statuspage lists at most.
    private static final int LISTED = 50;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final PageModel page;
    private final Map<String, Map<String, @Nullable Object>> componentsById = new LinkedHashMap<>();
    private final Map<String, String> codeNames = new LinkedHashMap<>();

    private StatuspageJson(PageModel page) {
        this.page = page;
        for (ComponentModel top : page.components()) {
            componentsById.put(top.id(), component(top, Optional.empty()));
            codeNames.put(top.id(), top.name());
            if (top.group()) {
                top.leaves().forEach(leaf -> {
                    componentsById.put(leaf.id(), component(leaf, Optional.of(top.id())));
                    codeNames.put(leaf.id(), top.name() + " - " + leaf.name());
                });
            }
        }
    }

    public static List<SnapshotFile> files(PageModel page) {
        return new StatuspageJson(page).files();
    }

    private List<SnapshotFile> files() {
        var unresolved = incidents(IncidentModel::open, Integer.MAX_VALUE);
        var upcoming = maintenances(state -> state == MaintenanceState.SCHEDULED, Integer.MAX_VALUE);
        var active = maintenances(MaintenanceState::active, Integer.MAX_VALUE);
        var ahead = new ArrayList<@Nullable Object>(active);
        ahead.addAll(upcoming);
        var components = List.copyOf(componentsById.values());
        var indicator = Indicator.of(page);
        var status = Json.object("indicator", indicator.word(), "description", indicator.description());
        return List.of(
                file(
                        "summary",
                        "components",
                        components,
                        "incidents",
                        unresolved,
                        "scheduled_maintenances",
                        ahead,
                        "status",
                        status),
                file("status", "status", status),
                file("components", "components", components),
                file("incidents", "incidents", incidents(_ -> true, LISTED)),
                file("incidents/unresolved", "incidents", unresolved),
                file("scheduled-maintenances", "scheduled_maintenances", maintenances(_ -> true, LISTED)),
                file("scheduled-maintenances/upcoming", "scheduled_maintenances", upcoming),
                file("scheduled-maintenances/active", "scheduled_maintenances", active));
    }

    private SnapshotFile file(String name, @Nullable Object... keysAndValues) {
        var envelope = Json.object("page", page());
        envelope.putAll(Json.object(keysAndValues));
        if (envelope.containsKey("status")) {
            unknown().ifPresent(candor -> envelope.put("candor", candor));
        }
        return SnapshotFile.text("api/v2/" + name + ".json", "application/json", Json.write(envelope));
    }

    private Map<String, @Nullable Object> page() {
        return Json.object(
                "id",
                page.id(),
                "name",
                page.name(),
                "url",
                page.url().toString(),
                "time_zone",
                page.timeZone(),
                "updated_at",
                time(page.updatedAt()));
    }

    /// What the indicator cannot say: components nothing is known of, and the headline people see.
    private Optional<Map<String, @Nullable Object>> unknown() {
        List<String> ids = page.leaves().stream()
                .filter(ComponentModel::unknown)
                .map(ComponentModel::id)
                .toList();
        return ids.isEmpty()
                ? Optional.empty()
                : Optional.of(Json.object(
                        "unknown_components", ids, "headline", Headline.of(page).title()));
    }

    private Map<String, @Nullable Object> component(ComponentModel component, Optional<String> groupId) {
        var json = Json.object(
                "id",
                component.id(),
                "name",
                component.name(),
                "status",
                component.shownStatus().wireName(),
                "created_at",
                time(component.createdAt()),
                "updated_at",
                time(component
                        .leaves()
                        .map(ComponentModel::updatedAt)
                        .max(Comparator.naturalOrder())
                        .orElse(component.updatedAt())),
                "position",
                component.position(),
                "description",
                component.description().orElse(null),
                "showcase",
                !component.group() && !component.days().isEmpty(),
                "start_date",
                component.startDate().map(Object::toString).orElse(null),
                "group_id",
                groupId.orElse(null),
                "page_id",
                page.id(),
                "group",
                component.group(),
                "only_show_if_degraded",
                false);
        if (component.group()) {
            json.put("components", component.leaves().map(ComponentModel::id).toList());
        } else if (component.unknown()) {
            json.put("candor", Json.object("unknown", true));
        }
        return json;
    }

    private List<@Nullable Object> incidents(Predicate<IncidentModel> wanted, int limit) {
        return page.incidents().stream()
                .filter(wanted)
                .limit(limit)
                .<@Nullable Object>map(this::incident)
                .toList();
    }

    private Map<String, @Nullable Object> incident(IncidentModel incident) {
        var times = incident.times();
        var json = head(
                incident.id(),
                incident.name(),
                incident.phase().wireName(),
                time(times.createdAt().or(times::startedAt)),
                time(incident.updatedAt()),
                time(times.monitoringAt()),
                time(times.resolvedAt()),
                incident.impact().wireName(),
                time(times.begin()));
        json.put("incident_updates", updates(incident.id(), incident.updates()));
        json.put("components", components(incident.componentIds()));
        json.put("reminder_intervals", null);
        if (incident.imported()) {
            json.put(
                    "candor",
                    Json.object(
                            "imported",
                            true,
                            "time_precision",
                            times.begin().isPresent()
                                    ? times.precision().name().toLowerCase(Locale.ROOT)
                                    : "not_recorded",
                            "source",
                            times.source().orElse(null)));
        }
        return json;
    }

    private List<@Nullable Object> maintenances(Predicate<MaintenanceState> wanted, int limit) {
        return page.maintenances().stream()
                .filter(each -> wanted.test(each.state()))
                .limit(limit)
                .<@Nullable Object>map(this::maintenance)
                .toList();
    }

    private Map<String, @Nullable Object> maintenance(MaintenanceModel maintenance) {
        var json = head(
                maintenance.id(),
                maintenance.name(),
                maintenance.state().wireName(),
                time(maintenance.createdAt()),
                time(maintenance.updatedAt()),
                null,
                time(maintenance.completedAt()),
                "maintenance",
                time(maintenance.startedAt().or(() -> Optional.of(maintenance.createdAt()))));
        json.put("incident_updates", updates(maintenance.id(), maintenance.updates()));
        json.put("components", components(maintenance.componentIds()));
        json.put("scheduled_for", time(maintenance.scheduledFor()));
        json.put("scheduled_until", time(maintenance.scheduledUntil()));
        return json;
    }

    private Map<String, @Nullable Object> head(
            String id,
            String name,
            String status,
            @Nullable String createdAt,
            String updatedAt,
            @Nullable String monitoringAt,
            @Nullable String resolvedAt,
            String impact,
            @Nullable String startedAt) {
        return Json.object(
                "id",
                id,
                "name",
                name,
                "status",
                status,
                "created_at",
                createdAt,
                "updated_at",
                updatedAt,
                "monitoring_at",
                monitoringAt,
                "resolved_at",
                resolvedAt,
                "impact",
                impact,
                "shortlink",
                page.url() + "/incidents/" + id,
                "started_at",
                startedAt,
                "page_id",
                page.id());
    }

    private List<@Nullable Object> updates(String incidentId, List<UpdateModel> updates) {
        return updates.stream()
                .<@Nullable Object>map(update -> {
                    @Nullable String posted = time(update.postedAt());
                    return Json.object(
                            "id",
                            update.id(),
                            "status",
                            update.phase().wireName(),
                            "body",
                            update.markdown(),
                            "incident_id",
                            incidentId,
                            "created_at",
                            posted,
                            "updated_at",
                            time(update.editedAt().or(update::postedAt)),
                            "display_at",
                            posted,
                            "affected_components",
                            affected(update.affected()),
                            "deliver_notifications",
                            update.deliverNotifications(),
                            "custom_tweet",
                            null,
                            "tweet_id",
                            null);
                })
                .toList();
    }

    private @Nullable Object affected(List<AffectedModel> affected) {
        if (affected.isEmpty()) {
            return null;
        }
        return affected.stream()
                .map(each -> Json.object(
                        "code",
                        each.componentId(),
                        "name",
                        codeNames.getOrDefault(each.componentId(), each.name()),
                        "old_status",
                        each.before().wireName(),
                        "new_status",
                        each.after().wireName()))
                .toList();
    }

    private List<Map<String, @Nullable Object>> components(List<String> ids) {
        var found = new ArrayList<Map<String, @Nullable Object>>();
        for (String id : ids) {
            var component = componentsById.get(id);
            if (component != null) {
                found.add(component);
            }
        }
        return found;
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }

    private static @Nullable String time(Optional<Instant> at) {
        return at.map(TIME::format).orElse(null);
    }
}
