package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Item;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.vendor.VendorViews;
import dev.candor.paging.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What vendors say beside our own evidence: for a monitor, an alert, the alerts of an incident.
final class VendorsBeside {
    private static final int SHOWN = 10;
    /// How far back a monitor's screen looks.
    private static final Duration RECENT = Duration.ofHours(6);

    private final Candor candor;

    VendorsBeside(Candor candor) {
        this.candor = candor;
    }

    List<VendorViews.Beside> of(Item<Monitor> monitor, Instant now) {
        VendorViews views = candor.vendorViews();
        return candor.platform()
                .ledger()
                .read(tx -> views.beside(tx, monitor, now.minus(RECENT), Optional.empty(), now));
    }

    List<VendorViews.Beside> of(List<Alert> alerts, Instant now) {
        VendorViews views = candor.vendorViews();
        return candor.platform()
                .ledger()
                .read(tx -> alerts.stream()
                        .filter(alert -> alert.source().startsWith("monitor/"))
                        .flatMap(alert ->
                                candor
                                        .catalogs()
                                        .current()
                                        .item(Monitor.KIND, alert.source().substring("monitor/".length()))
                                        .stream()
                                        .flatMap(monitor ->
                                                views
                                                        .beside(tx, monitor, alert.startedAt(), ended(alert), now)
                                                        .stream()))
                        .distinct()
                        .limit(SHOWN)
                        .toList());
    }

    private static Optional<Instant> ended(Alert alert) {
        return alert.open() ? Optional.empty() : Optional.of(alert.lastSignalAt());
    }
}
