package dev.candor.app;

import dev.candor.page.SnapshotDirectory;
import dev.candor.page.Trust;
import dev.candor.page.kit.Kit;
import dev.candor.tell.hand.HandWords;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// At a start: what was said by hand with this data folder becomes part of the ledger, and every page goes on above
/// all that was published without us. May be repeated: it ends the same, also when it was cut off in the middle.
final class HandTaking {
    private static final Logger LOG = LoggerFactory.getLogger(HandTaking.class);

    private final KeptPages pages;
    private final Settings settings;
    private final HandWords words;

    HandTaking(Starting starting, Settings settings, HandWords words) {
        this.pages = starting.keptPages();
        this.settings = settings;
        this.words = words;
    }

    /// @throws dev.candor.platform.db.DatabaseException UNAVAILABLE: the database is away, try again
    void all() {
        for (String slug : pages.kits().slugs()) {
            switch (pages.kits().read(slug)) {
                case Kit.Read.Whole(Kit kit) -> take(kit);
                case Kit.Read.Absent() -> {}
                case Kit.Read.Refused(String why) -> {
                    LOG.error("What was said by hand on {}, if anything, is kept aside: {}", slug, why);
                    keepAside(slug);
                }
            }
        }
    }

    private void take(Kit kit) {
        long newest = Math.max(kit.model().sequence(), newest(kit.slug()));
        try {
            HandWords.Taken taken = words.take(kit.slug(), newest, kit.words(), "the start");
            if (taken.words() > 0) {
                LOG.info(
                        "{} said by hand on {} while we were away: incident {}",
                        taken.words() == 1 ? "One word was" : taken.words() + " words were",
                        kit.slug(),
                        String.join(
                                ", ",
                                taken.incidents().stream().map(String::valueOf).toList()));
            }
        } catch (RuntimeException failure) {
            if (Arrival.isAway(failure)) {
                throw failure;
            }
            LOG.error("What was said by hand on {} could not be taken over: it is kept aside", kit.slug(), failure);
            keepAside(kit.slug());
            return;
        }
        if (!kit.words().isEmpty()) {
            try {
                pages.kits().write(kit.withoutWords());
            } catch (IOException disk) {
                LOG.warn("The words said by hand are looked at again at the next start: {}", disk.getMessage());
            }
        }
    }

    private long newest(String slug) {
        long elsewhere = settings.pageDirectory()
                .map(folder -> new SnapshotDirectory(folder, Trust.keys(Set.of()))
                        .newest(slug)
                        .orElse(0))
                .orElse(0L);
        return Math.max(elsewhere, pages.newest(slug).orElse(0));
    }

    /// A word that cannot be stored must not keep everything else from starting; nor may it be lost.
    private void keepAside(String slug) {
        try {
            pages.kits().keepAside(slug);
        } catch (IOException disk) {
            throw new IllegalStateException(
                    "what was said by hand on " + slug + " can be neither taken over nor kept", disk);
        }
    }
}
