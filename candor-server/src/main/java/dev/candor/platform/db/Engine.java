package dev.candor.platform.db;

import java.util.Optional;

/// The two engines, and the few words in which their SQL differs.
public enum Engine {
    SQLITE("BLOB", Optional.empty()),
    POSTGRESQL("BYTEA", Optional.of("SELECT 1 AS n FROM pg_advisory_xact_lock(hashtext(?))"));

    private final String bytesType;
    private final Optional<String> lock;

    Engine(String bytesType, Optional<String> lock) {
        this.bytesType = bytesType;
        this.lock = lock;
    }

    /// Waits until no other transaction holds the lock of a name; held until the transaction ends. Empty where there
    /// is one writer anyway.
    Optional<String> lock() {
        return lock;
    }

    /// The column type for bytes, filled into migrations as `${bytes}`.
    public String bytesType() {
        return bytesType;
    }
}
