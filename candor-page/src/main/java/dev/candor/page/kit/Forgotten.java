package dev.candor.page.kit;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.page.IncidentModel;
import dev.candor.page.IncidentPhase;
import dev.candor.page.PageModel;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotFile;
import dev.candor.page.UpdateModel;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What readers of a snapshot would no longer read if a kit spoke in its place: incidents, words, corrections and
/// postmortems that the kit does not know, and in a newer snapshot also maintenances, components and bulletins. That a
/// snapshot is newer alone is no loss: a server renews its page every minute.
///
/// Read from the files readers see; nothing else of a snapshot is left where it lies.
public final class Forgotten {
    private static final int LONGEST_QUOTE = 80;

    private final PageModel known;
    private final boolean newer;
    private final Map<String, SnapshotFile> files = new HashMap<>();
    private final List<String> lost = new ArrayList<>();

    private Forgotten(PageModel known, Snapshot there) {
        this.known = known;
        // What an older snapshot alone has, somebody may have taken off the page since.
        this.newer = there.sequence() > known.sequence();
        there.files().forEach(file -> files.put(file.path(), file));
    }

    /// @param known what the kit would say, its own words in it
    /// @param there what stands in its place now, signed with the kit's key
    /// @return a line each, for whoever types; empty when nothing would be lost
    public static List<String> of(PageModel known, Snapshot there) {
        return new Forgotten(known, there).all();
    }

    private List<String> all() {
        try {
            incidents();
            if (newer) {
                maintenances();
                components();
                bulletins();
            }
        } catch (JsonException unreadable) {
            lost.add("what it says of incidents cannot be read: " + unreadable.getMessage());
        }
        return List.copyOf(lost);
    }

    private void incidents() {
        var seen = new LinkedHashSet<String>();
        for (String name : List.of("incidents/unresolved", "incidents")) {
            for (Map<?, ?> incident : list(name, "incidents")) {
                if (seen.add(text(incident, "id"))) {
                    incident(incident);
                }
            }
        }
        known.maintenances().forEach(each -> seen.add(each.id()));
        known.incidents().forEach(each -> seen.add(each.id()));
        list("scheduled-maintenances", "scheduled_maintenances").forEach(each -> seen.add(text(each, "id")));
        if (newer) {
            files.keySet().stream()
                    .filter(path -> path.startsWith("incidents/") && path.endsWith(".html"))
                    .map(path -> path.substring("incidents/".length(), path.length() - ".html".length()))
                    .filter(id -> !seen.contains(id))
                    .sorted()
                    .forEach(id -> lost.add("an older incident: " + id));
        }
    }

    private void incident(Map<?, ?> there) {
        Optional<IncidentModel> ours = known.incidents().stream()
                .filter(each -> each.id().equals(text(there, "id")))
                .findFirst();
        boolean imported = there.get("candor") instanceof Map<?, ?>;
        if (imported && !newer) {
            return;
        }
        List<Map<?, ?>> words = maps(there.get("incident_updates"));
        if (ours.isEmpty()) {
            lost.add("an incident: " + title(there) + ", "
                    + (words.size() == 1 ? "one word" : words.size() + " words")
                    + (words.isEmpty() ? "" : ", the last " + quoted(words.getFirst())));
            return;
        }
        IncidentModel incident = ours.get();
        var byId = new HashMap<String, UpdateModel>();
        incident.updates().forEach(update -> byId.put(update.id(), update));
        for (Map<?, ?> word : words) {
            UpdateModel same = byId.get(text(word, "id"));
            if (same == null) {
                lost.add("a word of " + title(there) + ": " + quoted(word));
            } else if (corrected(word, same)) {
                lost.add("a correction in " + title(there) + ": " + quoted(word));
            }
        }
        if (text(there, "status").equals(IncidentPhase.POSTMORTEM.wireName())
                && incident.phase() != IncidentPhase.POSTMORTEM) {
            lost.add("the postmortem of " + title(there));
        }
    }

    /// A time that cannot be read is taken for later: rather too much is named than too little.
    private static boolean corrected(Map<?, ?> there, UpdateModel ours) {
        Instant wrote = ours.editedAt().or(ours::postedAt).orElse(Instant.MIN);
        return !text(there, "body").equals(ours.markdown())
                && time(text(there, "updated_at")).isAfter(wrote.truncatedTo(ChronoUnit.MILLIS));
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException unreadable) {
            return Instant.MAX;
        }
    }

    private void maintenances() {
        Set<String> ours = new HashSet<>();
        known.maintenances().forEach(each -> {
            ours.add(each.id());
            each.updates().forEach(update -> ours.add(update.id()));
        });
        for (Map<?, ?> there : list("scheduled-maintenances", "scheduled_maintenances")) {
            List<Map<?, ?>> words = maps(there.get("incident_updates"));
            if (!ours.contains(text(there, "id"))) {
                lost.add("a maintenance: " + title(there));
            } else {
                words.stream()
                        .filter(word -> !ours.contains(text(word, "id")))
                        .forEach(word -> lost.add("a word of " + title(there) + ": " + quoted(word)));
            }
        }
    }

    private void components() {
        Set<String> ours = known.leavesById().keySet();
        list("components", "components").stream()
                .filter(there -> Boolean.FALSE.equals(there.get("group")) && !ours.contains(text(there, "id")))
                .forEach(there -> lost.add("a component: " + plain(text(there, "name"))));
    }

    private void bulletins() {
        List<String> ours = known.bulletins().stream()
                .map(bulletin -> bulletin.path() + ".md")
                .toList();
        files.keySet().stream()
                .filter(path -> path.startsWith("bulletin/") && path.endsWith(".md") && !ours.contains(path))
                .sorted()
                .forEach(path -> lost.add("a bulletin: " + path));
    }

    private List<Map<?, ?>> list(String file, String key) {
        SnapshotFile found = files.get("api/v2/" + file + ".json");
        if (found == null) {
            throw new JsonException("there is no " + file + ".json", 1, 1);
        }
        return maps(Json.parseObject(found.identity()).get(key));
    }

    private static List<Map<?, ?>> maps(@Nullable Object list) {
        var maps = new ArrayList<Map<?, ?>>();
        if (list instanceof List<?> all) {
            for (Object each : all) {
                if (each instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            }
        }
        return maps;
    }

    private static String text(Map<?, ?> object, String key) {
        return object.get(key) instanceof String text ? text : "";
    }

    private static String title(Map<?, ?> object) {
        return plain(text(object, "name")) + " (" + text(object, "id") + ")";
    }

    private static String quoted(Map<?, ?> word) {
        return text(word, "created_at") + ", " + text(word, "status") + ": \"" + plain(text(word, "body")) + "\"";
    }

    /// In one line of a terminal.
    private static String plain(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cs}\\s]+", " ").strip();
        return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE - 1) + "…" : line;
    }
}
