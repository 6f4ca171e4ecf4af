package dev.candor.page;

/// The public phases of an incident, in their usual order. The first three are open.
public enum IncidentPhase implements Phase {
    INVESTIGATING("investigating", "Investigating"),
    IDENTIFIED("identified", "Identified"),
    MONITORING("monitoring", "Monitoring"),
    RESOLVED("resolved", "Resolved"),
    POSTMORTEM("postmortem", "Postmortem");

    private final String wireName;
    private final String label;

    IncidentPhase(String wireName, String label) {
        this.wireName = wireName;
        this.label = label;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    @Override
    public String label() {
        return label;
    }

    public boolean open() {
        return compareTo(RESOLVED) < 0;
    }
}
