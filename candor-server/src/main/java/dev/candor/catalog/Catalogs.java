package dev.candor.catalog;

import dev.candor.platform.auth.People;
import dev.candor.platform.auth.Role;
import dev.candor.platform.db.Database;
import java.util.Optional;

/// The current catalog in memory, loaded again after every change. Answers also while the database is away.
public final class Catalogs implements People {
    private final Database ledger;
    private final CatalogStore store;
    private volatile Catalog current = Catalog.EMPTY;

    public Catalogs(Database ledger, CatalogStore store) {
        this.ledger = ledger;
        this.store = store;
    }

    public Catalog current() {
        return current;
    }

    public CatalogStore store() {
        return store;
    }

    /// Loads what is stored now. Called after changes and, as the safety net across processes, now and then.
    public Catalog reload() {
        Catalog loaded = ledger.read(store::load);
        current = loaded;
        return loaded;
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
