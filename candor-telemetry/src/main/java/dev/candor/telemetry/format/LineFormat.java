package dev.candor.telemetry.format;

/// One log format. Keeps small caches, so it belongs to one stream; never throws, whatever the bytes.
public interface LineFormat {
    /// For operators: "nginx combined", "HAProxy HTTP", "JSON lines", "template".
    String name();

    /// Reads `[from, to)` into `hit`, which then refers to `bytes`.
    ///
    /// @param cut the line lost its tail on the way
    Parsed parse(byte[] bytes, int from, int to, boolean cut, Hit hit);
}
