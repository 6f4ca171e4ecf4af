package dev.candor.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes what was opened, in reverse; goes on when one fails, naming it.
public final class Closers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closers.class);

    private record Owned(String name, AutoCloseable thing) {}

    private final Deque<Owned> owned = new ArrayDeque<>();

    /// Takes over the duty to close `thing`.
    public <T extends AutoCloseable> T own(String name, T thing) {
        owned.push(new Owned(name, thing));
        return thing;
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            Owned next = owned.pop();
            try {
                next.thing().close();
            } catch (Exception failure) {
                LOG.warn("Closing {} failed: {}", next.name(), failure.toString());
            }
        }
    }
}
