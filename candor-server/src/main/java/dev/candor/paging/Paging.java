package dev.candor.paging;

import dev.candor.catalog.Catalogs;
import dev.candor.detect.Detect;
import dev.candor.detect.monitor.MonitorStore;
import dev.candor.detect.monitor.StillFailing;
import dev.candor.paging.alert.AlertEvents;
import dev.candor.paging.alert.AlertStore;
import dev.candor.paging.alert.Alerts;
import dev.candor.paging.alert.Silences;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.escalation.EscalationStore;
import dev.candor.paging.escalation.Escalations;
import dev.candor.paging.escalation.Reach;
import dev.candor.platform.Platform;

/// The domain's visible face: signals become alerts, alerts page people until somebody answers.
public final class Paging {
    private final AlertStore store = new AlertStore();
    private final Alerts alerts;
    private final Escalations escalations;
    private final Catalogs catalogs;
    private final PageText text;
    private final Ways ways;

    /// @param events who builds on alerts, in their transaction
    /// @param ways that can work, by the settings
    public Paging(
            Platform platform,
            Catalogs catalogs,
            Detect detect,
            Silences silences,
            AlertEvents events,
            PageText text,
            Ways ways) {
        this.catalogs = catalogs;
        this.text = text;
        this.ways = ways;
        this.escalations = new Escalations(
                platform.ledger(),
                new EscalationStore(),
                store,
                platform.outbox(),
                catalogs,
                platform.access(),
                platform.journal(),
                platform.random(),
                text,
                ways,
                events::background);
        this.alerts = new Alerts(
                platform.ledger(),
                detect.signals(),
                store,
                new StillFailing(new MonitorStore(), catalogs),
                escalations,
                catalogs,
                silences,
                events,
                platform.journal(),
                platform.ids(),
                platform.clock());
    }

    public Alerts alerts() {
        return alerts;
    }

    public Escalations escalations() {
        return escalations;
    }

    /// Which ways of reaching somebody can work.
    public Ways ways() {
        return ways;
    }

    /// Whom pages would reach, by what is configured now.
    public Reach reach() {
        return new Reach(catalogs.current(), ways);
    }

    public PageText text() {
        return text;
    }
}
