package dev.candor.page;

import java.util.List;

/// The `status` of the v2 API: Statuspage's five indicators and seven sentences, and no others, because clients
/// switch on them. Rule: reference of Statuspage's own list, components without groups; see [#of].
public record Indicator(String word, String description) {
    static final Indicator OPERATIONAL = new Indicator("none", "All Systems Operational");
    static final Indicator MAJOR_OUTAGE = new Indicator("critical", "Major System Outage");
    static final Indicator PARTIAL_OUTAGE = new Indicator("major", "Partial System Outage");
    static final Indicator MINOR_OUTAGE = new Indicator("minor", "Minor Service Outage");
    static final Indicator DEGRADED = new Indicator("minor", "Degraded System Service");
    static final Indicator PARTLY_DEGRADED = new Indicator("minor", "Partially Degraded Service");
    static final Indicator MAINTENANCE = new Indicator("maintenance", "Service Under Maintenance");

    /// The worst of what the components show and what open incidents publish. Where the components already show as
    /// much harm as the incidents claim, the result is exactly Statuspage's; an incident that claims more than its
    /// components show lifts the result to its own impact. Not knowing changes nothing here.
    public static Indicator of(PageModel page) {
        List<ComponentStatus> states =
                page.leaves().stream().map(ComponentModel::status).toList();
        Impact shown = states.stream().map(Impact::of).max(Impact::compareTo).orElse(Impact.NONE);
        Impact claimed = page.openIncidents().stream()
                .map(IncidentModel::impact)
                .max(Impact::compareTo)
                .orElse(Impact.NONE);
        return claimed.compareTo(shown) > 0 ? ofImpact(claimed) : ofComponents(states);
    }

    /// Statuspage's table over components that are not groups.
    static Indicator ofComponents(List<ComponentStatus> states) {
        long major = count(states, ComponentStatus.MAJOR_OUTAGE);
        long partial = count(states, ComponentStatus.PARTIAL_OUTAGE);
        long degraded = count(states, ComponentStatus.DEGRADED_PERFORMANCE);
        int all = states.size();
        if (major > 0) {
            return major == all ? MAJOR_OUTAGE : PARTIAL_OUTAGE;
        }
        if (partial > 0) {
            return partial == all ? PARTIAL_OUTAGE : MINOR_OUTAGE;
        }
        if (degraded > 0) {
            return degraded == all ? DEGRADED : PARTLY_DEGRADED;
        }
        return count(states, ComponentStatus.UNDER_MAINTENANCE) > 0 ? MAINTENANCE : OPERATIONAL;
    }

    private static Indicator ofImpact(Impact impact) {
        return switch (impact) {
            case NONE -> OPERATIONAL;
            case MINOR -> PARTLY_DEGRADED;
            case MAJOR -> PARTIAL_OUTAGE;
            case CRITICAL -> MAJOR_OUTAGE;
        };
    }

    private static long count(List<ComponentStatus> states, ComponentStatus wanted) {
        return states.stream().filter(wanted::equals).count();
    }
}
