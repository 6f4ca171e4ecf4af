package dev.candor.telemetry.line;

/// Takes lines. The bytes belong to the giver and change after the call.
@FunctionalInterface
public interface LineSink {
    /// @param from first byte of the line in `bytes`
    /// @param to one past its last byte, without the line end
    /// @param cut the line was longer than the limit and lost its tail here
    void line(byte[] bytes, int from, int to, boolean cut);
}
