package dev.candor.page;

/// The states of planned work, in their order.
public enum MaintenanceState implements Phase {
    SCHEDULED("scheduled", "Scheduled"),
    IN_PROGRESS("in_progress", "In progress"),
    VERIFYING("verifying", "Verifying"),
    COMPLETED("completed", "Completed");

    private final String wireName;
    private final String label;

    MaintenanceState(String wireName, String label) {
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

    /// Work is going on now: in progress or verifying.
    public boolean active() {
        return this == IN_PROGRESS || this == VERIFYING;
    }
}
