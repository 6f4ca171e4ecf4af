package dev.candor.page;

/// How bad an incident is for the public, in Statuspage's words, from harmless to worst.
public enum Impact {
    NONE("none", "No impact"),
    MINOR("minor", "Minor impact"),
    MAJOR("major", "Major impact"),
    CRITICAL("critical", "Critical impact");

    private final String wireName;
    private final String label;

    Impact(String wireName, String label) {
        this.wireName = wireName;
        this.label = label;
    }

    public String wireName() {
        return wireName;
    }

    public String label() {
        return label;
    }

    /// The impact a component in this state stands for: degraded is minor, a partial outage major, a major outage
    /// critical (Statuspage's table).
    public static Impact of(ComponentStatus status) {
        return switch (status) {
            case OPERATIONAL, UNDER_MAINTENANCE -> NONE;
            case DEGRADED_PERFORMANCE -> MINOR;
            case PARTIAL_OUTAGE -> MAJOR;
            case MAJOR_OUTAGE -> CRITICAL;
        };
    }
}
