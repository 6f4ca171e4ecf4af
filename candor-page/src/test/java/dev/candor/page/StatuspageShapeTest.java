package dev.candor.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Key by key and in order, as Statuspage emits them.
class StatuspageShapeTest {
    private final Snapshot busy = new SnapshotRenderer(SnapshotKey.generate()).render(DemoPage.busy());
    private final Snapshot calm = new SnapshotRenderer(SnapshotKey.generate()).render(DemoPage.calm());

    @Test
    void all_eight_files_have_their_envelope() {
        assertThat(keys(json(calm, "summary")))
                .containsExactly("page", "components", "incidents", "scheduled_maintenances", "status");
        assertThat(keys(json(calm, "status"))).containsExactly("page", "status");
        assertThat(keys(json(calm, "components"))).containsExactly("page", "components");
        assertThat(keys(json(calm, "incidents"))).containsExactly("page", "incidents");
        assertThat(keys(json(calm, "incidents/unresolved"))).containsExactly("page", "incidents");
        for (String name : List.of("", "/upcoming", "/active")) {
            assertThat(keys(json(calm, "scheduled-maintenances" + name)))
                    .containsExactly("page", "scheduled_maintenances");
        }
        assertThat(list(json(calm, "summary"), "incidents")).isEmpty();
    }

    @Test
    void a_page_and_a_component_have_exactly_the_keys_clients_know() {
        var summary = json(busy, "summary");
        assertThat(keys(object(summary.get("page")))).containsExactly("id", "name", "url", "time_zone", "updated_at");
        var components = list(summary, "components");
        assertThat(keys(components.get(2)))
                .containsExactly(
                        "id",
                        "name",
                        "status",
                        "created_at",
                        "updated_at",
                        "position",
                        "description",
                        "showcase",
                        "start_date",
                        "group_id",
                        "page_id",
                        "group",
                        "only_show_if_degraded");
        assertThat(components.getFirst()).containsEntry("group", true).containsEntry("status", "partial_outage");
        assertThat(keys(components.getFirst())).endsWith("only_show_if_degraded", "components");
        assertThat(components.get(2)).containsEntry("group_id", "shopgroup001").containsEntry("name", "Checkout");
    }

    @Test
    void an_incident_and_its_updates_have_exactly_the_keys_clients_know() {
        var incident = list(json(busy, "incidents"), "incidents").getFirst();
        assertThat(keys(incident))
                .containsExactly(
                        "id",
                        "name",
                        "status",
                        "created_at",
                        "updated_at",
                        "monitoring_at",
                        "resolved_at",
                        "impact",
                        "shortlink",
                        "started_at",
                        "page_id",
                        "incident_updates",
                        "components",
                        "reminder_intervals");
        assertThat(incident.get("started_at")).isEqualTo("2026-08-12T13:40:00.000Z");
        var update = list(incident, "incident_updates").get(1);
        assertThat(keys(update))
                .containsExactly(
                        "id",
                        "status",
                        "body",
                        "incident_id",
                        "created_at",
                        "updated_at",
                        "display_at",
                        "affected_components",
                        "deliver_notifications",
                        "custom_tweet",
                        "tweet_id");
        assertThat(list(update, "affected_components").getFirst())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "code",
                        DemoPage.CHECKOUT,
                        "name",
                        "Shop - Checkout",
                        "old_status",
                        "operational",
                        "new_status",
                        "partial_outage"));
    }

    @Test
    void planned_work_is_an_incident_with_a_window() {
        var upcoming = list(json(busy, "scheduled-maintenances/upcoming"), "scheduled_maintenances");
        assertThat(upcoming).hasSize(1);
        assertThat(upcoming.getFirst()).containsEntry("impact", "maintenance").containsEntry("status", "scheduled");
        assertThat(keys(upcoming.getFirst())).endsWith("components", "scheduled_for", "scheduled_until");
        assertThat(list(json(busy, "scheduled-maintenances/active"), "scheduled_maintenances"))
                .isEmpty();
        assertThat(list(json(busy, "scheduled-maintenances"), "scheduled_maintenances"))
                .hasSize(2);
    }

    @Test
    void not_knowing_changes_no_word_of_statuspages_and_is_said_beside() {
        var summary = json(busy, "summary");
        var tracking = list(summary, "components").stream()
                .filter(each -> "tracking0001".equals(each.get("id")))
                .findFirst()
                .orElseThrow();
        assertThat(tracking).containsEntry("status", "operational").containsEntry("candor", Map.of("unknown", true));
        assertThat(object(summary.get("candor")).get("unknown_components")).isEqualTo(List.of("tracking0001"));
        assertThat(keys(json(calm, "status"))).doesNotContain("candor");
    }

    @Test
    void imported_history_without_times_has_none_here_either() {
        var old = list(json(busy, "incidents"), "incidents").getLast();
        assertThat(old.get("id")).isEqualTo("incold000001");
        assertThat(old.get("created_at")).isNull();
        assertThat(old.get("started_at")).isNull();
        assertThat(object(old.get("candor"))).containsEntry("time_precision", "not_recorded");
    }

    static Map<String, @Nullable Object> json(Snapshot snapshot, String name) {
        return Json.parseObject(file(snapshot, "api/v2/" + name + ".json").identity());
    }

    static SnapshotFile file(Snapshot snapshot, String path) {
        return snapshot.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no file " + path));
    }

    static String text(Snapshot snapshot, String path) {
        return new String(file(snapshot, path).identity(), StandardCharsets.UTF_8);
    }

    private static List<String> keys(Map<String, @Nullable Object> object) {
        return List.copyOf(object.keySet());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, @Nullable Object>> list(Map<String, @Nullable Object> from, String key) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(from.get(key));
    }
}
