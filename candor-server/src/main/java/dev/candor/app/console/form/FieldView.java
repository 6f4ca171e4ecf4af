package dev.candor.app.console.form;

import java.util.List;
import java.util.stream.Stream;

/// A field with what stands in it.
///
/// @param name of the HTML field
/// @param values what stands in it; one for most, several for lists, kind and text for {@link Input.Keyed}
/// @param options what may be chosen
/// @param problems what is wrong with it
/// @param rows the items of {@link Input.Rows}
public record FieldView(
        String name, Field field, List<String> values, List<Option> options, List<String> problems, List<Row> rows) {
    /// An item of a list.
    ///
    /// @param name of it: `contact.0`
    /// @param at which item of the stored document it is; empty for a new one
    /// @param more the fields that are folded away
    public record Row(String name, String at, List<FieldView> fields, List<FieldView> more) {
        List<FieldView> all() {
            return Stream.concat(fields.stream(), more.stream()).toList();
        }

        /// Whether what is folded away should be seen.
        public boolean open() {
            return more.stream().anyMatch(field -> field.filled() || field.wrong());
        }
    }

    public String id() {
        return "f-" + name.replace('.', '-');
    }

    public String value() {
        return values.isEmpty() ? "" : values.getFirst();
    }

    /// The second value, where there are two.
    public String other() {
        return values.size() < 2 ? "" : values.get(1);
    }

    public boolean has(String value) {
        return values.contains(value);
    }

    public boolean wrong() {
        return !problems.isEmpty();
    }

    /// The ids that describe it, for `aria-describedby`; empty for none.
    public String described() {
        String hint = field.hint().isEmpty() ? "" : id() + "-hint";
        return (hint + (wrong() ? " " + id() + "-wrong" : "")).strip();
    }

    private static final int LONG_LABEL = 34;

    /// How much room it needs: `full`, `wide` or nothing special.
    public String room() {
        return switch (field.input()) {
            case Input.Words _, Input.Lines _, Input.Pairs _ -> "full";
            case Input.Line line -> line.type().equals("url") ? "wide" : "";
            case Input.Choice choice ->
                choice.options().stream().anyMatch(option -> option.label().length() > LONG_LABEL) ? "wide" : "";
            default -> "";
        };
    }

    /// Groups among the options, in order.
    public List<String> groups() {
        return options.stream().map(Option::group).distinct().toList();
    }

    public List<Option> in(String group) {
        return options.stream().filter(option -> option.group().equals(group)).toList();
    }

    /// Whether anything is set in it.
    public boolean filled() {
        return switch (field.input()) {
            case Input.Choice choice -> !value().equals(choice.usual());
            case Input.Keyed _ -> !other().isEmpty();
            case Input.Rows _ ->
                rows.stream().flatMap(row -> row.all().stream()).anyMatch(FieldView::filled);
            default -> values.stream().anyMatch(value -> !value.isEmpty() && !value.equals("false"));
        };
    }

    int inputs() {
        return 1
                + rows.stream()
                        .mapToInt(row -> 1
                                + row.all().stream().mapToInt(FieldView::inputs).sum())
                        .sum();
    }
}
