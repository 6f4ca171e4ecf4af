package dev.candor.probe.assertion;

/// What one run saw, asked subject by subject. Each kind of probe answers for what it sees and gives `Missing` for
/// the rest.
@FunctionalInterface
public interface Observation {
    /// @param argument the header's name or the JSON path; empty for subjects without
    Seen see(Subject subject, String argument);
}
