package dev.candor.paging.proof;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Maintenance;
import dev.candor.catalog.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// A maintenance during which alerts page nobody: one that runs, or one that is planned for very long. Pure.
///
/// @param services that it silences and that there are
public record Silence(Maintenance maintenance, List<String> services) {
    /// Planned work that takes longer is said before it begins.
    static final Duration LONG = Duration.ofHours(24);

    /// @param open maintenances, soonest first
    static List<Silence> of(List<Maintenance> open, Catalog catalog) {
        return open.stream()
                .map(maintenance -> new Silence(
                        maintenance,
                        maintenance.services().stream()
                                .filter(service ->
                                        catalog.find(Service.KIND, service).isPresent())
                                .toList()))
                .filter(silence -> !silence.services().isEmpty() && (silence.now() || silence.isLong()))
                .toList();
    }

    /// Whether it runs.
    public boolean now() {
        return maintenance.active();
    }

    private boolean isLong() {
        return Duration.between(maintenance.scheduledFor(), maintenance.scheduledUntil())
                        .compareTo(LONG)
                > 0;
    }

    /// What is silent until when: `shop is silenced by the maintenance New pipes until 2026-03-02 05:00 UTC`.
    public String words(Instant now) {
        String who = String.join(", ", services) + (services.size() == 1 ? " is" : " are");
        String from = now() ? "" : "from " + shown(maintenance.scheduledFor()) + " ";
        return who + (now() ? "" : " going to be") + " silenced by the maintenance " + maintenance.name() + " " + from
                + end(now);
    }

    private String end(Instant now) {
        String until = shown(maintenance.scheduledUntil());
        if (maintenance.automatic()) {
            return "until " + until;
        }
        return maintenance.scheduledUntil().isAfter(now)
                ? "until somebody completes it, planned for " + until
                : "that was to end at " + until + " and goes on until somebody completes it";
    }

    static String shown(Instant at) {
        return at.truncatedTo(ChronoUnit.MINUTES).toString().replace('T', ' ').replace(":00Z", " UTC");
    }
}
