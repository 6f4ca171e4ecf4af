package dev.candor.respond.incident;

import dev.candor.page.ComponentStatus;
import dev.candor.page.Impact;
import dev.candor.page.IncidentPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Declared trouble with people on it, on three separate axes: what we do (`state`), what the public reads (`phase`),
/// and whether it reads at all (`visibility`).
///
/// @param code the public id
/// @param number for people
/// @param title for the team; may name hosts and addresses
/// @param publicTitle for the public, empty until something was published
/// @param components affected components by code, with the status they have because of it
/// @param startedAt start of harm, by evidence
/// @param detectedAt our first alert
/// @param mitigatedAt end of harm, by evidence
public record Incident(
        UUID id,
        String code,
        long number,
        String title,
        String publicTitle,
        String service,
        Severity severity,
        State state,
        IncidentPhase phase,
        Visibility visibility,
        Impact impact,
        Map<String, ComponentStatus> components,
        String commander,
        Instant startedAt,
        Instant detectedAt,
        Optional<Instant> acknowledgedAt,
        Optional<Instant> mitigatedAt,
        Optional<Instant> resolvedAt,
        Instant createdAt,
        Instant updatedAt,
        long version) {
    /// What we do about it.
    public enum State {
        TRIGGERED,
        ACKNOWLEDGED,
        /// The harm ended; we watch whether it stays away.
        MITIGATED,
        RESOLVED;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public enum Visibility {
        INTERNAL,
        PUBLIC
    }

    public boolean open() {
        return state != State.RESOLVED;
    }

    /// Whether somebody has it: it is acknowledged or led by a person.
    public boolean taken() {
        return state == State.ACKNOWLEDGED || !commander.isEmpty();
    }

    public boolean isPublic() {
        return visibility == Visibility.PUBLIC;
    }

    public Duration timeToDetect() {
        return between(startedAt, detectedAt);
    }

    public Optional<Duration> timeToAcknowledge() {
        return acknowledgedAt.map(at -> between(detectedAt, at));
    }

    public Optional<Duration> timeToMitigate() {
        return mitigatedAt.map(at -> between(startedAt, at));
    }

    /// From the start of harm to its end.
    public Optional<Duration> timeToResolve() {
        return resolvedAt.map(at -> between(startedAt, at));
    }

    /// Clocks of senders may be off by seconds; no figure is negative.
    private static Duration between(Instant from, Instant until) {
        return until.isBefore(from) ? Duration.ZERO : Duration.between(from, until);
    }

    public String subject() {
        return "incident/" + id;
    }
}
