package dev.candor.tell.page;

import dev.candor.catalog.Page;
import dev.candor.page.PageModel;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotKey;

/// A finished page on its way to readers, with what it was made of: whoever keeps both can speak without us.
///
/// @param key what `snapshot` was signed with
/// @param page as configured
/// @param first also shown under `/`
public record Publication(Snapshot snapshot, PageModel model, SnapshotKey key, Page page, boolean first) {}
