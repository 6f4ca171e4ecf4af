package dev.candor.learn;

import dev.candor.catalog.Catalogs;
import dev.candor.learn.boxes.TwoWeeks;
import dev.candor.learn.bulletin.BulletinStore;
import dev.candor.learn.bulletin.Bulletins;
import dev.candor.learn.figures.Cause;
import dev.candor.learn.figures.Figuring;
import dev.candor.learn.history.HistoryOnPages;
import dev.candor.learn.history.HistoryStore;
import dev.candor.learn.history.ImportedHistory;
import dev.candor.learn.postmortem.PostmortemStore;
import dev.candor.learn.postmortem.Postmortems;
import dev.candor.learn.similar.Similar;
import dev.candor.page.PageModel;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.respond.incident.Severity;
import dev.candor.tell.commitment.Keeping;
import dev.candor.tell.page.History;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// The domain's visible face: imported history, figures and postmortems.
public final class Learn {
    private final Platform platform;
    private final HistoryStore history = new HistoryStore();
    private final PostmortemStore postmortems = new PostmortemStore();
    private final BulletinStore bulletins = new BulletinStore();
    private final Postmortems writing;
    private final Figuring figures;
    private final TwoWeeks boxes;

    public Learn(Platform platform, Catalogs catalogs) {
        this.platform = platform;
        this.figures = new Figuring(platform.journal(), catalogs);
        this.boxes = new TwoWeeks(figures, history);
        this.writing = new Postmortems(
                platform.ledger(),
                postmortems,
                history,
                platform.journal(),
                new Keeping(platform.journal(), platform.ids()),
                platform.ids(),
                platform.clock());
    }

    public History onPages() {
        return new HistoryOnPages(history, postmortems, bulletins);
    }

    public PostmortemStore postmortems() {
        return postmortems;
    }

    /// What people do with postmortems.
    public Postmortems writing() {
        return writing;
    }

    public Figuring figures() {
        return figures;
    }

    /// Incidents that are over and owe a postmortem: readers heard of them, or they were SEV1 or SEV2; of the last 90
    /// days, newest first.
    public List<Incident> pending(Tx tx, Instant now) {
        return figures.detected(tx, now.minus(Duration.ofDays(90)), now.plusSeconds(1)).stream()
                .filter(incident -> !incident.open())
                .filter(incident -> incident.isPublic() || incident.severity().compareTo(Severity.SEV2) <= 0)
                .filter(incident -> postmortems.published(tx, incident.id()).isEmpty())
                .toList();
    }

    /// What a person says caused an incident; on its timeline.
    public void say(Incident incident, Cause cause, String by) {
        Instant now = platform.clock().instant();
        platform.ledger().inTransaction(tx -> {
            figures.store().cause(tx, incident.id(), cause, by, now);
            platform.journal().note(tx, incident.subject(), "incident.cause", by, "The cause: " + cause.words(), now);
            return true;
        });
    }

    /// Past incidents like this one, among the newest 500.
    public List<Similar> similar(Tx tx, Incident incident) {
        return Similar.to(incident, new IncidentStore().list(tx, incident.number(), 500));
    }

    /// What drafts and publishes weeks.
    ///
    /// @param pages what a page (by slug) shows
    public Bulletins bulletins(Catalogs catalogs, BiFunction<String, Instant, Optional<PageModel>> pages) {
        return new Bulletins(platform.ledger(), bulletins, catalogs, figures, platform.journal(), pages);
    }

    /// Two weeks at a look.
    public TwoWeeks boxes() {
        return boxes;
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
