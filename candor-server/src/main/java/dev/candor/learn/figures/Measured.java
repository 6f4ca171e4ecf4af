package dev.candor.learn.figures;

import dev.candor.respond.incident.Incident;
import java.util.Optional;

/// An incident with its figures and what it is counted under.
///
/// @param team who owns its service; empty when nobody does
/// @param cause empty until somebody said
public record Measured(Incident incident, String team, Optional<Cause> cause, Figures figures) {}
