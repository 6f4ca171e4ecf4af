package dev.candor.detect.telemetry;

import dev.candor.detect.Signal;
import dev.candor.telemetry.window.Window;
import java.util.List;

/// Something that judges windows of requests one after the other and says what it tells paging.
@FunctionalInterface
public interface WindowRule {
    /// @param window the next closed one; in order of time, without holes
    List<Signal> step(Window window);
}
