package dev.candor.app;

import dev.candor.page.ComponentModel;
import dev.candor.page.PageModel;
import dev.candor.page.PagePolicy;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotKey;
import dev.candor.page.SnapshotRenderer;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/// Small finished pages for tests.
final class Snapshots {
    private static final Instant NOW = Instant.parse("2026-08-12T14:32:00Z");

    private Snapshots() {}

    static Snapshot of(SnapshotKey key, String slug, long sequence, String name) {
        return new SnapshotRenderer(key)
                .render(new PageModel(
                        "shopshopshop",
                        slug,
                        name,
                        URI.create("https://status.shop.example"),
                        "Etc/UTC",
                        NOW,
                        NOW,
                        sequence,
                        List.of(ComponentModel.of("tilltilltill", "Till", NOW, 1)),
                        List.of(),
                        List.of(),
                        PagePolicy.usual()));
    }
}
