package dev.candor.detect.vendor;

import dev.candor.detect.vendor.VendorReport.Event;
import dev.candor.detect.vendor.VendorReport.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a report means for us: the worst of what matters. Never operational while an incident is open, whatever the
/// headline says. Pure.
///
/// @param why in words, the worst first
/// @param events what is open and matters, worst first
public record VendorVerdict(Standing standing, String why, List<Event> events) {
    /// Incidents nobody closed for so long, on a page whose components are well, are forgotten ones.
    private static final Duration FORGOTTEN = Duration.ofDays(30);

    static VendorVerdict of(VendorReport report, Vendor vendor, Instant now) {
        List<Part> parts = report.components().stream()
                .filter(part -> vendor.watches(part.name()))
                .toList();
        List<Event> events = report.events().stream()
                .filter(event -> event.counts(now) && touches(event, vendor) && !forgotten(event, now))
                .sorted(Comparator.comparingInt(event -> -impact(event).rank()))
                .toList();
        Standing standing = events.stream().map(VendorVerdict::impact).reduce(Standing.OPERATIONAL, Standing::worse);
        var why = new ArrayList<String>();
        events.forEach(event -> why.add(event.title()));
        for (Part part : parts) {
            standing = standing.worse(part.standing());
            if (part.standing() != Standing.OPERATIONAL) {
                why.add(part.name() + ": " + part.standing().word());
            }
        }
        if (vendor.components().isEmpty()) {
            standing = standing.worse(report.indicator());
        } else if (parts.isEmpty() && !report.components().isEmpty()) {
            standing = standing.worse(Standing.UNKNOWN);
            why.add("their page has none of the components we follow");
        } else if (parts.isEmpty()) {
            standing = standing.worse(report.indicator());
        }
        if (standing == Standing.UNKNOWN && why.isEmpty()) {
            why.add("their page says neither good nor bad");
        }
        return new VendorVerdict(standing, Plain.cut(String.join("; ", why), 500), events);
    }

    /// An open incident is trouble, also when they rate it as none.
    private static Standing impact(Event event) {
        return event.planned()
                ? Standing.UNDER_MAINTENANCE
                : event.impact().isTrouble() ? event.impact() : Standing.DEGRADED_PERFORMANCE;
    }

    /// An event that names no component may touch everything.
    static boolean touches(Event event, Vendor vendor) {
        return event.components().isEmpty() || event.components().stream().anyMatch(vendor::watches);
    }

    private static boolean forgotten(Event event, Instant now) {
        Instant touched = event.updates().isEmpty()
                ? event.saidAt()
                : event.updates().getFirst().at();
        return !event.planned() && touched.plus(FORGOTTEN).isBefore(now);
    }
}
