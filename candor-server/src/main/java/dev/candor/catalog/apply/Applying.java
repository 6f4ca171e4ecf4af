package dev.candor.catalog.apply;

import dev.candor.base.ids.Ids;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Person;
import dev.candor.catalog.document.DocumentSet;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Node;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Place;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.auth.Role;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Brings files, forms and API bodies into the catalog: all or nothing, with every mistake reported.
public final class Applying {
    private static final String PEOPLE = "people";
    private static final String LAST_ADMIN = "is the last admin: nobody could administer Candor any more";
    private static final String LEFT_DOTS =
            "has dots where no secret was, or sends a secret to an address it did not go to before: write the secret itself once more";

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
            List<CatalogStore.Stored> rows = locked(tx);
            var loaded = new ConfigFiles(store.kinds()).read(texts, environment, madeInConsole(rows));
            if (!loaded.problems().isEmpty()) {
                return new Outcome(loaded.problems(), new Plan(List.of(), List.of()));
            }
            Plan plan = Plan.between(
                    loaded.documents(), rows.stream().map(this::opened).toList());
            var conflicts = new ArrayList<Problem>();
            plan.conflicts().forEach(line -> conflicts.add(new Problem(new Place("catalog", 0), "", line)));
            conflicts.addAll(stillUsed(plan, rows));
            conflicts.addAll(withoutAdmin(new Place("catalog", 0), rows, after(rows, plan)));
            if (!conflicts.isEmpty()) {
                return new Outcome(List.copyOf(conflicts), plan);
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

    /// Makes or changes one document from the console or API. Secrets that come back as the dots they were shown as
    /// stay what they were. Gives the problems; empty means done.
    public List<Problem> save(String kindName, Node given, String actor, String address) {
        Kind<?> kind = store.kinds().get(kindName);
        if (kind == null) {
            return List.of(new Problem(new Place("request", 0), "", "no kind " + kindName));
        }
        String name = ConfigFiles.nameOf(given);
        List<Problem> found = ledger.inTransaction(tx -> {
            List<CatalogStore.Stored> rows = locked(tx);
            var problems = new ArrayList<Problem>();
            Node document = withSecrets(given, kindName, name, rows);
            var set = new DocumentSet(problems);
            others(rows, kindName, name)
                    .forEach(other -> set.known(
                            Objects.requireNonNull(store.kinds().get(other.kind())), other.name(), other.document()));
            set.read(kind, name, document, kind.singular());
            LeftDots.report(document, kind.singular(), LEFT_DOTS, problems);
            set.checkReferences();
            problems.addAll(withoutAdmin(document.place(), rows, after(rows, kindName, name, Nodes.tree(document))));
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

    /// Everything stored, and nobody else changes it before we are through: what is decided on it holds at the
    /// commit.
    private List<CatalogStore.Stored> locked(Tx tx) {
        tx.lock("catalog");
        return store.rows(tx);
    }

    /// Whoever took the last admin's role would be locked out with everybody else.
    ///
    /// @param after every admin there would be
    private static List<Problem> withoutAdmin(Place place, List<CatalogStore.Stored> before, Set<String> after) {
        return after.isEmpty()
                ? admins(before).stream()
                        .map(name -> new Problem(place, name, LAST_ADMIN))
                        .toList()
                : List.of();
    }

    private static Set<String> admins(List<CatalogStore.Stored> rows) {
        return rows.stream()
                .filter(row -> row.kind().equals(PEOPLE) && isAdmin(row.document()))
                .map(CatalogStore.Stored::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The admins when one document has changed.
    ///
    /// @param document null when it is deleted
    private static Set<String> after(
            List<CatalogStore.Stored> rows, String kind, String name, @Nullable Object document) {
        Set<String> admins = admins(rows);
        change(admins, kind, name, document);
        return admins;
    }

    /// The admins when a plan is carried out.
    private static Set<String> after(List<CatalogStore.Stored> rows, Plan plan) {
        Set<String> admins = admins(rows);
        for (Plan.Change change : plan.changes()) {
            Object document = switch (change) {
                case Plan.Change.Create create -> Nodes.tree(create.document());
                case Plan.Change.Update update -> Nodes.tree(update.document());
                case Plan.Change.Delete _ -> null;
            };
            change(admins, change.kind(), change.name(), document);
        }
        return admins;
    }

    private static void change(Set<String> admins, String kind, String name, @Nullable Object document) {
        if (kind.equals(PEOPLE)) {
            admins.remove(name);
            if (isAdmin(document)) {
                admins.add(name);
            }
        }
    }

    private static boolean isAdmin(@Nullable Object person) {
        if (!(person instanceof Map<?, ?>)) {
            return false;
        }
        // Read as whoever signs in is read: a role may be written in capitals.
        Person read = Person.KIND
                .reader()
                .apply(Reading.of(Nodes.json("person", person), "", new ArrayList<>(), new ArrayList<>()));
        return read.role() == Role.ADMIN && !read.disabled();
    }

    private Node withSecrets(Node given, String kind, String name, List<CatalogStore.Stored> rows) {
        Object tree = Nodes.tree(given);
        if (!CatalogStore.hasDots(tree)) {
            return given;
        }
        Object before = rows.stream()
                .filter(row -> row.kind().equals(kind) && row.name().equals(name))
                .findFirst()
                .<Object>map(CatalogStore.Stored::document)
                .orElse(Map.of());
        Object whole = store.unmasked(tree, before);
        return CatalogStore.hasDots(whole) ? given : Nodes.json("document", whole);
    }

    /// Deletes one document made in the console or by API. Gives the problems; empty means done.
    public List<Problem> delete(String kindName, String name, String actor, String address) {
        List<Problem> found = ledger.inTransaction(tx -> {
            List<CatalogStore.Stored> rows = locked(tx);
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
            List<Problem> problems = withoutAdmin(place, rows, after(rows, kindName, name, null));
            if (!problems.isEmpty()) {
                return problems;
            }
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
            if (kind != null
                    && references(kind, row).stream()
                            .anyMatch(reference -> reference.kind().equals(kindName)
                                    && reference.name().equals(name))) {
                used.add(new Problem(
                        new Place("request", 0), name, "is still used by " + kind.singular() + " " + row.name()));
            }
        }
        return used;
    }

    private List<Reading.Reference> references(Kind<?> kind, CatalogStore.Stored row) {
        var set = new DocumentSet(new ArrayList<>());
        set.read(kind, row.name(), node(row), "");
        return set.references();
    }

    /// What leaves the files although something made in the console still needs it.
    private List<Problem> stillUsed(Plan plan, List<CatalogStore.Stored> rows) {
        List<Plan.Change.Delete> leaving = plan.changes().stream()
                .filter(Plan.Change.Delete.class::isInstance)
                .map(Plan.Change.Delete.class::cast)
                .toList();
        if (leaving.isEmpty()) {
            return List.of();
        }
        List<CatalogStore.Stored> made =
                rows.stream().filter(row -> row.source().isEmpty()).toList();
        return leaving.stream()
                .flatMap(delete -> referencesTo(delete.kind(), delete.name(), made).stream())
                .map(problem ->
                        new Problem(new Place("catalog", 0), problem.path(), "left its file, but " + problem.message()))
                .toList();
    }

    private Node node(CatalogStore.Stored row) {
        return Nodes.json("stored", opened(row).document());
    }

    @SuppressWarnings("unchecked") // a document opened is a document
    private CatalogStore.Stored opened(CatalogStore.Stored row) {
        var document = (Map<String, @Nullable Object>) Objects.requireNonNull(store.opened(row.document()));
        return new CatalogStore.Stored(
                row.id(), row.kind(), row.name(), document, row.source(), row.createdAt(), row.updatedAt());
    }

    private List<ConfigFiles.Configured> madeInConsole(List<CatalogStore.Stored> rows) {
        return rows.stream()
                .filter(row -> row.source().isEmpty())
                .map(this::configured)
                .toList();
    }

    /// Every document but this one.
    private List<ConfigFiles.Configured> others(List<CatalogStore.Stored> rows, String kind, String name) {
        return rows.stream()
                .filter(row -> store.kinds().containsKey(row.kind()))
                .filter(row -> !(row.kind().equals(kind) && row.name().equals(name)))
                .map(this::configured)
                .toList();
    }

    private ConfigFiles.Configured configured(CatalogStore.Stored row) {
        return new ConfigFiles.Configured(row.kind(), row.name(), node(row), row.source());
    }
}
