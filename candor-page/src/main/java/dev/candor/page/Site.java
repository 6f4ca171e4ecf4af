package dev.candor.page;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One page ready to be served: every path with its finished answer.
final class Site {
    private final Snapshot snapshot;
    private final Optional<String> host;
    private final Map<String, PreparedAnswer> byPath;

    private Site(Snapshot snapshot, Optional<String> host, Map<String, PreparedAnswer> byPath) {
        this.snapshot = snapshot;
        this.host = host;
        this.byPath = byPath;
    }

    /// @param before the site that stands now, for what did not change
    static Site of(Snapshot snapshot, Optional<String> host, Optional<Site> before) {
        var byPath = new HashMap<String, PreparedAnswer>();
        for (SnapshotFile file : snapshot.files()) {
            put(byPath, file, snapshot, before);
        }
        put(byPath, SnapshotFile.of(Manifest.PATH, "application/json", snapshot.manifest()), snapshot, before);
        put(
                byPath,
                SnapshotFile.of(Manifest.SIGNATURE_PATH, "application/json", snapshot.signatureFile()),
                snapshot,
                before);
        return new Site(snapshot, host, Map.copyOf(byPath));
    }

    private static void put(
            Map<String, PreparedAnswer> byPath, SnapshotFile file, Snapshot snapshot, Optional<Site> before) {
        Optional<PreparedAnswer> old = before.flatMap(site -> Optional.ofNullable(site.byPath.get(file.urlPath())));
        PreparedAnswer answer = PreparedAnswer.of(file, snapshot, old);
        byPath.put(file.urlPath(), answer);
        // A mirror fetches by file name, so files answer under it, too.
        byPath.put(file.path(), answer);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    Optional<String> host() {
        return host;
    }

    /// @param path below the page's root, without a leading slash
    @Nullable
    PreparedAnswer answer(String path) {
        return byPath.get(path);
    }
}
