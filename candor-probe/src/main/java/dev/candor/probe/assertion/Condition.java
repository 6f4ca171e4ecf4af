package dev.candor.probe.assertion;

import com.google.re2j.Pattern;
import java.util.List;

/// What is asked of a subject.
sealed interface Condition {
    record Compare(Operator operator, Literal value) implements Condition {}

    /// Both ends included.
    record Between(Literal low, Literal high) implements Condition {}

    record OneOf(List<Literal> values) implements Condition {}

    record Contains(String text) implements Condition {}

    record StartsWith(String text) implements Condition {}

    record EndsWith(String text) implements Condition {}

    /// A pattern found anywhere in the text; RE2 syntax, whose time is linear in the text.
    record Matches(Pattern pattern) implements Condition {}

    record Exists() implements Condition {}

    /// How two values are compared.
    enum Operator {
        EQUAL("=="),
        UNEQUAL("!="),
        AT_MOST("<="),
        AT_LEAST(">="),
        LESS("<"),
        MORE(">");

        final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case UNEQUAL -> comparison != 0;
                case AT_MOST -> comparison <= 0;
                case AT_LEAST -> comparison >= 0;
                case LESS -> comparison < 0;
                case MORE -> comparison > 0;
            };
        }
    }
}
