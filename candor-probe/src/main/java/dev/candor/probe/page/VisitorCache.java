package dev.candor.probe.page;

import java.net.URI;
import java.util.Map;

/// What the browser of a returning visitor holds of a page: which answers, how long they may be used, how to ask
/// whether they are still good. Immutable; a `Visit` makes the next one. 1,000 answers and 2 MiB at most.
public final class VisitorCache {
    /// A visitor who was never here.
    public static final VisitorCache EMPTY = new VisitorCache(Map.of(), 0);

    static final int MOST_ENTRIES = 1000;
    static final long MOST_BYTES = 2 << 20;

    final Map<URI, Held> held;
    private final long bytes;

    VisitorCache(Map<URI, Held> held, long bytes) {
        this.held = held;
        this.bytes = bytes;
    }

    public boolean isEmpty() {
        return held.isEmpty();
    }

    public int size() {
        return held.size();
    }

    /// About how much memory it takes.
    public long bytes() {
        return bytes;
    }
}
