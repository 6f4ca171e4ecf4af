package dev.candor.telemetry.detect;

import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Tally;
import dev.candor.telemetry.window.Window;
import java.util.Optional;

/// The part of a service's requests a verdict is about.
public sealed interface Slice {
    /// All requests.
    record Whole() implements Slice {}

    /// Those with this value: upstream n7.
    record Value(Dimension dimension, String value) implements Slice {}

    Slice WHOLE = new Whole();

    /// The slice's counts in a window; empty when the window does not tell this value apart.
    default Optional<Tally> in(Window window) {
        return switch (this) {
            case Whole() -> Optional.of(new Tally("", window.requests(), window.failures()));
            case Value(Dimension dimension, String value) ->
                window.top(dimension).values().stream()
                        .filter(tally -> tally.value().equals(value))
                        .findFirst();
        };
    }

    /// For sentences: "all requests", "upstream n7".
    default String words() {
        return switch (this) {
            case Whole() -> "all requests";
            case Value(Dimension dimension, String value) -> dimension.word() + " " + value;
        };
    }
}
