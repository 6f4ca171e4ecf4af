package dev.candor.telemetry.window;

import java.util.List;

/// One kind of failing request: its value in every dimension (by ordinal), and how many failed.
///
/// @param values `""` when the log did not say; `ANY` where the window stopped telling values apart to stay
/// small
public record Combination(List<String> values, long failures) {
    /// Values of this dimension were thrown together.
    public static final String ANY = "*";

    public Combination {
        values = List.copyOf(values);
    }

    public String value(Dimension dimension) {
        return values.get(dimension.ordinal());
    }
}
