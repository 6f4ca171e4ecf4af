package dev.candor.page.kit;

import dev.candor.page.PageModel;
import dev.candor.page.SnapshotKey;
import java.util.List;

/// All that is needed to speak on a page without its server. **Secret**: whoever has it can sign the page.
///
/// @param model what the page showed last
/// @param words said by hand and not yet taken in by a server, the oldest first
public record Kit(PageModel model, SnapshotKey key, List<HandWord> words) {
    public Kit {
        words = List.copyOf(words);
    }

    public String slug() {
        return model.slug();
    }

    /// The same, with every word taken in.
    public Kit withoutWords() {
        return new Kit(model, key, List.of());
    }

    /// A page under another number.
    static PageModel numbered(PageModel page, long sequence) {
        return new PageModel(
                page.id(),
                page.slug(),
                page.name(),
                page.url(),
                page.timeZone(),
                page.updatedAt(),
                page.renderedAt(),
                sequence,
                page.components(),
                page.incidents(),
                page.maintenances(),
                page.policy(),
                page.bulletins());
    }

    /// What reading a kit came to.
    public sealed interface Read {
        record Whole(Kit kit) implements Read {}

        /// There is none.
        record Absent() implements Read {}

        /// @param why in plain words
        record Refused(String why) implements Read {}
    }
}
