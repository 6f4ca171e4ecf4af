package dev.candor.app;

import dev.candor.catalog.CatalogCopy;
import dev.candor.catalog.Catalogs;
import dev.candor.platform.db.DatabaseException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The databases brought up and the catalog read: now, or as soon as they are there. Meanwhile the catalog is the one
/// this machine knows.
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private final Settings settings;
    private final Databases databases;
    private final Catalogs catalogs;
    private final CatalogCopy copy;
    private final List<Runnable> prepared = new CopyOnWriteArrayList<>();
    private volatile boolean opened;

    Opening(Settings settings, Databases databases, Catalogs catalogs, CatalogCopy copy) {
        this.settings = settings;
        this.databases = databases;
        this.catalogs = catalogs;
        this.copy = copy;
    }

    boolean opened() {
        return opened;
    }

    /// Opens; with the database away, recalls the catalog instead.
    ///
    /// @throws IllegalStateException when waiting would not help: a wrong password, a newer schema, a strange key
    void openOrRecall() {
        try {
            open();
        } catch (DatabaseException failure) {
            if (!Arrival.isAway(failure)) {
                throw failure;
            }
            boolean known = catalogs.recall(copy);
            LOG.warn(
                    "{}; {}",
                    failure.getMessage(),
                    known
                            ? "pages, doors and people on call are those this machine knows"
                            : "this machine has no copy of the configuration yet: doors know no keys");
        }
    }

    private void open() {
        if (!opened) {
            databases.bringUp();
            catalogs.reload();
            refuseStrangeKey();
            keepCatalog();
            opened = true;
        }
    }

    /// Keeps the catalog for a start without its database.
    void keepCatalog() {
        try {
            catalogs.keep(copy);
        } catch (UncheckedIOException disk) {
            LOG.warn("The catalog could not be kept for a start without its database: {}", disk.toString());
        }
    }

    /// Going on without its secrets would send unsigned webhooks and monitors that cannot log in.
    private void refuseStrangeKey() {
        List<String> closed = catalogs.unopenable();
        if (!closed.isEmpty()) {
            throw new IllegalStateException("the secrets of " + String.join(", ", closed)
                    + " cannot be opened: they were sealed with another key than the one in "
                    + (settings.secretsKeys().isEmpty() ? settings.data().resolve("secrets.key") : "secrets-key")
                    + "; bring that key back, from a backup if need be");
        }
    }

    /// What has to be done with the database before the loops run: at once, or by {@link #complete()}.
    void prepare(Runnable step) {
        try {
            if (opened) {
                step.run();
                return;
            }
        } catch (DatabaseException failure) {
            if (!Arrival.isAway(failure)) {
                throw failure;
            }
        }
        prepared.add(step);
    }

    /// Opens what is not open yet and does what was prepared. May be repeated.
    void complete() {
        open();
        while (!prepared.isEmpty()) {
            prepared.getFirst().run();
            prepared.removeFirst();
        }
    }
}
