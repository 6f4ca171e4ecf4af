package dev.candor.app;

import dev.candor.catalog.Page;
import dev.candor.page.ComponentModel;
import dev.candor.page.PageModel;
import dev.candor.page.PagePolicy;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotKey;
import dev.candor.page.SnapshotRenderer;
import dev.candor.tell.page.Publication;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/// Small finished pages for tests.
final class Snapshots {
    private static final Instant NOW = Instant.parse("2026-08-12T14:32:00Z");

    private Snapshots() {}

    static Snapshot of(SnapshotKey key, String slug, long sequence, String name) {
        return new SnapshotRenderer(key).render(model(slug, sequence, name));
    }

    static Publication publication(SnapshotKey key, Page page, long sequence, String name) {
        PageModel model = model(page.slug(), sequence, name);
        return new Publication(new SnapshotRenderer(key).render(model), model, key, page, true);
    }

    private static PageModel model(String slug, long sequence, String name) {
        return new PageModel(
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
                PagePolicy.usual());
    }
}
