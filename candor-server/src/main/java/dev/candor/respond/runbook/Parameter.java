package dev.candor.respond.runbook;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Item;
import dev.candor.catalog.Location;
import dev.candor.catalog.Page;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.catalog.Team;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A value that is chosen when a runbook is started. It only ever goes into a place made for a value, never into a
/// command.
///
/// @param usual what it is when nobody says
public record Parameter(String name, String description, Optional<String> usual, Allowed allowed) {
    public static final int LONGEST = 200;

    private static final List<Kind<?>> EXISTING =
            List.of(Service.KIND, Page.KIND, Person.KIND, Team.KIND, Location.KIND);
    /// What a shell or a template would read as more than a letter.
    private static final String SPECIAL = ";|&$`<>\\\"'(){}*?!#\n\r\t\0";

    /// What it may be.
    public sealed interface Allowed {
        record OneOf(List<String> values) implements Allowed {}

        /// @param text RE2; the whole value must match
        record Matching(String text) implements Allowed {}

        /// The name of something in the catalog.
        ///
        /// @param kind plural: `services`
        record Existing(String kind) implements Allowed {}
    }

    /// What may be chosen from; empty where only a pattern says.
    public List<String> choices(Catalog catalog) {
        return switch (allowed) {
            case Allowed.OneOf(List<String> values) -> values;
            case Allowed.Matching _ -> List.of();
            case Allowed.Existing(String kind) ->
                EXISTING.stream()
                        .filter(one -> one.plural().equals(kind))
                        .flatMap(one -> catalog.all(one).stream().map(Item::name))
                        .toList();
        };
    }

    /// Why `value` is refused, naming what would be allowed; empty when it is fine.
    public Optional<String> refusal(String value, Catalog catalog) {
        boolean fine = !value.isEmpty()
                && value.length() <= LONGEST
                && switch (allowed) {
                    case Allowed.OneOf(List<String> values) -> values.contains(value);
                    case Allowed.Matching(String text) -> plain(value) && Pattern.matches(text, value);
                    case Allowed.Existing _ -> choices(catalog).contains(value);
                };
        return fine
                ? Optional.empty()
                : Optional.of(name + ": `" + shown(value) + "` is not allowed; " + words(catalog));
    }

    private static boolean plain(String value) {
        return value.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0 || Character.isISOControl(c));
    }

    private static String shown(String value) {
        String line = value.replaceAll("\\p{Cntrl}", "?");
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    /// What is allowed, in words.
    public String words(Catalog catalog) {
        return switch (allowed) {
            case Allowed.OneOf(List<String> values) -> "allowed: " + String.join(", ", values);
            case Allowed.Matching(String text) ->
                "allowed: what matches " + text + ", without signs that mean something to a shell";
            case Allowed.Existing(String kind) -> {
                List<String> names = choices(catalog);
                yield "allowed: the name of one of the " + kind + " ("
                        + String.join(", ", names.subList(0, Math.min(20, names.size())))
                        + (names.size() > 20 ? ", …" : "")
                        + ")";
            }
        };
    }

    static Parameter read(Reading in) {
        String name = in.text("name");
        if (!name.isEmpty() && !name.matches("[A-Za-z0-9_-]{1,60}")) {
            in.problem("name", "a parameter's name has 1 to 60 letters, digits, `-` or `_`, found `" + name + "`");
        }
        String description = in.text("description", "");
        Optional<String> usual = in.optionalText("default");
        Allowed allowed = allowed(in);
        usual.ifPresent(value -> checkUsual(in, value, allowed));
        return new Parameter(name, description, usual, allowed);
    }

    private static void checkUsual(Reading in, String value, Allowed allowed) {
        boolean fine = switch (allowed) {
            case Allowed.OneOf(List<String> values) -> values.contains(value);
            case Allowed.Matching(String text) -> plain(value) && Pattern.matches(text, value);
            case Allowed.Existing _ -> true; // it may come into being later
        };
        if (!fine) {
            in.problem("default", "`" + shown(value) + "` is not among what is allowed");
        }
    }

    private static Allowed allowed(Reading in) {
        Optional<String> how = in.onlyKeyAmong(List.of("one-of", "pattern", "existing"));
        return switch (how.orElse("")) {
            case "one-of" -> oneOf(in);
            case "pattern" -> pattern(in);
            case "existing" ->
                new Allowed.Existing(in.oneOf(
                        "existing", "", EXISTING.stream().map(Kind::plural).toArray(String[]::new)));
            default -> new Allowed.OneOf(List.of());
        };
    }

    private static Allowed oneOf(Reading in) {
        var values = new ArrayList<String>();
        for (String value : in.texts("one-of")) {
            if (value.isBlank() || value.length() > LONGEST || !plain(value)) {
                in.problem("one-of", "`" + shown(value) + "` has signs that mean something to a shell, or is too long");
            } else {
                values.add(value);
            }
        }
        if (values.isEmpty() || values.size() > 200) {
            in.problem("one-of", "names 1 to 200 values, found " + values.size());
        }
        return new Allowed.OneOf(List.copyOf(values));
    }

    private static Allowed pattern(Reading in) {
        String text = in.text("pattern");
        try {
            Pattern.compile(text);
            if (text.length() <= 500) {
                return new Allowed.Matching(text);
            }
            in.problem("pattern", "is longer than 500 characters");
        } catch (PatternSyntaxException wrong) {
            in.problem("pattern", "not a pattern: " + wrong.getMessage());
        }
        return new Allowed.OneOf(List.of());
    }
}
