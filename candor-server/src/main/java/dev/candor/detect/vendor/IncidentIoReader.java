package dev.candor.detect.vendor;

import dev.candor.detect.vendor.VendorReport.Event;
import dev.candor.detect.vendor.VendorReport.Part;
import dev.candor.detect.vendor.VendorReport.Update;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// incident.io's own documents: what its pages are made of (`/proxy/HOST`, everything inside `summary`), and the
/// widget's, without it. A component that is not named as affected is operational. Pure.
final class IncidentIoReader {
    private IncidentIoReader() {}

    /// @param now for events without any time
    static Read read(Tree document, Instant now) {
        Tree summary = document.tree("summary").orElse(document);
        if (!summary.isList("ongoing_incidents") || !summary.isList("in_progress_maintenances")) {
            return new Read.Unreadable(
                    "it has no `ongoing_incidents` and `in_progress_maintenances`, as incident.io's have");
        }
        Map<String, Standing> affected = new HashMap<>();
        summary.trees("affected_components")
                .forEach(one ->
                        affected.merge(one.id("component_id"), Standing.of(one.text("status")), Standing::worse));
        List<Part> parts = parts(summary, affected);
        var events = new ArrayList<Event>();
        summary.trees("ongoing_incidents")
                .forEach(tree -> event(tree, false, now).ifPresent(events::add));
        summary.trees("in_progress_maintenances")
                .forEach(tree -> event(tree, true, now).ifPresent(events::add));
        summary.trees("scheduled_maintenances")
                .forEach(tree -> event(tree, true, now).ifPresent(events::add));
        Standing worst = parts.stream().map(Part::standing).reduce(Standing.OPERATIONAL, Standing::worse);
        Standing incidents = events.stream()
                .filter(event -> event.counts(now))
                .map(event -> event.impact() == Standing.UNKNOWN ? Standing.DEGRADED_PERFORMANCE : event.impact())
                .reduce(Standing.OPERATIONAL, Standing::worse);
        Optional<Instant> changed = events.stream()
                .flatMap(event -> event.updates().stream().map(Update::at))
                .max(Comparator.naturalOrder());
        return new Read.Said(new VendorReport(
                Vendor.Format.INCIDENT_IO, summary.text("name"), worst.worse(incidents), parts, events, true, changed));
    }

    private static List<Part> parts(Tree summary, Map<String, Standing> affected) {
        Map<String, String> groups = new HashMap<>();
        summary.tree("structure").stream()
                .flatMap(structure -> structure.trees("items").stream())
                .flatMap(item -> item.tree("group").stream())
                .forEach(group -> group.trees("components")
                        .forEach(one -> groups.put(one.id("component_id"), group.text("name"))));
        return summary.trees("components").stream()
                .filter(component -> !component.text("name").isEmpty())
                .map(component -> new Part(
                        component.text("name"),
                        groups.getOrDefault(component.id("id"), ""),
                        affected.getOrDefault(component.id("id"), Standing.OPERATIONAL)))
                .toList();
    }

    private static Optional<Event> event(Tree tree, boolean planned, Instant now) {
        if (tree.id("id").isEmpty() || tree.text("name").isEmpty()) {
            return Optional.empty();
        }
        Instant began = tree.firstTime(
                        "started_at", "starts_at", "created_at", "published_at", "last_update_at", "updated_at")
                .orElse(now);
        Instant said = tree.firstTime("created_at", "published_at").orElse(began);
        String phase = tree.text("status").replace("maintenance_", "");
        String words = tree.words("last_update_message");
        List<Tree> touched = tree.trees("affected_components");
        Standing worst = touched.stream()
                .map(one -> Standing.of(one.has("current_status") ? one.text("current_status") : one.text("status")))
                .reduce(Standing::worse)
                .orElse(planned ? Standing.UNDER_MAINTENANCE : Standing.UNKNOWN);
        return Optional.of(new Event(
                tree.id("id"),
                tree.text("name"),
                planned,
                phase,
                tree.has("current_worst_impact") ? Standing.of(tree.text("current_worst_impact")) : worst,
                !planned && began.isAfter(said) ? said : began,
                said,
                phase.equals("resolved") || phase.equals("complete")
                        ? Optional.of(
                                tree.firstTime("last_update_at", "updated_at").orElse(now))
                        : Optional.empty(),
                VendorReport.limited(
                        touched.stream()
                                .map(one -> one.text("name"))
                                .filter(name -> !name.isEmpty())
                                .distinct()
                                .toList(),
                        VendorReport.COMPONENTS),
                words.isEmpty()
                        ? List.of()
                        : List.of(new Update(
                                tree.firstTime("last_update_at", "updated_at").orElse(said), phase, words)),
                tree.link("url")));
    }
}
