package dev.candor.tell.update;

import dev.candor.page.IncidentPhase;
import dev.candor.respond.incident.Incident;
import java.util.List;

/// The usual words of each phase: what an automatic page says, and what a person's draft begins with.
final class UpdateText {
    private UpdateText() {}

    /// @param components names of what is affected
    static String of(IncidentPhase phase, List<String> components) {
        String what = components.isEmpty() ? "our service" : list(components);
        return switch (phase) {
            case INVESTIGATING -> "We see a problem with " + what + " and are looking into it.";
            case IDENTIFIED -> "We know what is wrong with " + what + " and are working on the fix.";
            case MONITORING -> "It works again. We keep watching whether it stays that way.";
            case RESOLVED, POSTMORTEM -> "This is resolved.";
        };
    }

    /// What the public calls an incident: as a person named it, or by what is affected.
    static String title(Incident incident, List<String> components) {
        if (!incident.publicTitle().isEmpty()) {
            return incident.publicTitle();
        }
        return components.isEmpty() ? "Problem with our service" : "Problem with " + list(components);
    }

    static String relapse(List<String> components) {
        return "The problem came back" + (components.isEmpty() ? "" : " for " + list(components))
                + ". We are looking into it again.";
    }

    static String resolved(String lasted) {
        return "This is resolved." + (lasted.isEmpty() ? "" : " It lasted " + lasted + ".");
    }

    private static String list(List<String> names) {
        return names.size() == 1
                ? names.getFirst()
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }
}
