package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.app.console.form.Form;
import dev.candor.app.console.form.FormView;
import dev.candor.app.console.form.Forms;
import dev.candor.app.console.form.Posted;
import dev.candor.app.console.form.Shape;
import dev.candor.base.json.Json;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Item;
import dev.candor.catalog.Page;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Node;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Place;
import dev.candor.catalog.document.Problem;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Make, change and delete documents of one kind, by form or as YAML.
final class DocumentHttp {
    private static final int BODY = 512 << 10;
    private static final int MOST_FIELDS = 500;

    private final Console console;
    private final Candor candor;
    private final Form form;
    private final TryOnce tryOnce;

    DocumentHttp(Console console, Form form, TryOnce tryOnce) {
        this.console = console;
        this.candor = console.candor();
        this.form = form;
        this.tryOnce = tryOnce;
    }

    List<Route> routes() {
        Access write = Access.permitted(form.resource(), Action.WRITE);
        String root = form.root();
        return List.of(
                Route.get(root + "/new", write, this::blank),
                Route.of("POST", root + "/new", write, BODY, call -> take(call, Optional.empty())),
                Route.get(root + "/{name}/edit", write, this::edit),
                Route.of("POST", root + "/{name}/edit", write, BODY, call -> take(call, Optional.of(find(call)))),
                Route.get(root + "/{name}/delete", write, call -> confirm(call, 200, find(call), List.of())),
                Route.post(root + "/{name}/delete", write, this::delete));
    }

    private Item<?> find(Call call) {
        String name = call.value("name");
        return candor.catalogs().current().all(form.kind()).stream()
                .filter(item -> item.value() instanceof Page page
                        ? page.slug().equals(name)
                        : item.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Console.unknown(form.kind().singular() + " " + name));
    }

    @SuppressWarnings("unchecked") // a document masked is a document
    private Map<String, @Nullable Object> masked(Item<?> item) {
        return (Map<String, @Nullable Object>)
                Objects.requireNonNull(candor.catalogs().store().masked(item.document()));
    }

    /// The shape somebody chose for a new one; empty when there is nothing to choose, or nothing was chosen.
    private Optional<Shape> chosen(Call call) {
        return form.hasChoice() ? form.shape(call.query("kind", "")) : Optional.empty();
    }

    /// The shape of what is being made or changed.
    private Shape shape(Call call, Optional<Item<?>> item) {
        return item.map(one -> form.shape(one.document()))
                .or(() -> chosen(call))
                .orElse(form.shapes().getFirst());
    }

    private Answer blank(Call call) {
        if (form.hasChoice() && chosen(call).isEmpty() && call.query("as").isEmpty()) {
            String service =
                    call.query("service").filter(name -> name.length() <= 255).orElse("");
            return console.show(
                    call,
                    form.section(),
                    "New " + form.kind().singular(),
                    "shapes",
                    Map.of("form", form, "more", service.isEmpty() ? "" : "&service=" + Console.encoded(service)));
        }
        Shape shape = shape(call, Optional.empty());
        var tree = new LinkedHashMap<String, @Nullable Object>(shape.first());
        // A link may fill in what it knows: /monitors/new?service=shop
        shape.fields()
                .forEach(field -> call.query(field.key())
                        .filter(value -> value.length() <= 255)
                        .ifPresent(value -> tree.put(field.key(), value)));
        boolean yaml = call.query("as", "").equals("yaml");
        return screen(call, 200, Optional.empty(), new Draft(tree, "", yaml ? Documents.yaml(tree) : ""), List.of());
    }

    private Answer edit(Call call) {
        Item<?> item = find(call);
        Map<String, @Nullable Object> tree = masked(item);
        boolean yaml = item.ownedByFile() || call.query("as", "").equals("yaml");
        return screen(call, 200, Optional.of(item), new Draft(tree, "", yaml ? Documents.yaml(tree) : ""), List.of());
    }

    /// What somebody is writing.
    ///
    /// @param more the list that gets another item; may be empty
    /// @param yaml the document as text when it is edited as such; otherwise empty
    private record Draft(Map<String, @Nullable Object> tree, String more, String yaml) {}

    private Answer take(Call call, Optional<Item<?>> item) {
        return call.form().containsKey("document") ? takeYaml(call, item) : takeForm(call, item);
    }

