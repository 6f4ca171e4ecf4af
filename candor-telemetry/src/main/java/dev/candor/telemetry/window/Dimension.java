package dev.candor.telemetry.window;

/// By what requests are told apart. The order is the order in encoded windows.
public enum Dimension {
    ROUTE,
    STATUS,
    METHOD,
    HOST,
    UPSTREAM,
    CUSTOMER,
    CLIENT,
    REGION;

    /// For sentences: "upstream n7".
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
