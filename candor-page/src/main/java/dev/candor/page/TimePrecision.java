package dev.candor.page;

/// How exactly the times of an incident are known. Imported history is often coarser than our own records.
public enum TimePrecision {
    SECOND,
    MINUTE,
    HOUR,
    DAY
}
