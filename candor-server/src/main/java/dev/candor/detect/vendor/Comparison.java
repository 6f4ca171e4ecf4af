package dev.candor.detect.vendor;

import dev.candor.detect.vendor.VendorReport.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One event as the vendor reported it beside what our monitors measured. Pure.
public sealed interface Comparison {
    /// What we measured belongs to it when it began at most this long before they say it began, …
    Duration LEAD = Duration.ofHours(6);
    /// … was still there so shortly before, …
    Duration NEAR = Duration.ofMinutes(30);
    /// … and began no later than this after their end.
    Duration TAIL = Duration.ofMinutes(15);

    /// No monitor of ours looked at their hosts then, or it is planned work, or it is dated ahead.
    record NotMeasured() implements Comparison {}

    /// We measured it before they said so.
    record WeFirst(String monitor, Instant measuredAt, Duration by) implements Comparison {}

    /// They said so before we measured it.
    record TheyFirst(String monitor, Instant measuredAt, Duration by) implements Comparison {}

    /// They say trouble, we saw none.
    record TheyOnly() implements Comparison {}

    /// @param event its `saidAt` as we keep it, never before a look of ours that had not seen it
    /// @param ours trouble on their hosts
    /// @param watchedSince since when a monitor of ours looks at them; empty when none does
    static Comparison of(Event event, List<Trouble> ours, Optional<Instant> watchedSince, Instant now) {
        Instant end = event.endedAt().orElse(now);
        if (event.planned()
                || event.isAhead(now)
                || watchedSince.filter(since -> since.isBefore(end)).isEmpty()) {
            return new NotMeasured();
        }
        Optional<Trouble> first =
                ours.stream().filter(trouble -> belongs(trouble, event, now)).min(Comparator.comparing(Trouble::from));
        if (first.isEmpty()) {
            return new TheyOnly();
        }
        Instant measured = first.get().from();
        Duration by = Duration.between(measured, event.saidAt());
        return by.isNegative()
                ? new TheyFirst(first.get().monitor(), measured, by.negated())
                : new WeFirst(first.get().monitor(), measured, by);
    }

    /// Trouble that began long before their first word is another story.
    static boolean belongs(Trouble trouble, Event event, Instant now) {
        Instant start = event.startedAt().isBefore(event.saidAt()) ? event.startedAt() : event.saidAt();
        return !trouble.from().isBefore(start.minus(LEAD))
                && trouble.touches(
                        start.minus(NEAR), event.endedAt().orElse(now).plus(TAIL));
    }

    /// For people, after "They reported … :".
    default String words() {
        return switch (this) {
            case NotMeasured _ -> "no monitor of ours looked at them then";
            case WeFirst(String monitor, Instant _, Duration by) ->
                by.toSeconds() < 60
                        ? "we measured it at " + monitor + " when they said so"
                        : "we measured it at " + monitor + " " + span(by) + " before they said so";
            case TheyFirst(String monitor, Instant _, Duration by) ->
                "we measured it at " + monitor + " " + span(by) + " after they said so";
            case TheyOnly _ -> "they say trouble, we see none";
        };
    }

    /// `14 min`, `2 h 5 min`, `3 days`.
    static String span(Duration span) {
        long minutes = span.toMinutes();
        if (minutes < 1) {
            return Math.max(1, span.toSeconds()) + " s";
        }
        if (minutes < 60) {
            return minutes + " min";
        }
        if (minutes < 48 * 60) {
            return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
        }
        return minutes / (24 * 60) + " days";
    }
}
