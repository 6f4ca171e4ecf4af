package dev.candor.detect.monitor;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.platform.db.Tx;
import java.util.List;
import java.util.Optional;

/// Which monitors have told of a failure and not yet of its end. What they see is not over, whatever people click.
public final class StillFailing {
    private static final String PREFIX = "monitor/";

    private final MonitorStore store;
    private final Catalogs catalogs;

    public StillFailing(MonitorStore store, Catalogs catalogs) {
        this.store = store;
        this.catalogs = catalogs;
    }

    /// The dedup key of the alert of a monitor.
    public static String key(String monitor) {
        return PREFIX + monitor;
    }

    /// Why nobody may say it is over, for a person.
    ///
    /// @param monitors those that still see the failure, at least one
    public static String objection(List<String> monitors) {
        return String.join(", ", monitors)
                + " still sees the failure. It ends by itself when the monitor is well; if the monitor is wrong, pause or correct it first.";
    }

    /// Those that failed for this service and still do, by name.
    public List<Item<Monitor>> at(Tx tx, String service) {
        return catalogs.current().all(Monitor.KIND).stream()
                .filter(monitor -> fails(tx, monitor, service))
                .toList();
    }

    /// The monitor whose alert has this service and dedup key, if it still sees the failure.
    public Optional<String> behind(Tx tx, String service, String key) {
        return monitor(key).filter(monitor -> fails(tx, monitor, service)).map(Item::name);
    }

    /// Whether somebody looks at what the alert with this service and dedup key is about, so that its end will be
    /// told: a monitor that belongs to the service and is not paused.
    public boolean watched(Tx tx, String service, String key) {
        return monitor(key)
                .filter(monitor -> monitor.value().service().equals(service))
                .filter(monitor -> !store.isPaused(tx, monitor.id()))
                .isPresent();
    }

    private Optional<Item<Monitor>> monitor(String key) {
        return key.startsWith(PREFIX)
                ? catalogs.current().item(Monitor.KIND, key.substring(PREFIX.length()))
                : Optional.empty();
    }

    private boolean fails(Tx tx, Item<Monitor> monitor, String service) {
        return monitor.value().service().equals(service)
                && store.state(tx, monitor.id())
                        .filter(MonitorState::signalling)
                        .filter(state -> state.told()
                                .filter(told -> !told.service().equals(service))
                                .isEmpty())
                        .isPresent()
                && !store.isPaused(tx, monitor.id());
    }
}
