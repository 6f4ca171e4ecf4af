package dev.candor.probe.assertion;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Made-up evidence out of what an expectation says it wants: what would have to alarm it. Pure.
public final class Evidence {
    private static final String FOREIGN = "\u2603 something else";

    /// @param words what was made up: `latency 2.02 s`
    public record Bad(String words, Seen seen) {}

    private Evidence() {}

    /// What must not pass `assertion`: values beyond its limit, other values, and nothing at all.
    public static List<Bad> against(Assertion assertion) {
        var bad = new ArrayList<Bad>();
        for (Seen seen : assertion.isNegated() ? kept(assertion) : broken(assertion)) {
            bad.add(new Bad(assertion.subject().word() + " " + Judgement.show(seen), seen));
        }
        boolean wantsNothing = assertion.isNegated() && assertion.condition() instanceof Condition.Exists;
        if (!wantsNothing) {
            bad.add(new Bad(
                    "no " + assertion.subject().word() + " at all", new Seen.Missing("is not there: rehearsed")));
        }
        return List.copyOf(bad);
    }

    /// Up to which time a duration may be; empty when the expectation is no such limit.
    public static Optional<Duration> limit(Assertion assertion) {
        return !assertion.isNegated()
                        && assertion.condition() instanceof Condition.Compare(var operator, Literal.Time(var limit))
                        && (operator == Condition.Operator.LESS || operator == Condition.Operator.AT_MOST)
                ? Optional.of(limit)
                : Optional.empty();
    }

    /// Values the condition names as fitting, as far as they can be made up.
    private static List<Seen> kept(Assertion assertion) {
        return switch (assertion.condition()) {
            case Condition.Compare(Condition.Operator operator, Literal value) ->
                switch (operator) {
                    case EQUAL, AT_MOST, AT_LEAST -> List.of(seen(assertion, value));
                    case LESS -> List.of(moved(assertion, value, -1));
                    case MORE -> List.of(moved(assertion, value, 1));
                    case UNEQUAL -> List.of(moved(assertion, value, 1));
                };
            case Condition.Between(Literal low, Literal _) -> List.of(seen(assertion, low));
            case Condition.OneOf(List<Literal> values) ->
                values.stream().map(value -> seen(assertion, value)).toList();
            case Condition.Contains(String text) -> List.of(text(assertion, text));
            case Condition.StartsWith(String text) -> List.of(text(assertion, text));
            case Condition.EndsWith(String text) -> List.of(text(assertion, text));
            case Condition.Matches _ -> List.of(); // a text for a pattern cannot be made up
            case Condition.Exists _ -> List.of(text(assertion, FOREIGN));
        };
    }

    private static List<Seen> broken(Assertion assertion) {
        return switch (assertion.condition()) {
            case Condition.Compare(Condition.Operator operator, Literal value) ->
                switch (operator) {
                    case EQUAL -> List.of(moved(assertion, value, 1));
                    case UNEQUAL, LESS, MORE -> List.of(seen(assertion, value));
                    case AT_MOST -> List.of(moved(assertion, value, 1));
                    case AT_LEAST -> List.of(moved(assertion, value, -1));
                };
            case Condition.Between(Literal low, Literal high) ->
                List.of(moved(assertion, low, -1), moved(assertion, high, 1));
            case Condition.OneOf(List<Literal> values) ->
                values.stream()
                        .map(value -> moved(assertion, value, 1))
                        .filter(other -> values.stream()
                                .noneMatch(value -> seen(assertion, value).equals(other)))
                        .toList();
            case Condition.Contains _, Condition.StartsWith _, Condition.EndsWith _ ->
                List.of(text(assertion, FOREIGN));
            case Condition.Matches(var pattern) ->
                pattern.matcher(FOREIGN).find() ? List.of() : List.of(text(assertion, FOREIGN));
            case Condition.Exists _ -> List.of();
        };
    }

    private static Seen text(Assertion assertion, String text) {
        return assertion.subject().type() == Subject.Type.ANY ? new Seen.JsonValue(text) : new Seen.Text(text);
    }

    private static Seen seen(Assertion assertion, Literal literal) {
        boolean json = assertion.subject().type() == Subject.Type.ANY;
        return switch (literal) {
            case Literal.Num(BigDecimal value) -> json ? new Seen.JsonValue(value) : new Seen.Num(value);
            case Literal.Size(long bytes) -> json ? new Seen.JsonValue(bytes) : Seen.Num.of(bytes);
            case Literal.Time(Duration value) -> new Seen.Time(value);
            case Literal.Text(String value) -> text(assertion, value);
            case Literal.Bool(boolean value) -> new Seen.JsonValue(value);
            case Literal.Null _ -> new Seen.JsonValue(null);
        };
    }

    /// A little more (1) or less (-1) than the literal: a hundredth, 1 or 1 ms at least; another text, the other truth.
    private static Seen moved(Assertion assertion, Literal literal, int direction) {
        return switch (literal) {
            case Literal.Num(BigDecimal value) ->
                seen(assertion, new Literal.Num(value.add(step(value).multiply(BigDecimal.valueOf(direction)))));
            case Literal.Size(long bytes) ->
                seen(assertion, new Literal.Size(bytes + direction * Math.max(1, bytes / 100)));
            case Literal.Time(Duration value) ->
                new Seen.Time(value.plusMillis(direction * Math.max(1, value.toMillis() / 100)));
            case Literal.Text(String value) -> text(assertion, value + FOREIGN);
            case Literal.Bool(boolean value) -> new Seen.JsonValue(!value);
            case Literal.Null _ -> new Seen.JsonValue(FOREIGN);
        };
    }

    private static BigDecimal step(BigDecimal value) {
        return value.abs().movePointLeft(2).max(BigDecimal.ONE);
    }
}
