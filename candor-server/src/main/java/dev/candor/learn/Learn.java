package dev.candor.learn;

import dev.candor.learn.history.HistoryOnPages;
import dev.candor.learn.history.HistoryStore;
import dev.candor.learn.history.ImportedHistory;
import dev.candor.learn.postmortem.PostmortemStore;
import dev.candor.platform.Platform;
import dev.candor.tell.page.History;
import java.time.Instant;
import java.util.List;

/// The domain's visible face: imported history and postmortems.
public final class Learn {
    private final Platform platform;
    private final HistoryStore history = new HistoryStore();
    private final PostmortemStore postmortems = new PostmortemStore();

    public Learn(Platform platform) {
        this.platform = platform;
    }

    public History onPages() {
        return new HistoryOnPages(history, postmortems);
    }

    public PostmortemStore postmortems() {
        return postmortems;
    }

    public HistoryStore history() {
        return history;
    }

    /// Stores what was read on a page's history; gives how many incidents are new.
    public int importInto(String page, List<ImportedHistory> histories) {
        Instant now = platform.clock().instant();
        return platform.ledger().inTransaction(tx -> {
            int added = 0;
            int position = 0;
            for (ImportedHistory read : histories) {
                for (var incident : read.incidents()) {
                    added += history.save(tx, page, read.source(), position++, incident, now) ? 1 : 0;
                }
            }
            return added;
        });
    }
}