    private Answer takeYaml(Call call, Optional<Item<?>> item) {
        String text = call.form("document");
        var problems = new ArrayList<Problem>();
        Node read = Nodes.yaml("document", text, Map.of(), problems);
        if (problems.isEmpty() && tries(call)) {
            return tried(call, item, read, new Draft(Map.of(), "", text));
        }
        if (problems.isEmpty()) {
            problems.addAll(keptName(read, item));
        }
        if (!problems.isEmpty()) {
            return screen(call, 422, item, new Draft(Map.of(), "", text), problems);
        }
        return save(call, item, read, new Draft(Map.of(), "", text));
    }

    private Answer takeForm(Call call, Optional<Item<?>> item) {
        if (call.form().size() > MOST_FIELDS) {
            throw Console.wrong("A form has at most " + MOST_FIELDS + " fields: edit this one as YAML.");
        }
        String what = call.form("do");
        var fields = new LinkedHashMap<>(call.form());
        item.ifPresent(one -> fields.put("name", List.of(one.name())));
        if (what.startsWith("remove:")) {
            fields.keySet().removeIf(key -> key.startsWith(what.substring("remove:".length()) + "."));
        }
        Shape shape = shape(call, item);
        Map<String, @Nullable Object> before = item.map(this::masked).orElseGet(() -> start(shape));
        Map<String, @Nullable Object> tree = new Posted(fields).over(shape.fields(), before);
        Map<String, @Nullable Object> clean = Posted.clean(tree);
        if (what.startsWith("add:")) {
            return screen(call, 200, item, new Draft(tree, what.substring("add:".length()), ""), List.of());
        }
        if (what.startsWith("remove:")) {
            return screen(call, 200, item, new Draft(tree, "", ""), List.of());
        }
        if (what.equals("yaml")) {
            return screen(call, 200, item, new Draft(tree, "", Documents.yaml(clean)), List.of());
        }
        if (tries(call)) {
            return tried(call, item, Nodes.json("form", clean), new Draft(tree, "", ""));
        }
        return save(call, item, Nodes.json("form", clean), new Draft(tree, "", ""));
    }

    /// What a new one is before anybody typed: its kind, where there are several.
    private Map<String, @Nullable Object> start(Shape shape) {
        var start = new LinkedHashMap<String, @Nullable Object>();
        if (form.hasChoice()) {
            start.put("kind", shape.first().get("kind"));
        }
        return start;
    }

    private boolean tries(Call call) {
        return call.form("do").equals("try") && form == Forms.MONITOR;
    }

    private Answer tried(Call call, Optional<Item<?>> item, Node document, Draft draft) {
        TryOnce.Tried tried = tryOnce.look(
                document,
                item.<Map<String, @Nullable Object>>map(Item::document).orElse(Map.of()));
        console.audit(call, "monitor.try", address(document));
        return screen(call, tried.problems().isEmpty() ? 200 : 422, item, draft, tried.problems(), tried.seen());
    }

    /// Where was looked, without what is secret in it.
    private static String address(Node document) {
        return document instanceof Node.Mapping mapping && mapping.entries().get("url") instanceof Node.Scalar url
                ? String.valueOf(CatalogStore.hidden(url.text()))
                : "";
    }

    private List<Problem> keptName(Node document, Optional<Item<?>> item) {
        Optional<String> given = Documents.name(document);
        String what = form.kind().singular();
        if (item.isPresent() && !given.equals(Optional.of(item.get().name()))) {
            return List.of(new Problem(
                    document.place(),
                    what + ".name",
                    "a " + what + " keeps its name; make a new one and delete the old"));
        }
        if (item.isEmpty() && given.flatMap(name -> there(form.kind(), name)).isPresent()) {
            return List.of(
                    new Problem(document.place(), what + ".name", "there is a " + what + " of this name already"));
        }
        return List.of();
    }

    private <T> Optional<Item<T>> there(Kind<T> kind, String name) {
        return candor.catalogs().current().item(kind, name);
    }

