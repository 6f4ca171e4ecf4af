package dev.candor.page;

import java.util.List;
import java.util.stream.Collectors;

/// The sentence on top of the HTML page: the one that cannot lie. It claims "all systems operational" only when every
/// component is known and fine, no incident is open and no work is going on.
///
/// @param tone what colour and icon say
/// @param title a few words
/// @param detail one more sentence, may be empty
public record Headline(Tone tone, String title, String detail) {
    /// From calm to worst; `UNKNOWN` stands apart: it is neither good nor bad.
    public enum Tone {
        GOOD,
        MAINTENANCE,
        UNKNOWN,
        MINOR,
        MAJOR,
        CRITICAL
    }

    public static Headline of(PageModel page) {
        List<ComponentModel> leaves = page.leaves();
        List<ComponentModel> hurt = leaves.stream()
                .filter(leaf -> Impact.of(leaf.status()) != Impact.NONE)
                .toList();
        List<IncidentModel> open = page.openIncidents();
        String more = detail(page, leaves);
        if (!hurt.isEmpty()) {
            return harm(hurt, leaves, open, more);
        }
        if (!open.isEmpty()) {
            return openIncident(open, more);
        }
        long unknown = leaves.stream().filter(ComponentModel::unknown).count();
        if (unknown > 0) {
            return unknown(unknown, leaves);
        }
        if (leaves.isEmpty()) {
            return new Headline(Tone.UNKNOWN, "No components yet", "This page does not watch anything so far.");
        }
        boolean working = leaves.stream().anyMatch(leaf -> leaf.status() == ComponentStatus.UNDER_MAINTENANCE);
        if (working || !page.activeMaintenances().isEmpty()) {
            return new Headline(Tone.MAINTENANCE, "Maintenance in progress", "Everything else is operational.");
        }
        return new Headline(Tone.GOOD, "All systems operational", "");
    }

    private static Headline harm(
            List<ComponentModel> hurt, List<ComponentModel> leaves, List<IncidentModel> open, String more) {
        ComponentStatus worst =
                hurt.stream().map(ComponentModel::status).reduce(ComponentStatus.OPERATIONAL, ComponentStatus::worst);
        Impact claimed =
                open.stream().map(IncidentModel::impact).max(Impact::compareTo).orElse(Impact.NONE);
        Impact impact = max(Impact.of(worst), claimed);
        if (hurt.size() == leaves.size() && hurt.size() > 1 && worst == ComponentStatus.MAJOR_OUTAGE) {
            boolean allDown = hurt.stream().allMatch(each -> each.status() == ComponentStatus.MAJOR_OUTAGE);
            return new Headline(tone(impact), allDown ? "Everything is down" : "Every component has trouble", more);
        }
        List<ComponentModel> down =
                hurt.stream().filter(each -> each.status() == worst).toList();
        if (down.size() == 1) {
            ComponentModel one = down.getFirst();
            return new Headline(tone(impact), one.name() + " " + verb(worst), others(one, hurt) + more);
        }
        String title = switch (worst) {
            case MAJOR_OUTAGE -> "Major outage of some systems";
            case PARTIAL_OUTAGE -> "Some systems are partly down";
            case DEGRADED_PERFORMANCE -> "Some systems are slower than usual";
            case OPERATIONAL, UNDER_MAINTENANCE -> "Some systems have trouble";
        };
        return new Headline(tone(impact), title, more);
    }

    /// The rest of what is hurt: by name while that stays readable.
    private static String others(ComponentModel named, List<ComponentModel> hurt) {
        List<ComponentModel> rest =
                hurt.stream().filter(each -> !each.equals(named)).toList();
        if (rest.size() > 2) {
            return rest.size() + " more components have trouble. ";
        }
        return rest.stream()
                .map(each -> each.name() + " " + verb(each.status()) + ". ")
                .collect(Collectors.joining());
    }

    private static Headline openIncident(List<IncidentModel> open, String more) {
        Impact worst =
                open.stream().map(IncidentModel::impact).max(Impact::compareTo).orElse(Impact.NONE);
        Tone tone = worst == Impact.NONE ? Tone.MINOR : tone(worst);
        if (open.size() > 1) {
            return new Headline(tone, open.size() + " incidents are open", more);
        }
        String title = switch (open.getFirst().phase()) {
            case INVESTIGATING -> "We are investigating an incident";
            case IDENTIFIED -> "We are working on an incident";
            case MONITORING, RESOLVED, POSTMORTEM -> "A fix is in place, we are watching it";
        };
        return new Headline(tone, title, more);
    }

    private static Headline unknown(long unknown, List<ComponentModel> leaves) {
        if (unknown == leaves.size()) {
            return new Headline(
                    Tone.UNKNOWN, "Current state unknown", "Our measurements do not reach this page right now.");
        }
        String which = unknown == 1
                ? leaves.stream()
                                .filter(ComponentModel::unknown)
                                .findFirst()
                                .orElseThrow()
                                .name() + " is not being measured right now."
                : unknown + " components are not being measured right now.";
        return new Headline(Tone.UNKNOWN, "Partly unknown", which + " Nothing else shows trouble.");
    }

    private static String detail(PageModel page, List<ComponentModel> leaves) {
        long unknown = leaves.stream().filter(ComponentModel::unknown).count();
        int open = page.openIncidents().size();
        String incidents = open == 0
                ? "No incident has been published for it yet."
                : open == 1 ? "One incident is open." : open + " incidents are open.";
        return unknown == 0
                ? incidents
                : incidents + " The state of "
                        + (unknown == 1 ? "one component is unknown." : unknown + " components is unknown.");
    }

    private static String verb(ComponentStatus status) {
        return switch (status) {
            case MAJOR_OUTAGE -> "is down";
            case PARTIAL_OUTAGE -> "is partly down";
            case DEGRADED_PERFORMANCE -> "is slower than usual";
            case OPERATIONAL, UNDER_MAINTENANCE -> "has trouble";
        };
    }

    private static Tone tone(Impact impact) {
        return switch (impact) {
            case NONE -> Tone.GOOD;
            case MINOR -> Tone.MINOR;
            case MAJOR -> Tone.MAJOR;
            case CRITICAL -> Tone.CRITICAL;
        };
    }

    private static Impact max(Impact one, Impact other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
