package dev.candor.respond.runbook;

/// What became of an effect, as far as it is known.
public sealed interface Acted {
    /// The other side says that it is done. What counts is what is seen afterwards.
    record Done(String said) implements Acted {}

    /// It was certainly not done.
    record Refused(String why) implements Acted {}

    /// It may have been done.
    record Unknown(String why) implements Acted {}
}
