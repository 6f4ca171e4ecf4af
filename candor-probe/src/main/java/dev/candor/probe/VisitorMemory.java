package dev.candor.probe;

import dev.candor.probe.page.VisitorCache;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the returning visitors of all pages hold, 64 MiB together; the one not seen for longest is forgotten first,
/// and a restart forgets all: then they are new visitors once. A page whose configuration changes gets a new visitor.
final class VisitorMemory {
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_PAGES = 10_000;

    private final Map<PageSpec, VisitorCache> caches = new LinkedHashMap<>(16, 0.75f, true);
    private final long mostBytes;
    private long bytes;

    VisitorMemory() {
        this(MOST_BYTES);
    }

    VisitorMemory(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    synchronized VisitorCache of(PageSpec page) {
        if (page.cache() == PageCache.COLD) {
            return VisitorCache.EMPTY;
        }
        VisitorCache known = caches.get(page);
        return known == null ? VisitorCache.EMPTY : known;
    }

    synchronized void keep(PageSpec page, VisitorCache cache) {
        if (page.cache() == PageCache.COLD) {
            return;
        }
        VisitorCache known = caches.put(page, cache);
        bytes += cache.bytes() - (known == null ? 0 : known.bytes());
        var eldest = caches.entrySet().iterator();
        while ((bytes > mostBytes || caches.size() > MOST_PAGES) && eldest.hasNext()) {
            bytes -= eldest.next().getValue().bytes();
            eldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
