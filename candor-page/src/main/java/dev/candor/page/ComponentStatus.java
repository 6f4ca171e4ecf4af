package dev.candor.page;

/// The five states of a component, in Statuspage's words. The order is from best to worst for a reader: planned work
/// is better than any trouble. "Unknown" is not one of them, see [ComponentModel#unknown()].
public enum ComponentStatus {
    OPERATIONAL("operational", "Operational"),
    UNDER_MAINTENANCE("under_maintenance", "Under maintenance"),
    DEGRADED_PERFORMANCE("degraded_performance", "Degraded performance"),
    PARTIAL_OUTAGE("partial_outage", "Partial outage"),
    MAJOR_OUTAGE("major_outage", "Major outage");

    private final String wireName;
    private final String label;

    ComponentStatus(String wireName, String label) {
        this.wireName = wireName;
        this.label = label;
    }

    /// The word in the v2 API: `major_outage`.
    public String wireName() {
        return wireName;
    }

    /// The word for people: `Major outage`.
    public String label() {
        return label;
    }

    public boolean worseThan(ComponentStatus other) {
        return compareTo(other) > 0;
    }

    public static ComponentStatus worst(ComponentStatus one, ComponentStatus other) {
        return one.worseThan(other) ? one : other;
    }
}
