package dev.candor.app.cli;

import dev.candor.page.EdgeNode;
import dev.candor.page.Trust;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An edge node's settings from the command line's words.
final class EdgeSettings {
    private EdgeSettings() {}

    static EdgeNode.Settings of(
            List<String> origins, String listen, @Nullable List<String> trust, @Nullable Path keep) {
        int colon = listen.lastIndexOf(':');
        if (colon < 1 || !listen.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("--listen: expected HOST:PORT, found `" + listen + "`");
        }
        return new EdgeNode.Settings(
                origins,
                new InetSocketAddress(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1))),
                Duration.ofSeconds(5),
                Optional.ofNullable(keep),
                trust == null ? Trust.firstSeen() : Trust.keys(Set.copyOf(trust)));
    }
}
