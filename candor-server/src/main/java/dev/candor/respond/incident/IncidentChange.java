package dev.candor.respond.incident;

import dev.candor.page.ComponentStatus;
import dev.candor.page.Impact;
import dev.candor.page.IncidentPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/// The ways an incident changes. Pure.
public final class IncidentChange {
    private IncidentChange() {}

    static Incident acknowledged(Incident was, String by, Instant now) {
        String commander = was.commander().isEmpty() ? by : was.commander();
        return with(
                was,
                Incident.State.ACKNOWLEDGED,
                commander,
                was.acknowledgedAt().or(() -> Optional.of(now)),
                was.mitigatedAt(),
                was.resolvedAt(),
                now);
    }

    /// Acknowledged, unless its harm is over: then it only gets somebody who looks after it.
    static Incident taken(Incident was, String by, Instant now) {
        return was.state() == Incident.State.TRIGGERED
                ? acknowledged(was, by, now)
                : edited(was, was.title(), was.severity(), by, now);
    }

    /// @param endedAt when the evidence says the harm ended
    static Incident mitigated(Incident was, Instant endedAt, Instant now) {
        return with(
                was,
                Incident.State.MITIGATED,
                was.commander(),
                was.acknowledgedAt(),
                Optional.of(endedAt),
                was.resolvedAt(),
                now);
    }

    /// Resolved by evidence when there is any: the soak was caution, not harm.
    public static Incident resolved(Incident was, Instant now) {
        return with(
                was,
                Incident.State.RESOLVED,
                was.commander(),
                was.acknowledgedAt(),
                was.mitigatedAt().or(() -> Optional.of(now)),
                was.mitigatedAt().or(() -> Optional.of(now)),
                now);
    }

    static Incident edited(Incident was, String title, Severity severity, String commander, Instant now) {
        return new Incident(
                was.id(),
                was.code(),
                was.number(),
                title,
                was.publicTitle(),
                was.service(),
                severity,
                was.state(),
                was.phase(),
                was.visibility(),
                was.impact(),
                was.components(),
                commander,
                was.startedAt(),
                was.detectedAt(),
                was.acknowledgedAt(),
                was.mitigatedAt(),
                was.resolvedAt(),
                was.createdAt(),
                now,
                was.version());
    }

    /// What the public reads from now on.
    ///
    /// @param impact never less than it was: an incident keeps its worst
    public static Incident told(
            Incident was,
            String publicTitle,
            IncidentPhase phase,
            Impact impact,
            Map<String, ComponentStatus> components,
            Instant now) {
        Impact worst = was.isPublic() && was.impact().compareTo(impact) > 0 ? was.impact() : impact;
        return new Incident(
                was.id(),
                was.code(),
                was.number(),
                was.title(),
                publicTitle,
                was.service(),
                was.severity(),
                was.state(),
                phase,
                Incident.Visibility.PUBLIC,
                worst,
                components,
                was.commander(),
                was.startedAt(),
                was.detectedAt(),
                was.acknowledgedAt(),
                was.mitigatedAt(),
                was.resolvedAt(),
                was.createdAt(),
                now,
                was.version());
    }

    private static Incident with(
            Incident was,
            Incident.State state,
            String commander,
            Optional<Instant> acknowledgedAt,
            Optional<Instant> mitigatedAt,
            Optional<Instant> resolvedAt,
            Instant now) {
        return new Incident(
                was.id(),
                was.code(),
                was.number(),
                was.title(),
                was.publicTitle(),
                was.service(),
                was.severity(),
                state,
                was.phase(),
                was.visibility(),
                was.impact(),
                was.components(),
                commander,
                was.startedAt(),
                was.detectedAt(),
                acknowledgedAt,
                mitigatedAt,
                resolvedAt,
                was.createdAt(),
                now,
                was.version());
    }

    static String difference(Incident was, String title, Severity severity, String commander) {
        var lines = new ArrayList<String>();
        if (!was.title().equals(title)) {
            lines.add("title: " + title);
        }
        if (was.severity() != severity) {
            lines.add("severity: " + was.severity().word() + " -> " + severity.word());
        }
        if (!was.commander().equals(commander)) {
            lines.add("commander: " + (commander.isEmpty() ? "nobody" : commander));
        }
        return lines.isEmpty() ? "edited" : String.join("; ", lines);
    }
}
