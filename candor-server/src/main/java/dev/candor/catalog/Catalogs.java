package dev.candor.catalog;

import dev.candor.platform.auth.People;
import dev.candor.platform.auth.Role;
import dev.candor.platform.db.Database;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The current catalog in memory, loaded again after every change. Answers also while the database is away.
public final class Catalogs implements People {
    private static final CatalogStore.Mark NEVER = new CatalogStore.Mark(-1, 0, 0);

    private final Database ledger;
    private final CatalogStore store;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Loaded loaded = new Loaded(Catalog.EMPTY, NEVER);

    private record Loaded(Catalog catalog, CatalogStore.Mark mark) {}

    public Catalogs(Database ledger, CatalogStore store) {
        this.ledger = ledger;
        this.store = store;
    }

    public Catalog current() {
        return loaded.catalog();
    }

    public CatalogStore store() {
        return store;
    }

    /// Loads what is stored now. Called after changes.
    public Catalog reload() {
        Loaded now = ledger.read(tx -> new Loaded(store.load(tx), store.mark(tx)));
        loaded = now;
        listeners.forEach(Runnable::run);
        return now.catalog();
    }

    /// Calls `listener` whenever the catalog was loaded, in the thread that did: who saved something finds it done.
    public void onLoaded(Runnable listener) {
        listeners.add(listener);
    }

    /// The safety net across processes: loads only when something is stored that was not loaded. Reading a hundred
    /// thousand documents again takes a second of CPU.
    public Catalog reloadIfChanged() {
        return ledger.read(store::mark).equals(loaded.mark()) ? current() : reload();
    }

    /// Keeps what is loaded in `copy`, when that holds another one.
    ///
    /// @throws java.io.UncheckedIOException when the disk refuses
    public void keep(CatalogCopy copy) {
        Loaded now = loaded;
        if (now.mark().rows() >= 0 && !copy.is(now.mark())) {
            copy.write(now.catalog().rows(), now.mark());
        }
    }

    /// Takes what was kept, until the ledger can be read; it is then loaded in any case.
    ///
    /// @return false when there is no copy that can be read
    public boolean recall(CatalogCopy copy) {
        Optional<Catalog> kept = copy.read().map(store::catalog);
        kept.ifPresent(catalog -> loaded = new Loaded(catalog, NEVER));
        return kept.isPresent();
    }

    /// What is loaded and holds a secret that no key of ours opens: `channels[ops]`.
    public List<String> unopenable() {
        return store.unopenable(current().rows());
    }

    @Override
    public Optional<Role> role(String person) {
        return current()
                .find(Person.KIND, person)
                .filter(found -> !found.disabled())
                .map(Person::role);
    }

    @Override
    public Optional<String> named(String nameOrEmail) {
        return current().all(Person.KIND).stream()
                .map(Item::value)
                .filter(person ->
                        person.name().equals(nameOrEmail) || person.email().equalsIgnoreCase(nameOrEmail))
                .map(Person::name)
                .findFirst();
    }
}
