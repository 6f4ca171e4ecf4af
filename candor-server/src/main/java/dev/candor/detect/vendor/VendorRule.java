package dev.candor.detect.vendor;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a look at a vendor's page changes. Pure.
final class VendorRule {
    /// How long trouble that was told stays told while their page cannot be read.
    static final Duration KEPT = Duration.ofHours(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

    /// What a service hears.
    enum Word {
        FIRING,
        RECOVERED,
        WITHDRAWN
    }

    /// @param changed whether the standing is another one: worth a row in the history
    /// @param tells services, and what each hears now
    record Decision(VendorState after, boolean changed, Map<String, Word> tells) {}

    private VendorRule() {}

    /// @param seen empty when nothing changed since the last look
    /// @param verdict of the report in `seen`, or of the one before when nothing changed; empty when unreadable
    /// @param services whose monitors look at this vendor
    static Decision decide(
            VendorState before,
            PageFetch.Fetched seen,
            Optional<VendorVerdict> verdict,
            Vendor vendor,
            Set<String> services,
            Instant now) {
        String unreadable = seen.read()
                .filter(Read.Unreadable.class::isInstance)
                .map(read -> ((Read.Unreadable) read).because())
                .orElse("");
        boolean read = unreadable.isEmpty();
        var next = new VendorState(
                vendor.page().toString(),
                read ? seen.source() : before.source(),
                read ? seen.tags() : Map.of(),
                now,
                read ? Optional.of(now) : before.readAt(),
                unreadable,
                read ? 0 : before.failures() + 1,
                verdict.map(VendorVerdict::standing).orElse(before.said()),
                verdict.map(VendorVerdict::why).orElse(before.why()),
                before.since(),
                before.told());
        boolean first = before.readAt().isEmpty() && before.failures() == 0;
        boolean changed = first || next.standing() != before.standing() || next.readable() != before.readable();
        Map<String, Word> tells = tells(next, vendor, services, now);
        return new Decision(after(next, changed ? now : before.since(), told(next, vendor, tells)), changed, tells);
    }

    private static Map<String, Word> tells(VendorState next, Vendor vendor, Set<String> services, Instant now) {
        var tells = new LinkedHashMap<String, Word>();
        boolean never = vendor.tell() == Vendor.Tell.NEVER;
        for (String service : next.told().keySet()) {
            if (never || !services.contains(service)) {
                tells.put(service, Word.WITHDRAWN);
            } else if (!next.readable()) {
                boolean long_ =
                        next.readAt().map(at -> at.plus(KEPT).isBefore(now)).orElse(true);
                if (long_) {
                    tells.put(service, Word.WITHDRAWN);
                }
            } else if (next.said() == Standing.OPERATIONAL || next.said() == Standing.UNDER_MAINTENANCE) {
                tells.put(service, Word.RECOVERED);
            }
        }
        if (!never
                && next.readable()
                && next.unreadable().isEmpty()
                && next.said().isTrouble()) {
            String how = vendor.tell().name();
            services.stream()
                    .filter(service -> !how.equals(next.told().get(service)))
                    .forEach(service -> tells.put(service, Word.FIRING));
        }
        return tells;
    }

    private static Map<String, String> told(VendorState next, Vendor vendor, Map<String, Word> tells) {
        var told = new LinkedHashMap<>(next.told());
        tells.forEach((service, word) -> {
            if (word == Word.FIRING) {
                told.put(service, vendor.tell().name());
            } else {
                told.remove(service);
            }
        });
        return told;
    }

    private static VendorState after(VendorState next, Instant since, Map<String, String> told) {
        return new VendorState(
                next.page(),
                next.source(),
                next.tags(),
                next.lookedAt(),
                next.readAt(),
                next.unreadable(),
                next.failures(),
                next.said(),
                next.why(),
                since,
                Map.copyOf(told));
    }

    /// When to look again: a tenth sooner or later by chance, and ever more seldom at a page that cannot be read.
    ///
    /// @param chance from 0 to below 1
    static Instant due(Vendor vendor, VendorState after, Instant now, double chance) {
        Duration every = vendor.every();
        Duration pause = every.multipliedBy(1L << Math.min(6, Math.max(0, after.failures() - 1)));
        Duration longest = LONGEST_PAUSE.compareTo(every) > 0 ? LONGEST_PAUSE : every;
        Duration spread = pause.compareTo(longest) > 0 ? longest : pause;
        return now.plusMillis((long) (spread.toMillis() * (0.9 + chance * 0.2)));
    }

    /// When they first spoke of an event, told honestly: what was not there when we looked before was said after it,
    /// whatever date it bears. Old events that come into sight only now keep theirs.
    static Instant saidAt(VendorReport.Event event, Optional<Instant> readBefore) {
        return readBefore
                .filter(before -> before.isAfter(event.saidAt()))
                .filter(before -> event.endedAt()
                        .map(end -> end.plus(Duration.ofDays(1)).isAfter(before))
                        .orElse(true))
                .orElse(event.saidAt());
    }

    /// Which services those monitors belong to. Sorted, so that a decision is always the same.
    static Set<String> services(java.util.Collection<String> services) {
        return services.stream().collect(Collectors.toCollection(java.util.TreeSet::new));
    }
}
