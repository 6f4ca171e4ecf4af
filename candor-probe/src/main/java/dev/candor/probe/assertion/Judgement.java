package dev.candor.probe.assertion;

import dev.candor.base.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compares what was seen with what was wanted, and says both when they differ.
final class Judgement {
    private static final int SHOWN = 80;
    /// RE2 takes at most pattern size times text length steps, of 8 ns each at worst: 0.2 s.
    private static final long MOST_STEPS = 24_000_000;

    private static final Duration COUNTED_IN_NANOS = Duration.ofDays(36_500);

    private Judgement() {}

    static Optional<String> unmet(String name, boolean negated, Condition condition, Seen seen) {
        if (seen instanceof Seen.Missing(String why)) {
            boolean met = condition instanceof Condition.Exists && negated;
            return met ? Optional.empty() : Optional.of(name + " " + why + ", wanted " + wanted(negated, condition));
        }
        if (!comparable(condition, seen)) {
            return Optional.of(
                    name + " was " + show(seen) + ", which cannot be compared: wanted " + wanted(negated, condition));
        }
        if (condition instanceof Condition.Matches(var pattern)
                && (long) pattern.programSize() * textOf(seen).length() > MOST_STEPS) {
            return Optional.of(name + " is too long (" + textOf(seen).length()
                    + " characters) for so large a pattern: wanted " + wanted(negated, condition));
        }
        return holds(condition, seen) != negated
                ? Optional.empty()
                : Optional.of(name + " was " + show(seen) + ", wanted " + wanted(negated, condition));
    }

    private static boolean comparable(Condition condition, Seen seen) {
        return switch (condition) {
            case Condition.Compare(Condition.Operator operator, Literal value) ->
                operator == Condition.Operator.EQUAL
                        || operator == Condition.Operator.UNEQUAL
                        || compare(seen, value) != null;
            case Condition.Between(Literal low, Literal high) ->
                compare(seen, low) != null && compare(seen, high) != null;
            case Condition.Matches _, Condition.StartsWith _, Condition.EndsWith _ -> text(seen) != null;
            case Condition.Contains _ -> text(seen) != null || seen instanceof Seen.JsonValue(List<?> _);
            case Condition.OneOf _, Condition.Exists _ -> true;
        };
    }

    private static boolean holds(Condition condition, Seen seen) {
        return switch (condition) {
            case Condition.Compare(Condition.Operator operator, Literal value) -> {
                Integer comparison = compare(seen, value);
                // values of different kinds are not equal, and that is all there is to say about them
                yield comparison == null ? operator == Condition.Operator.UNEQUAL : operator.holds(comparison);
            }
            case Condition.Between(Literal low, Literal high) -> {
                Integer toLow = compare(seen, low);
                Integer toHigh = compare(seen, high);
                yield toLow != null && toHigh != null && toLow >= 0 && toHigh <= 0;
            }
            case Condition.OneOf(List<Literal> values) -> values.stream().anyMatch(value -> isEqual(seen, value));
            case Condition.Contains(String part) ->
                seen instanceof Seen.JsonValue(List<?> list)
                        ? list.contains(part)
                        : textOf(seen).contains(part);
            case Condition.StartsWith(String part) -> textOf(seen).startsWith(part);
            case Condition.EndsWith(String part) -> textOf(seen).endsWith(part);
            case Condition.Matches(var pattern) -> pattern.matcher(textOf(seen)).find();
            case Condition.Exists _ -> true;
        };
    }

    private static boolean isEqual(Seen seen, Literal value) {
        Integer comparison = compare(seen, value);
        return comparison != null && comparison == 0;
    }

