package dev.candor.app.console.form;

import dev.candor.catalog.document.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A document in its form.
///
/// @param wrong what belongs to no field
public record FormView(List<GroupView> groups, List<String> wrong) {
    /// A request takes no more fields; what has more is edited as text.
    public static final int MOST_INPUTS = 400;

    public record GroupView(Group group, List<FieldView> fields) {
        /// Whether it should stand open.
        public boolean open() {
            return !group.folded() || fields.stream().anyMatch(field -> field.filled() || field.wrong());
        }
    }

    /// Shows a document.
    ///
    /// @param names documents by plural of their kind
    /// @param more the list that gets an empty item at its end: `contact`; empty for none
    /// @param root what the paths of `problems` begin with
    public static FormView of(
            List<Group> form,
            Map<String, @Nullable Object> tree,
            Map<String, List<String>> names,
            String more,
            String root,
            List<Problem> problems) {
        var first = new Showing(names, more, Map.of());
        var places = new ArrayList<String>();
        form.forEach(group -> group.fields().forEach(field -> collect(first.view("", field, tree), places)));
        var atField = new HashMap<String, List<String>>();
        var wrong = new ArrayList<String>();
        for (Problem problem : problems) {
            String place = Names.nearest(Names.of(problem, root), places);
            if (place.isEmpty()) {
                wrong.add((problem.path().isEmpty() || problem.path().equals(root) ? "" : problem.path() + ": ")
                        + problem.message());
            } else {
                List<String> there = atField.computeIfAbsent(place, _ -> new ArrayList<>());
                if (!there.contains(problem.message())) {
                    there.add(problem.message());
                }
            }
        }
        var showing = new Showing(names, more, atField);
        return new FormView(
                form.stream()
                        .map(group -> new GroupView(
                                group,
                                group.fields().stream()
                                        .map(field -> showing.view("", field, tree))
                                        .toList()))
                        .toList(),
                wrong.stream().limit(20).toList());
    }

    private static void collect(FieldView view, List<String> places) {
        places.add(view.name());
        view.rows().forEach(row -> row.all().forEach(field -> collect(field, places)));
    }

    /// Whether a browser could send it back whole.
    public boolean fits() {
        return groups.stream()
                        .flatMap(group -> group.fields().stream())
                        .mapToInt(FieldView::inputs)
                        .sum()
                <= MOST_INPUTS;
    }

    public boolean anythingWrong() {
        return !wrong.isEmpty()
                || groups.stream().flatMap(group -> group.fields().stream()).anyMatch(FormView::wrongWithin);
    }

    private static boolean wrongWithin(FieldView view) {
        return view.wrong()
                || view.rows().stream().flatMap(row -> row.all().stream()).anyMatch(FormView::wrongWithin);
    }

    /// What is being shown, with the same names and problems for all fields.
    private record Showing(Map<String, List<String>> names, String more, Map<String, List<String>> problems) {
        FieldView view(String prefix, Field field, @Nullable Object tree) {
            String name = Names.of(prefix, field.key());
            Object value = Trees.at(tree, field.key());
            var values = new ArrayList<>(Shown.of(field.input(), value, tree));
            if (field.input() instanceof Input.Ordered && (values.isEmpty() || more.equals(name))) {
                values.add("");
            }
            return new FieldView(
                    name,
                    field,
                    values,
                    options(field.input(), values),
                    problems.getOrDefault(name, List.of()),
                    field.input() instanceof Input.Rows rows ? rows(name, rows, value) : List.of());
        }

        private List<FieldView.Row> rows(String name, Input.Rows rows, @Nullable Object value) {
            var shown = new ArrayList<FieldView.Row>();
            for (Object item : Trees.list(value)) {
                if (item instanceof Map<?, ?> map) {
                    Object at = map.get(Posted.AT);
                    shown.add(row(name, rows, shown.size(), at == null ? shown.size() + "" : at.toString(), item));
                }
            }
            if (shown.isEmpty() || more.equals(name)) {
                shown.add(row(name, rows, shown.size(), "", Map.of()));
            }
            return shown;
        }

        private FieldView.Row row(String name, Input.Rows rows, int index, String at, @Nullable Object item) {
            String row = name + "." + index;
            return new FieldView.Row(
                    row,
                    at,
                    rows.fields().stream().map(field -> view(row, field, item)).toList(),
                    rows.more().stream().map(field -> view(row, field, item)).toList());
        }

        private List<Option> options(Input input, List<String> values) {
            return switch (input) {
                case Input.Choice choice -> chosen(choice, values.getFirst());
                case Input.One one -> named(one.source().kind(), values);
                case Input.Many many -> named(many.source().kind(), values);
                case Input.Keyed keyed -> keyed.keys();
                case Input.Ordered ordered
                when ordered.sources().size() == 1 ->
                    named(ordered.sources().getFirst().kind(), values);
                case Input.Ordered ordered ->
                    ordered.sources().stream()
                            .flatMap(source -> names.getOrDefault(source.kind(), List.of()).stream()
                                    .map(name -> new Option(source.key() + "/" + name, name, source.key())))
                            .toList();
                default -> List.of();
            };
        }

        private static List<Option> chosen(Input.Choice choice, String value) {
            boolean known = value.isEmpty()
                    || choice.options().stream()
                            .anyMatch(option -> option.value().equals(value));
            return known
                    ? choice.options()
                    : Stream.concat(choice.options().stream(), Stream.of(new Option(value, value)))
                            .toList();
        }

        /// What is chosen stays among the choices, even if it is gone meanwhile.
        private List<Option> named(String kind, List<String> values) {
            Set<String> all = new TreeSet<>(names.getOrDefault(kind, List.of()));
            values.stream().filter(value -> !value.isEmpty()).forEach(all::add);
            return all.stream().map(name -> new Option(name, name)).toList();
        }
    }
}
