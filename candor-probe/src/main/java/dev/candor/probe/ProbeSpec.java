package dev.candor.probe;

import java.time.Duration;

/// What is to be looked at and what must be seen. Immutable; its constructors refuse what cannot work, in the words
/// of whoever wrote the configuration.
public sealed interface ProbeSpec
        permits HttpSpec, PageSpec, StepsSpec, AgreementSpec, SqlSpec, PostgresSpec, HealthSpec, HeartbeatSpec {
    /// By when everything is over.
    Duration timeout();

    /// Host and port of what is looked at first: monitors of one host share how many may look at once.
    String host();
}
