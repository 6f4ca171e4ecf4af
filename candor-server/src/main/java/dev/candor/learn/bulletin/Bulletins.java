package dev.candor.learn.bulletin;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Page;
import dev.candor.learn.figures.Figuring;
import dev.candor.learn.figures.Measured;
import dev.candor.learn.figures.Summary;
import dev.candor.learn.postmortem.PostmortemDraft;
import dev.candor.page.PageModel;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.journal.Fact;
import dev.candor.platform.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Drafts a bulletin for each page once its week is over; a person finishes and publishes it.
public final class Bulletins implements Ticking {
    public static final int LONGEST = 50_000;
    private static final Duration EVERY = Duration.ofMinutes(30);
    private static final int NOTES = 20;

    private final Database ledger;
    private final BulletinStore store;
    private final Catalogs catalogs;
    private final Figuring figuring;
    private final Journal journal;
    private final BiFunction<String, Instant, Optional<PageModel>> pages;

    /// @param pages what a page (by slug) shows
    public Bulletins(
            Database ledger,
            BulletinStore store,
            Catalogs catalogs,
            Figuring figuring,
            Journal journal,
            BiFunction<String, Instant, Optional<PageModel>> pages) {
        this.ledger = ledger;
        this.store = store;
        this.catalogs = catalogs;
        this.figuring = figuring;
        this.journal = journal;
        this.pages = pages;
    }

    public BulletinStore store() {
        return store;
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        for (var item : catalogs.current().all(Page.KIND)) {
            Page page = item.value();
            Week over = Week.of(now, page.timeZone()).before();
            boolean wasThere = item.createdAt().isBefore(over.end(page.timeZone()));
            if (ledger.read(tx -> store.find(tx, page.slug(), over)).isEmpty()) {
                // Of a week before the page was there nobody says that nothing happened.
                pages.apply(page.slug(), now)
                        .filter(model -> wasThere || PublicDraft.knows(model, over))
                        .ifPresent(model -> {
                            String body = PublicDraft.of(model, over);
                            ledger.inTransaction(tx -> store.draft(tx, page.slug(), over, body, Journal.CANDOR, now));
                        });
            }
        }
        return Optional.of(now.plus(EVERY));
    }

    /// Keeps a person's text, or publishes it for good; empty when done, otherwise why not.
    public Optional<String> save(String page, Week week, String body, String by, boolean publish, Instant now) {
        if (body.isBlank() || body.length() > LONGEST) {
            return Optional.of("A bulletin has 1 to 50,000 characters; this one has " + body.length() + ".");
        }
        List<String> left = PostmortemDraft.left(body);
        if (publish && !left.isEmpty()) {
            return Optional.of("It is not finished: it still says " + String.join(" and ", left) + ".");
        }
        boolean saved = ledger.inTransaction(tx -> store.save(tx, page, week, body, by, publish, now));
        return saved ? Optional.empty() : Optional.of("It is published already, and stays as it is.");
    }

    /// A week for the team.
    public TeamWeek team(Tx tx, Week week, ZoneId zone, TeamWeek.Owed owed) {
        Summary summary = figuring.over(tx, week.begin(zone), week.end(zone));
        Map<Long, List<Fact>> did = new LinkedHashMap<>();
        for (Measured one : summary.incidents().stream().limit(100).toList()) {
            did.put(
                    one.incident().number(),
                    journal.newest(tx, one.incident().subject(), "incident.note", NOTES)
                            .reversed());
        }
        return new TeamWeek(week, summary, did, owed);
    }
}
