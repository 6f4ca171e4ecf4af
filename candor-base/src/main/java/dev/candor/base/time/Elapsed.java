package dev.candor.base.time;

/// A clock that only measures distances. It never jumps when somebody sets the wall clock.
@FunctionalInterface
public interface Elapsed {
    /// Nanoseconds since some fixed, meaningless origin; only differences mean anything.
    long nanos();
}