    /// Null when the two are of different kinds. True and false compare as 1 and 0, null only equals null.
    private static @Nullable Integer compare(Seen seen, Literal literal) {
        return switch (literal) {
            case Literal.Num(BigDecimal value) -> {
                BigDecimal number = number(seen);
                yield number == null ? null : number.compareTo(value);
            }
            case Literal.Size(long bytes) -> {
                BigDecimal number = number(seen);
                yield number == null ? null : number.compareTo(BigDecimal.valueOf(bytes));
            }
            case Literal.Time(Duration value) ->
                seen instanceof Seen.Time(Duration took) ? took.compareTo(value) : null;
            case Literal.Text(String value) -> {
                String text = text(seen);
                yield text == null ? null : text.compareTo(value);
            }
            case Literal.Bool(boolean value) ->
                seen instanceof Seen.JsonValue(Boolean was) ? Boolean.compare(was, value) : null;
            case Literal.Null _ -> seen instanceof Seen.JsonValue(Object value) && value == null ? 0 : null;
        };
    }

    private static @Nullable BigDecimal number(Seen seen) {
        return switch (seen) {
            case Seen.Num(BigDecimal value) -> value;
            case Seen.JsonValue(Long value) -> BigDecimal.valueOf(value);
            case Seen.JsonValue(BigDecimal value) -> value;
            case Seen.JsonValue(BigInteger value) -> new BigDecimal(value);
            default -> null;
        };
    }

    private static @Nullable String text(Seen seen) {
        return switch (seen) {
            case Seen.Text(String value) -> value;
            case Seen.JsonValue(String value) -> value;
            default -> null;
        };
    }

    private static String textOf(Seen seen) {
        String text = text(seen);
        return text == null ? "" : text;
    }

    private static String wanted(boolean negated, Condition condition) {
        String words = switch (condition) {
            case Condition.Compare(Condition.Operator operator, Literal value) -> operator.symbol + " " + show(value);
            case Condition.Between(Literal low, Literal high) -> "in " + show(low) + ".." + show(high);
            case Condition.OneOf(List<Literal> values) ->
                values.stream().map(Judgement::show).collect(Collectors.joining(", ", "one of ", ""));
            case Condition.Contains(String part) -> "contains " + quoted(part);
            case Condition.StartsWith(String part) -> "starts-with " + quoted(part);
            case Condition.EndsWith(String part) -> "ends-with " + quoted(part);
            case Condition.Matches(var pattern) -> "matches /" + shorten(pattern.pattern()) + "/";
            case Condition.Exists _ -> "it to exist";
        };
        return negated ? "not (" + words + ")" : words;
    }

    private static String show(Literal literal) {
        return switch (literal) {
            case Literal.Num(BigDecimal value) -> value.toPlainString();
            case Literal.Time(Duration value) -> show(value);
            case Literal.Size(long bytes) -> bytes + " bytes";
            case Literal.Text(String value) -> quoted(value);
            case Literal.Bool(boolean value) -> String.valueOf(value);
            case Literal.Null _ -> "null";
        };
    }

    static String show(Seen seen) {
        return switch (seen) {
            case Seen.Num(BigDecimal value) -> value.toPlainString();
            case Seen.Time(Duration value) -> show(value);
            case Seen.Text(String value) -> quoted(value);
            case Seen.JsonValue(Object value) -> shorten(Json.write(value));
            case Seen.Missing(String why) -> why;
        };
    }

    /// `2.3 s`, `87 ms`, `0.41 ms`, `31 µs`: three figures are enough to act on.
    static String show(Duration duration) {
        if (duration.compareTo(COUNTED_IN_NANOS) > 0) {
            return duration.toSeconds() + " s"; // a row of the year 1
        }
        long micros = duration.toNanos() / 1000;
        if (micros >= 1_000_000) {
            return figures(micros, 6, micros >= 100_000_000 ? 0 : 1) + " s";
        }
        if (micros < 100) {
            return micros + " µs";
        }
        return figures(micros, 3, micros >= 10_000 ? 0 : 2) + " ms";
    }

    private static String figures(long micros, int scale, int decimals) {
        return BigDecimal.valueOf(micros, scale)
                .setScale(decimals, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String quoted(String text) {
        return "\"" + shorten(text).replace("\n", "\\n").replace("\r", "\\r") + "\"";
    }

    private static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
