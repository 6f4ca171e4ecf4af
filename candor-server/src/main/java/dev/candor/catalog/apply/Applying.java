package dev.candor.catalog.apply;

import dev.candor.base.ids.Ids;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Node;
import dev.candor.catalog.document.Place;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings files, forms and API bodies into the catalog: all or nothing, with every mistake reported.
public final class Applying {
    private final Database ledger;
    private final Catalogs catalogs;
    private final CatalogStore store;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    public Applying(Database ledger, Catalogs catalogs, Audit audit, Ids ids, InstantSource clock) {
        this.ledger = ledger;
        this.catalogs = catalogs;
        this.store = catalogs.store();
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /// What came of it: problems and nothing else, or the plan (done, unless only planned).
    public record Outcome(List<Problem> problems, Plan plan) {}

    /// @param texts file name to YAML text, complete: what is not in them any more is deleted
    public Outcome files(Map<String, String> texts, Map<String, String> environment, boolean onlyPlan, String actor) {
        Outcome outcome = ledger.inTransaction(tx -> {
            List<CatalogStore.Stored> rows = store.rows(tx);
            var loaded = new ConfigFiles(store.kinds()).read(texts, environment, madeInConsole(rows));
            if (!loaded.problems().isEmpty()) {
                return new Outcome(loaded.problems(), new Plan(List.of(), List.of()));
            }
            Plan plan = Plan.between(
                    loaded.documents(), rows.stream().map(this::opened).toList());
            if (!plan.conflicts().isEmpty()) {
                return new Outcome(
                        plan.conflicts().stream()
                                .map(line -> new Problem(new Place("catalog", 0), "", line))
                                .toList(),
                        plan);
            }
            if (!onlyPlan) {
                plan.changes().forEach(change -> carryOut(tx, change, actor));
            }
            return new Outcome(List.of(), plan);
        });
        catalogs.reload();
        return outcome;
    }

    private void carryOut(Tx tx, Plan.Change change, String actor) {
        var now = clock.instant();
        switch (change) {
            case Plan.Change.Create create -> {
                store.save(tx, ids.next(), create.kind(), create.name(), create.document(), create.source(), now);
                audit.note(
                        tx, actor, "", "create", create.kind() + "/" + create.name(), "from " + create.source(), now);
            }
            case Plan.Change.Update update -> {
                store.save(tx, ids.next(), update.kind(), update.name(), update.document(), update.source(), now);
                audit.note(
                        tx,
                        actor,
                        "",
                        "update",
                        update.kind() + "/" + update.name(),
                        String.join("; ", update.differences()),
                        now);
            }
            case Plan.Change.Delete delete -> {
                store.delete(tx, delete.kind(), delete.name());
                audit.note(
                        tx, actor, "", "delete", delete.kind() + "/" + delete.name(), "left " + delete.source(), now);
            }
        }
    }

    /// Makes or changes one document from the console or API. Gives the problems; empty means done.
    public List<Problem> save(String kindName, Node document, String actor, String address) {
        Kind<?> kind = store.kinds().get(kindName);
        if (kind == null) {
            return List.of(new Problem(new Place("request", 0), "", "no kind " + kindName));
        }
        String name = ConfigFiles.nameOf(document);
        List<Problem> found = ledger.inTransaction(tx -> {
            List<CatalogStore.Stored> rows = store.rows(tx);
            var problems = new ArrayList<Problem>();
            var references = new ArrayList<Reading.Reference>();
            ConfigFiles.read(kind, document, kind.singular(), problems, references);
            ConfigFiles.checkReferences(references, List.of(), namesByKind(rows), problems);
            rows.stream()
                    .filter(row -> row.kind().equals(kindName)
                            && row.name().equals(name)
                            && !row.source().isEmpty())
                    .forEach(row -> problems.add(new Problem(
                            document.place(),
                            name,
                            "belongs to the file " + row.source() + ": change it there and apply")));
            if (problems.isEmpty()) {
                var now = clock.instant();
                store.save(tx, ids.next(), kindName, name, document, "", now);
                audit.note(tx, actor, address, "save", kindName + "/" + name, "", now);
            }
            return List.copyOf(problems);
        });
        catalogs.reload();
        return found;
    }

    /// Deletes one document made in the console or by API. Gives the problems; empty means done.
    public List<Problem> delete(String kindName, String name, String actor, String address) {
        List<Problem> found = ledger.inTransaction(tx -> {
            List<CatalogStore.Stored> rows = store.rows(tx);
            var place = new Place("request", 0);
            var row = rows.stream()
                    .filter(one -> one.kind().equals(kindName) && one.name().equals(name))
                    .findFirst();
            if (row.isEmpty()) {
                return List.of(new Problem(place, name, "is not among the " + kindName));
            }
            if (!row.get().source().isEmpty()) {
                return List.of(new Problem(
                        place, name, "belongs to the file " + row.get().source() + ": delete it there and apply"));
            }
            List<Problem> used = referencesTo(kindName, name, rows);
            if (used.isEmpty()) {
                store.delete(tx, kindName, name);
                audit.note(tx, actor, address, "delete", kindName + "/" + name, "", clock.instant());
            }
            return used;
        });
        catalogs.reload();
        return found;
    }

    private List<Problem> referencesTo(String kindName, String name, List<CatalogStore.Stored> rows) {
        var used = new ArrayList<Problem>();
        for (CatalogStore.Stored row : rows) {
            Kind<?> kind = store.kinds().get(row.kind());
            if (kind == null) {
                continue;
            }
            var references = new ArrayList<Reading.Reference>();
            ConfigFiles.read(
                    kind,
                    dev.candor.catalog.document.Nodes.json("stored", opened(row).document()),
                    "",
                    new ArrayList<>(),
                    references);
            if (references.stream()
                    .anyMatch(reference -> reference.kind().equals(kindName)
                            && reference.name().equals(name))) {
                used.add(new Problem(
                        new Place("request", 0), name, "is still used by " + kind.singular() + " " + row.name()));
            }
        }
        return used;
    }

    @SuppressWarnings("unchecked") // a document opened is a document
    private CatalogStore.Stored opened(CatalogStore.Stored row) {
        var document = (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(store.opened(row.document()));
        return new CatalogStore.Stored(
                row.id(), row.kind(), row.name(), document, row.source(), row.createdAt(), row.updatedAt());
    }

    private static Map<String, Set<String>> madeInConsole(List<CatalogStore.Stored> rows) {
        return namesByKind(rows.stream().filter(row -> row.source().isEmpty()).toList());
    }

    private static Map<String, Set<String>> namesByKind(List<CatalogStore.Stored> rows) {
        var names = new LinkedHashMap<String, Set<String>>();
        rows.forEach(row ->
                names.computeIfAbsent(row.kind(), _ -> new LinkedHashSet<>()).add(row.name()));
        return names;
    }
}
