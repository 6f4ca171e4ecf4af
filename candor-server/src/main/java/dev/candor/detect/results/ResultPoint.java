package dev.candor.detect.results;

import dev.candor.detect.monitor.Outcome;
import dev.candor.probe.Phases;
import java.time.Instant;

/// One stored run: when, what, how long. What a failure said is kept as evidence in the ledger.
public record ResultPoint(Instant at, Outcome outcome, Phases phases) {}
