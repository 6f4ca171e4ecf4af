package dev.candor.detect.vendor;

import dev.candor.detect.vendor.VendorReport.Event;
import dev.candor.detect.vendor.VendorReport.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Instatus' `summary.json` and `components.json`. Lists are absent when they are empty, dates are as JavaScript
/// prints them or ISO, `page.status` is a word or an object. Pure.
final class InstatusReader {
    private InstatusReader() {}

    /// @param more `components.json`, where it could be read
    static Read read(Tree summary, Optional<Tree> more, Instant now) {
        Optional<Tree> page = summary.tree("page");
        Optional<String> word = page.map(it -> it.tree("status")
                        .map(status -> status.has("type") ? status.text("type") : status.text("text"))
                        .orElseGet(() -> it.text("status")))
                .filter(it -> !it.isEmpty());
        if (page.isEmpty() || word.isEmpty() || summary.isList("incidents")) {
            return new Read.Unreadable("it has no `page` with a `status`, as an Instatus summary has");
        }
        var events = new ArrayList<Event>();
        summary.trees("activeIncidents").forEach(tree -> event(tree, false, now).ifPresent(events::add));
        summary.trees("activeMaintenances")
                .forEach(tree -> event(tree, true, now).ifPresent(events::add));
        Standing impacts = events.stream()
                .filter(event -> !event.planned() && event.open())
                .map(Event::impact)
                .reduce(Standing.DEGRADED_PERFORMANCE, Standing::worse);
        Standing indicator = switch (word.get().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "")) {
            case "HASISSUES" -> impacts;
            default -> Standing.of(word.get());
        };
        return new Read.Said(new VendorReport(
                Vendor.Format.INSTATUS,
                page.get().text("name"),
                indicator,
                more.map(InstatusReader::parts).orElse(List.of()),
                events,
                true,
                StatuspageReader.latest(
                        page.get().firstTime("updated", "updatedAt"),
                        events.stream().map(Event::saidAt).max(Comparator.naturalOrder()))));
    }

    private static List<Part> parts(Tree document) {
        return document.trees("components").stream()
                .filter(component -> !component.text("name").isEmpty())
                .map(component -> new Part(
                        component.text("name"),
                        component.tree("group").map(group -> group.text("name")).orElse(""),
                        Standing.of(component.text("status"))))
                .toList();
    }

    private static Optional<Event> event(Tree tree, boolean planned, Instant now) {
        String title = tree.text("name");
        if (title.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> told = tree.firstTime("started", "start");
        Instant began = told.orElse(now);
        String phase = switch (tree.text("status").toUpperCase(Locale.ROOT)) {
            case "NOTSTARTEDYET" -> "scheduled";
            case "INPROGRESS" -> "in_progress";
            default -> tree.text("status").toLowerCase(Locale.ROOT);
        };
        boolean over = phase.equals("resolved") || phase.equals("completed");
        Optional<Instant> planEnd = tree.text("duration").matches("[0-9]{1,6}")
                ? Optional.of(began.plus(Duration.ofMinutes(Long.parseLong(tree.text("duration")))))
                : Optional.empty();
        String link = tree.link("url");
        String id = tree.id("id").isEmpty() ? link.isEmpty() ? title + "@" + told : link : tree.id("id");
        Standing impact = planned ? Standing.UNDER_MAINTENANCE : Standing.of(tree.text("impact"));
        return Optional.of(new Event(
                Plain.cut(id, 200),
                title,
                planned,
                phase,
                impact,
                began,
                began.isAfter(now) ? now : began,
                over ? Optional.of(planEnd.filter(now::isAfter).orElse(now)) : Optional.empty(),
                List.of(),
                List.of(),
                link));
    }
}
