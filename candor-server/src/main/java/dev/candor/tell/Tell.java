package dev.candor.tell;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.detect.Detect;
import dev.candor.paging.channel.Ways;
import dev.candor.platform.Platform;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.tell.commitment.Commitments;
import dev.candor.tell.hand.HandWords;
import dev.candor.tell.maintenance.Maintenances;
import dev.candor.tell.page.ComponentStatusStore;
import dev.candor.tell.page.History;
import dev.candor.tell.page.PageModels;
import dev.candor.tell.page.PageStore;
import dev.candor.tell.page.Pages;
import dev.candor.tell.subscriber.SubscribeForward;
import dev.candor.tell.subscriber.SubscriberStore;
import dev.candor.tell.subscriber.Subscribers;
import dev.candor.tell.update.UpdateStore;
import dev.candor.tell.update.Updates;
import java.util.function.Supplier;

/// The domain's visible face: words, pages, subscribers, maintenances.
public final class Tell {
    private final Commitments commitments;
    private final Updates updates;
    private final Subscribers subscribers;
    private final Maintenances maintenances;
    private final Pages pages;
    private final SubscribeForward forward;
    private final HandWords handWords;

    /// @param ways those by which readers can be told at all: without mail the pages offer none
    /// @param history what learning adds to pages
    /// @param pagesUrl where readers find the pages, without a slash at the end; asked late because the port may be
    /// picked at the start
    public Tell(
            Platform platform,
            Catalogs catalogs,
            Detect detect,
            Ways ways,
            History history,
            Pages.Publisher publisher,
            Supplier<String> pagesUrl) {
        boolean mailsLeave = ways.mailsLeave();
        var pageStore = new PageStore(platform.secrets());
        var updateStore = new UpdateStore();
        var incidents = new IncidentStore();
        var statuses = new ComponentStatusStore(platform.ids());
        var maintenanceStore = new MaintenanceStore();
        this.subscribers = new Subscribers(
                platform.ledger(),
                new SubscriberStore(),
                pageStore,
                platform.outbox(),
                platform.access(),
                platform.ids(),
                platform.random(),
                platform.clock(),
                pagesUrl,
                mailsLeave);
        this.commitments = new Commitments(platform, catalogs);
        this.updates = new Updates(
                platform.ledger(),
                updateStore,
                incidents,
                subscribers,
                catalogs,
                detect.verdicts(),
                platform.journal(),
                commitments.keeping(),
                platform.ids(),
                platform.random(),
                platform.clock());
        this.maintenances = new Maintenances(
                platform.ledger(),
                catalogs,
                maintenanceStore,
                platform.journal(),
                platform.ids(),
                platform.random(),
                platform.clock());
        this.pages = new Pages(
                platform.ledger(),
                catalogs,
                detect.verdicts(),
                pageStore,
                statuses,
                incidents,
                updateStore,
                maintenanceStore,
                new PageModels(statuses, updateStore, incidents, maintenanceStore, history, mailsLeave),
                publisher,
                pagesUrl);
        this.forward = new SubscribeForward(subscribers, catalogs);
        this.handWords = new HandWords(
                platform.ledger(),
                catalogs,
                incidents,
                updateStore,
                pageStore,
                statuses,
                subscribers,
                commitments.keeping(),
                platform.journal(),
                platform.audit(),
                platform.ids(),
                platform.clock());
    }

    /// What was promised for when.
    public Commitments commitments() {
        return commitments;
    }

    public Updates updates() {
        return updates;
    }

    public Subscribers subscribers() {
        return subscribers;
    }

    public Maintenances maintenances() {
        return maintenances;
    }

    public Pages pages() {
        return pages;
    }

    /// What was said while no server ran.
    public HandWords handWords() {
        return handWords;
    }

    public SubscribeForward forward() {
        return forward;
    }
}
