package dev.candor.lab.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A small system from real parts, at rest when it is made, that can be broken and mended.
public interface Miniature extends AutoCloseable {
    /// What the drill's `candor.yaml` calls `${NAME}`.
    Map<String, String> values();

    /// The fault, by a switch outside the code: a file, a signal, a statement.
    void strike() throws Exception;

    /// When the first customer was harmed, where that is later than the strike: the limits count from there.
    default Optional<Instant> harmedAt() {
        return Optional.empty();
    }

    /// The fault ends.
    void mend() throws Exception;

    /// Whether it has caught up after the fault, so that the run may end.
    default boolean settled() {
        return true;
    }

    /// How often customers did not get what they asked for.
    long userErrors();

    /// What was promised to customers and is gone for ever.
    default int lost() {
        return 0;
    }

    /// What else was measured, by name, for `--json`.
    default Map<String, @Nullable Object> facts() {
        return Map.of();
    }

    /// What this drill wants of the run besides the limits all drills have; a line for each thing missed.
    List<String> missed(Mode mode, Sightings seen);

    /// Ends everything. Must not throw.
    @Override
    void close();
}
