package dev.candor.catalog;

import dev.candor.catalog.document.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Everything configured, as it was at one instant. Immutable: loops take one and use it for a whole tick.
public final class Catalog {
    public static final Catalog EMPTY = new Catalog(Map.of());

    private final Map<String, Map<String, Item<?>>> byKind;

    /// @param byKind plural of the kind, then name, in order of name
    Catalog(Map<String, Map<String, Item<?>>> byKind) {
        this.byKind = byKind;
    }

    /// All items of a kind, by name.
    public <T> List<Item<T>> all(Kind<T> kind) {
        return of(kind).values().stream().toList();
    }

    public <T> Optional<Item<T>> item(Kind<T> kind, String name) {
        return Optional.ofNullable(of(kind).get(name));
    }

    public <T> Optional<T> find(Kind<T> kind, String name) {
        return item(kind, name).map(Item::value);
    }

    public <T> Optional<Item<T>> byId(Kind<T> kind, UUID id) {
        return of(kind).values().stream().filter(item -> item.id().equals(id)).findFirst();
    }

    /// The page with this slug.
    public Optional<Page> pageWithSlug(String slug) {
        return all(Page.KIND).stream()
                .map(Item::value)
                .filter(page -> page.slug().equals(slug))
                .findFirst();
    }

    /// The service that owns an intake key.
    public Optional<Service> serviceOfKey(String key) {
        return all(Service.KIND).stream()
                .map(Item::value)
                .filter(service -> service.intakeKeys().contains(key))
                .findFirst();
    }

    /// The same with one more item, or another one of that name.
    public <T> Catalog with(Kind<T> kind, Item<T> item) {
        var kinds = new LinkedHashMap<>(byKind);
        var items = new LinkedHashMap<String, Item<?>>(kinds.getOrDefault(kind.plural(), Map.of()));
        items.put(item.name(), item);
        kinds.put(kind.plural(), items);
        return new Catalog(kinds);
    }

    /// As it is stored.
    List<CatalogStore.Stored> rows() {
        var rows = new ArrayList<CatalogStore.Stored>();
        byKind.forEach((kind, items) -> items.values()
                .forEach(item -> rows.add(new CatalogStore.Stored(
                        item.id(),
                        kind,
                        item.name(),
                        item.document(),
                        item.source(),
                        item.createdAt(),
                        item.updatedAt()))));
        return rows;
    }

    @SuppressWarnings("unchecked") // the loader reads each kind with its own reader
    private <T> Map<String, Item<T>> of(Kind<T> kind) {
        return (Map<String, Item<T>>) (Map<String, ?>) byKind.getOrDefault(kind.plural(), new LinkedHashMap<>());
    }
}
