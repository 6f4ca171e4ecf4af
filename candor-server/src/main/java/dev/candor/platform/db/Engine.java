package dev.candor.platform.db;

/// The two engines, and the few words in which their SQL differs.
public enum Engine {
    SQLITE("BLOB"),
    POSTGRESQL("BYTEA");

    private final String bytesType;

    Engine(String bytesType) {
        this.bytesType = bytesType;
    }

    /// The column type for bytes, filled into migrations as `${bytes}`.
    public String bytesType() {
        return bytesType;
    }
}
