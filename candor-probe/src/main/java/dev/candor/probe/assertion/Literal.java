package dev.candor.probe.assertion;

import java.math.BigDecimal;
import java.time.Duration;

/// A value as written in an assertion.
sealed interface Literal {
    record Num(BigDecimal value) implements Literal {}

    record Time(Duration value) implements Literal {}

    /// @param bytes KB and MB are 1000s, KiB and MiB 1024s
    record Size(long bytes) implements Literal {}

    record Text(String value) implements Literal {}

    record Bool(boolean value) implements Literal {}

    record Null() implements Literal {}
}
