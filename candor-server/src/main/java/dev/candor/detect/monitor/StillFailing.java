package dev.candor.detect.monitor;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.platform.db.Tx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

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

    /// Something that looks: a monitor, or one place of it.
    ///
    /// @param monitor what is paused with it
    private record Looking(Item<Monitor> item, UUID monitor) {
        static Stream<Looking> of(Item<Monitor> monitor) {
            return Stream.concat(Stream.of(monitor), FromPlace.all(monitor).stream())
                    .map(item -> new Looking(item, monitor.id()));
        }
    }

    /// Those that failed for this service and still do, by name.
    public List<Item<Monitor>> at(Tx tx, String service) {
        return of(service)
                .filter(looking -> fails(tx, looking, service))
                .map(Looking::item)
                .toList();
    }

    /// The monitor whose alert has this service and dedup key, if it still sees the failure.
    public Optional<String> behind(Tx tx, String service, String key) {
        return looking(service, key)
                .filter(looking -> fails(tx, looking, service))
                .map(looking -> looking.item().name());
    }

    /// Whether somebody looks at what the alert with this service and dedup key is about, so that its end will be
    /// told: a monitor that belongs to the service and is not paused.
    public boolean watched(Tx tx, String service, String key) {
        return looking(service, key)
                .filter(looking -> !store.isPaused(tx, looking.monitor()))
                .isPresent();
    }

    private Stream<Looking> of(String service) {
        return catalogs.current().all(Monitor.KIND).stream()
                .filter(monitor -> monitor.value().service().equals(service))
                .flatMap(Looking::of);
    }

    private Optional<Looking> looking(String service, String key) {
        return key.startsWith(PREFIX)
                ? of(service)
                        .filter(looking -> key.equals(key(looking.item().name())))
                        .findFirst()
                : Optional.empty();
    }

    private boolean fails(Tx tx, Looking looking, String service) {
        return store.state(tx, looking.item().id())
                        .filter(MonitorState::signalling)
                        .filter(state -> state.told()
                                .filter(told -> !told.service().equals(service))
                                .isEmpty())
                        .isPresent()
                && !store.isPaused(tx, looking.monitor());
    }
}
