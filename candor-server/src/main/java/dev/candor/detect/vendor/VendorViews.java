package dev.candor.detect.vendor;

import dev.candor.catalog.Item;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorStore;
import dev.candor.detect.monitor.MonitorStore.Flip;
import dev.candor.detect.vendor.VendorReport.Event;
import dev.candor.detect.vendor.VendorStore.Known;
import dev.candor.platform.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What is shown of vendors, read from the ledger.
public final class VendorViews {
    private static final int EVENTS = 100;
    private static final int CHANGES = 30;
    private static final int FLIPS = 200;
    private static final int MONITORS = 50;
    /// Vendors may speak of something hours after it was over for us.
    private static final Duration LATE_WORD = Duration.ofHours(2);

    /// A vendor as it stands.
    ///
    /// @param known empty before the first look
    /// @param open what they report now and matters, newest first
    public record Line(Item<Vendor> item, Optional<Known> known, List<VendorStore.Seen> open) {
        public Standing standing() {
            return known.map(it -> it.state().standing()).orElse(Standing.UNKNOWN);
        }

        public boolean readable() {
            return known.map(it -> it.state().readable()).orElse(true);
        }

        /// What the standing is called: `cannot be read` is not `unknown`.
        public String word() {
            return known.isEmpty() ? "not read yet" : readable() ? standing().word() : "cannot be read";
        }

        /// How much they report now; of a page that cannot be read nobody knows that it is nothing.
        public String openWords() {
            if (open.isEmpty()) {
                return known.isPresent() && readable() ? "nothing open" : "–";
            }
            return open.size() + " open";
        }

        /// Why, in words; may be empty.
        public String why() {
            return known.map(it -> readable()
                            ? it.state().why()
                            : "It cannot be read, because " + it.state().unreadable() + ".")
                    .orElse("");
        }
    }

    /// One vendor's screen.
    ///
    /// @param monitors of ours that look at them
    public record View(Line line, List<VendorStore.Change> changes, Honesty honesty, List<Item<Monitor>> monitors) {}

    /// What a vendor says, beside a monitor, alert or incident of ours.
    ///
    /// @param comparison what we measured of it
    public record Beside(String vendor, Event event, Comparison comparison) {
        /// When a monitor of ours first saw it.
        public Optional<Instant> measuredAt() {
            return switch (comparison) {
                case Comparison.WeFirst(String _, Instant at, Duration _) -> Optional.of(at);
                case Comparison.TheyFirst(String _, Instant at, Duration _) -> Optional.of(at);
                case Comparison.NotMeasured _, Comparison.TheyOnly _ -> Optional.empty();
            };
        }
    }

    private final Vendors vendors;
    private final MonitorStore monitors;

    public VendorViews(Vendors vendors, MonitorStore monitors) {
        this.vendors = vendors;
        this.monitors = monitors;
    }

    public Line line(Tx tx, Item<Vendor> item, Instant now) {
        return new Line(item, vendors.store().find(tx, item.id()), open(tx, item, now));
    }

    private List<VendorStore.Seen> open(Tx tx, Item<Vendor> item, Instant now) {
        return vendors.store().open(tx, item.id()).stream()
                .filter(seen -> VendorVerdict.touches(seen.event(), item.value())
                        && seen.event().counts(now))
                .toList();
    }

    public View view(Tx tx, Item<Vendor> item, Instant now) {
        List<Item<Monitor>> ours = vendors.monitors(item.value());
        List<VendorStore.Seen> events = vendors.store().events(tx, item.id(), EVENTS);
        return new View(
                line(tx, item, now),
                vendors.store().changes(tx, item.id(), CHANGES),
                Honesty.of(
                        events.stream()
                                .filter(seen -> VendorVerdict.touches(seen.event(), item.value()))
                                .toList(),
                        troubles(tx, ours),
                        watchedSince(ours),
                        item.createdAt(),
                        now),
                ours);
    }

    private List<Trouble> troubles(Tx tx, List<Item<Monitor>> ours) {
        var all = new ArrayList<Trouble>();
        ours.stream().limit(MONITORS).forEach(monitor -> {
            List<Flip> flips = monitors.flips(tx, monitor.id(), FLIPS);
            all.addAll(Trouble.of(monitor.name(), flips));
        });
        return all;
    }

    private static Optional<Instant> watchedSince(List<Item<Monitor>> ours) {
        return ours.stream().map(Item::createdAt).min(Comparator.naturalOrder());
    }

    /// What vendors of whom `monitor` looks at reported between two times; newest first.
    ///
    /// @param until empty for what goes on
    public List<Beside> beside(Tx tx, Item<Monitor> monitor, Instant from, Optional<Instant> until, Instant now) {
        Optional<Instant> latest = until.map(end -> end.plus(LATE_WORD));
        var all = new ArrayList<Beside>();
        for (Item<Vendor> vendor : vendors.of(monitor.value())) {
            List<Item<Monitor>> ours = vendors.monitors(vendor.value());
            List<Trouble> troubles = troubles(tx, ours);
            vendors.store().events(tx, vendor.id(), EVENTS).stream()
                    .map(VendorStore.Seen::event)
                    .filter(event -> VendorVerdict.touches(event, vendor.value()))
                    .filter(event -> event.counts(now) || endedAfter(event, from))
                    .filter(event -> latest.isEmpty() || !event.startedAt().isAfter(latest.get()))
                    .limit(5)
                    .forEach(event -> all.add(
                            new Beside(vendor.name(), event, Comparison.of(event, troubles, watchedSince(ours), now))));
        }
        return all;
    }

    private static boolean endedAfter(Event event, Instant from) {
        return event.endedAt()
                .map(end -> end.isAfter(from.minus(Duration.ofMinutes(15))))
                .orElse(false);
    }
}