    private Answer save(Call call, Optional<Item<?>> item, Node document, Draft draft) {
        var problems = new ArrayList<>(keptName(document, item));
        String seen = call.form("seen");
        if (problems.isEmpty() && item.isPresent() && !seen.isEmpty() && !seen.equals(version(item.get()))) {
            problems.add(
                    new Problem(
                            new Place("form", 0),
                            "",
                            "somebody changed it since you opened it; what you see here is yours: save again to replace theirs"));
        }
        if (!problems.isEmpty()) {
            return screen(call, item.isPresent() ? 409 : 422, item, draft, problems);
        }
        return console.once().answer(call, () -> {
            List<Problem> refused = candor.applying()
                    .save(form.kind().plural(), document, call.principal().actor(), call.address());
            return refused.isEmpty()
                    ? Console.back(after(Documents.name(document).orElse("")), "saved")
                    : screen(call, 422, item, draft, refused);
        });
    }

    /// Where the saved document is seen.
    private String after(String name) {
        return switch (form.root()) {
            case "/monitors", "/services", "/locations", "/log-sources" -> form.root() + "/" + Console.encoded(name);
            case "/pages" ->
                candor.catalogs()
                        .current()
                        .find(Page.KIND, name)
                        .map(page -> "/pages/" + page.slug())
                        .orElse("/pages");
            case "/teams" -> "/people";
            default -> form.root();
        };
    }

    private Answer screen(Call call, int status, Optional<Item<?>> item, Draft draft, List<Problem> problems) {
        return screen(call, status, item, draft, problems, Optional.empty());
    }

    private Answer screen(
            Call call,
            int status,
            Optional<Item<?>> item,
            Draft draft,
            List<Problem> problems,
            Optional<TryOnce.Seen> seen) {
        var names = new LinkedHashMap<String, List<String>>();
        for (Kind<?> kind : Candor.KINDS) {
            List<String> all = names(kind);
            // Nothing refers to itself.
            boolean own = kind == form.kind() && item.isPresent();
            names.put(
                    kind.plural(),
                    own
                            ? all.stream()
                                    .filter(name -> !name.equals(item.get().name()))
                                    .toList()
                            : all);
        }
        Shape shape = shape(call, item);
        FormView shown = FormView.of(
                shape.groups(), draft.tree(), names, draft.more(), form.kind().singular(), problems);
        String yaml =
                draft.yaml().isEmpty() && !shown.fits() ? Documents.yaml(Posted.clean(draft.tree())) : draft.yaml();
        List<String> wrong = yaml.isEmpty()
                ? shown.wrong()
                : problems.stream().map(Problem::toString).limit(20).toList();
        var view = new DocumentView(
                form,
                shape,
                item.map(Item::name).orElse(""),
                item.map(this::path)
                        .orElse(form.root() + "/new" + (chosen(call).isPresent() ? "?kind=" + shape.word() : "")),
                item.map(Item::source).orElse(""),
                item.map(DocumentHttp::version).orElse(""),
                shown,
                wrong,
                yaml,
                shown.fits(),
                seen,
                console.once().key());
        return console.show(call, status, form.section(), view.title(), "document", Map.of("view", view));
    }

    private String path(Item<?> item) {
        String name = item.value() instanceof Page page ? page.slug() : item.name();
        return form.root() + "/" + Console.encoded(name);
    }

    private <T> List<String> names(Kind<T> kind) {
        return candor.catalogs().current().all(kind).stream().map(Item::name).toList();
    }

    private Answer confirm(Call call, int status, Item<?> item, List<String> wrong) {
        return console.show(
                call,
                status,
                form.section(),
                "Delete " + item.name(),
                "delete",
                Map.of("form", form, "name", item.name(), "path", path(item), "source", item.source(), "wrong", wrong));
    }

    private Answer delete(Call call) {
        Item<?> item = find(call);
        List<Problem> problems = candor.applying()
                .delete(form.kind().plural(), item.name(), call.principal().actor(), call.address());
        if (!problems.isEmpty()) {
            return confirm(
                    call,
                    422,
                    item,
                    problems.stream()
                            .map(problem -> problem.path() + " " + problem.message())
                            .limit(20)
                            .toList());
        }
        return Console.back(form.root().equals("/teams") ? "/people" : form.root(), "deleted");
    }

    /// Differs after every save: two within one millisecond are told apart by what they say.
    private static String version(Item<?> item) {
        return item.updatedAt() + " " + Hashes.sha256(Json.write(item.document()));
    }
}
