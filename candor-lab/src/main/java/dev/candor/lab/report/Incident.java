package dev.candor.lab.report;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One incident of the reports.
///
/// @param id as the catalogue has it: `S07`
/// @param when a date as far as the report tells it
/// @param noticed from the fault until somebody knew; empty where the report does not tell it
/// @param noticedBy in a few words
/// @param ended from the fault until it was over; empty where the report does not tell it
/// @param drill its miniature: `D06`; empty where there is none yet
/// @param notYet what such a miniature will break; empty where there is one
/// @param easier in which way the miniature is easier than it was; empty without one
public record Incident(
        String id,
        String when,
        String what,
        Optional<Duration> noticed,
        String noticedBy,
        Optional<Duration> ended,
        String drill,
        String notYet,
        String easier) {

    /// All 35, in the order of their numbers.
    ///
    /// @throws IOException when the file that ships with the program cannot be read
    public static List<Incident> all() throws IOException {
        Map<String, @Nullable Object> file = Json.parseObject(
                Resources.text(Incident.class, "incidents.json").getBytes(StandardCharsets.UTF_8));
        Map<?, ?> easier = file.get("easier") instanceof Map<?, ?> map ? map : Map.of();
        var incidents = new ArrayList<Incident>();
        if (file.get("incidents") instanceof List<?> list) {
            list.forEach(each -> {
                if (each instanceof Map<?, ?> one) {
                    incidents.add(of(one, easier));
                }
            });
        }
        return List.copyOf(incidents);
    }

    private static Incident of(Map<?, ?> one, Map<?, ?> easier) {
        String drill = text(one, "drill");
        return new Incident(
                text(one, "id"),
                text(one, "when"),
                text(one, "what"),
                seconds(one, "noticed_s"),
                text(one, "noticed_by"),
                seconds(one, "ended_s"),
                drill,
                text(one, "not_yet"),
                text(easier, drill));
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }

    private static Optional<Duration> seconds(Map<?, ?> map, String key) {
        return map.get(key) instanceof Long seconds ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
    }
}
