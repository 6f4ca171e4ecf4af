package dev.candor.probe.assertion;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a probe saw of one subject.
public sealed interface Seen {
    record Num(BigDecimal value) implements Seen {
        public static Num of(long value) {
            return new Num(BigDecimal.valueOf(value));
        }
    }

    record Time(Duration value) implements Seen {}

    record Text(String value) implements Seen {}

    /// A value out of a JSON document, as `dev.candor.base.json.Json` gives it.
    record JsonValue(@Nullable Object value) implements Seen {}

    /// There is no such thing, or it cannot be read; `why` completes "json("$.a") …".
    record Missing(String why) implements Seen {}
}
