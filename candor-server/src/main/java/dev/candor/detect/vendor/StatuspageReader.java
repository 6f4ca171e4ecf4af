package dev.candor.detect.vendor;

import dev.candor.detect.vendor.VendorReport.Event;
import dev.candor.detect.vendor.VendorReport.Part;
import dev.candor.detect.vendor.VendorReport.Update;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Statuspage's API v2, `summary.json` and `incidents.json`, and what incident.io makes of it: no `incidents` in the
/// summary, no `components` or `started_at` in incidents, `full_outage`. Pure.
final class StatuspageReader {
    private static final Set<String> OVER = Set.of("resolved", "postmortem", "completed");

    private StatuspageReader() {}

    /// @param more `incidents.json`, where it could be read
    static Read read(Tree summary, Optional<Tree> more) {
        Optional<Tree> page = summary.tree("page");
        if (page.isEmpty()
                || (!summary.isList("components") && summary.tree("status").isEmpty())) {
            return new Read.Unreadable("it has no `page` with `components` or a `status`, as a Statuspage summary has");
        }
        boolean theirs = !summary.has("incidents") || page.get().id("id").matches("[0-9A-HJKMNP-TV-Z]{26}");
        var events = new LinkedHashMap<String, Event>();
        var ours = new ArrayList<>(summary.trees("incidents"));
        ours.addAll(summary.trees("scheduled_maintenances"));
        more.ifPresent(tree -> ours.addAll(tree.trees("incidents")));
        ours.forEach(tree -> event(tree).ifPresent(event -> events.putIfAbsent(event.id(), event)));
        List<Part> parts = parts(summary.trees("components"));
        Optional<Instant> changed =
                ours.stream().flatMap(tree -> tree.time("updated_at").stream()).max(Comparator.naturalOrder());
        Optional<Instant> pageChanged = page.get().time("updated_at");
        Optional<Instant> partsChanged = summary.trees("components").stream()
                .flatMap(tree -> tree.time("updated_at").stream())
                .max(Comparator.naturalOrder());
        return new Read.Said(new VendorReport(
                theirs ? Vendor.Format.INCIDENT_IO : Vendor.Format.STATUSPAGE,
                page.get().text("name"),
                summary.tree("status")
                        .map(status -> Standing.of(status.text("indicator")))
                        .orElseGet(() -> worst(parts)),
                parts,
                List.copyOf(events.values()),
                summary.isList("incidents")
                        || more.filter(tree -> tree.isList("incidents")).isPresent(),
                latest(changed, latest(pageChanged, partsChanged))));
    }

    static Standing worst(List<Part> parts) {
        return parts.stream().map(Part::standing).reduce(Standing::worse).orElse(Standing.UNKNOWN);
    }

    static Optional<Instant> latest(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || (other.isPresent() && other.get().isAfter(one.get())) ? other : one;
    }

    /// Groups stand among the components with the worst of them: they would be counted twice.
    private static List<Part> parts(List<Tree> components) {
        Map<String, String> groups = new HashMap<>();
        components.stream()
                .filter(tree -> tree.flag("group"))
                .forEach(tree -> groups.put(tree.id("id"), tree.text("name")));
        return components.stream()
                .filter(tree -> !tree.flag("group") && !tree.text("name").isEmpty())
                .map(tree -> new Part(
                        tree.text("name"),
                        groups.getOrDefault(tree.id("group_id"), ""),
                        Standing.of(tree.text("status"))))
                .toList();
    }

    /// Empty when it is broken: one broken incident does not take the others with it.
    private static Optional<Event> event(Tree tree) {
        List<Update> updates = tree.trees("incident_updates").stream()
                .limit(VendorReport.UPDATES)
                .flatMap(update -> update
                        .firstTime("display_at", "created_at")
                        .map(at -> new Update(at, update.text("status"), update.words("body")))
                        .stream())
                .sorted(Comparator.comparing(Update::at).reversed())
                .toList();
        Optional<Instant> created = tree.time("created_at");
        Optional<Instant> began = tree.firstTime("started_at", "scheduled_for", "created_at")
                .or(() -> updates.isEmpty()
                        ? Optional.empty()
                        : Optional.of(updates.getLast().at()));
        if (tree.id("id").isEmpty() || tree.text("name").isEmpty() || began.isEmpty()) {
            return Optional.empty();
        }
        boolean planned = tree.has("scheduled_for") || tree.text("impact").equals("maintenance");
        Instant said = created.or(() -> updates.isEmpty()
                        ? Optional.empty()
                        : Optional.of(updates.getLast().at()))
                .orElse(began.get());
        Optional<Instant> ended = tree.time("resolved_at")
                .or(() -> OVER.contains(tree.text("status"))
                        ? ending(updates).or(() -> tree.firstTime("monitoring_at", "updated_at"))
                        : Optional.empty())
                .or(() -> OVER.contains(tree.text("status")) ? began : Optional.empty());
        Instant start = planned || !began.get().isAfter(said) ? began.get() : said;
        return Optional.of(new Event(
                tree.id("id"),
                tree.text("name"),
                planned,
                tree.text("status"),
                tree.has("impact")
                        ? Standing.of(tree.text("impact"))
                        : planned ? Standing.UNDER_MAINTENANCE : Standing.UNKNOWN,
                ended.filter(start::isAfter).orElse(start),
                said,
                ended,
                VendorReport.limited(
                        tree.trees("components").stream()
                                .map(component -> component.text("name"))
                                .filter(name -> !name.isEmpty())
                                .distinct()
                                .toList(),
                        VendorReport.COMPONENTS),
                updates,
                tree.link("shortlink")));
    }

    /// When the update came that said it was over: a postmortem may follow weeks later.
    private static Optional<Instant> ending(List<Update> updates) {
        return updates.stream()
                .filter(update ->
                        update.phase().equals("resolved") || update.phase().equals("completed"))
                .map(Update::at)
                .min(Comparator.naturalOrder());
    }
}
