package dev.candor.app.demo;

import dev.candor.app.Candor;
import dev.candor.base.ids.Ids;
import dev.candor.base.json.Json;
import dev.candor.base.time.Durations;
import dev.candor.catalog.Code;
import dev.candor.catalog.Numbers;
import dev.candor.page.ComponentStatus;
import dev.candor.page.Impact;
import dev.candor.page.IncidentPhase;
import dev.candor.paging.alert.Alert;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.Severity;
import dev.candor.tell.commitment.Keeping;
import dev.candor.tell.commitment.Promise;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes one story of the past: its alert, its incident, what was said, what was learned.
final class DemoIncident {
    private final Candor candor;
    private final String page;
    private final Ids ids;

    DemoIncident(Candor candor, String page) {
        this.candor = candor;
        this.page = page;
        this.ids = candor.platform().ids();
    }

    void write(Tx tx, DemoStories.Story story, Instant now) {
        Instant detected = story.startedAt().plus(story.detected());
        Instant acknowledged = story.startedAt().plus(story.acknowledged());
        Map<String, ComponentStatus> components = new LinkedHashMap<>();
        story.components().forEach((name, status) -> components.put(DemoPast.code(name), status));
        Alert alert = alert(tx, story, detected);
        Incident incident = incident(story, Numbers.next(tx, "incident"), detected, acknowledged, components);
        candor.respond().incidents().store().insert(tx, incident);
        var alerts = candor.paging().alerts().store();
        alerts.joinIncident(tx, alert.id(), incident.id());
        fact(
                tx,
                alert.subject(),
                "evidence.first",
                Journal.CANDOR,
                "First bad evidence: " + story.summary(),
                story.startedAt());
        fact(
                tx,
                alert.subject(),
                "alert.triggered",
                Journal.CANDOR,
                "Alert " + alert.number() + ": " + story.summary(),
                detected);
        fact(
                tx,
                incident.subject(),
                "incident.opened",
                Journal.CANDOR,
                "Incident " + incident.number() + " opened by alert " + alert.number(),
                detected);
        fact(
                tx,
                alert.subject(),
                "page.planned",
                Journal.CANDOR,
                "Paging " + story.commander() + " (step 1)",
                detected);
        fact(
                tx,
                alert.subject(),
                "page.sent",
                Journal.CANDOR,
                "Sent to " + story.commander() + " by ntfy",
                Map.of("person", story.commander()),
                detected.plusMillis(640));
        alerts.acknowledge(tx, alert.id(), story.commander(), acknowledged);
        fact(
                tx,
                alert.subject(),
                "alert.acknowledged",
                story.commander(),
                story.commander() + " acknowledged alert " + alert.number(),
                acknowledged);
        story.happened()
                .forEach(one -> fact(
                        tx,
                        incident.subject(),
                        "incident.note",
                        one.actor(),
                        one.text(),
                        story.startedAt().plus(one.after())));
        story.said().forEach(said -> update(tx, story, incident, said, components));
        alerts.resolve(tx, alert.id(), "monitor/" + story.monitor(), story.endedAt());
        fact(
                tx,
                alert.subject(),
                "alert.resolved",
                Journal.CANDOR,
                "Alert " + alert.number() + " resolved by monitor/" + story.monitor(),
                story.endedAt());
        fact(
                tx,
                incident.subject(),
                "incident.mitigated",
                Journal.CANDOR,
                "All its alerts ended; watching for 10 minutes",
                story.endedAt());
        fact(
                tx,
                incident.subject(),
                "incident.resolved",
                Journal.CANDOR,
                "Resolved; the harm lasted " + Durations.words(story.lasted()),
                story.endedAt());
        story.cause().ifPresent(cause -> candor.learn().figures().store().cause(tx, incident.id(), cause, "cleo", now));
        new DemoAftermath(candor).write(tx, story, incident, now);
        if (!story.postmortem().isEmpty()) {
            candor.learn().postmortems().save(tx, incident.id(), story.postmortem(), story.commander(), true, now);
        }
    }

    private Alert alert(Tx tx, DemoStories.Story story, Instant detected) {
        String source = "monitor/" + story.monitor();
        var alert = new Alert(
                ids.next(),
                Numbers.next(tx, "alert"),
                story.service(),
                source,
                source,
                story.severity(),
                story.summary(),
                Json.object("monitor", story.monitor()),
                new Alert.State.Triggered(),
                "",
                1,
                story.startedAt(),
                detected,
                detected,
                Optional.empty());
        candor.paging().alerts().store().insert(tx, alert);
        return alert;
    }

    private Incident incident(
            DemoStories.Story story,
            long number,
            Instant detected,
            Instant acknowledged,
            Map<String, ComponentStatus> components) {
        Impact impact = components.values().stream()
                .map(Impact::of)
                .max(Impact::compareTo)
                .orElse(Impact.NONE);
        Severity severity = switch (story.severity()) {
            case CRITICAL -> Severity.SEV2;
            case ERROR -> Severity.SEV3;
            case WARNING, INFO -> Severity.SEV4;
        };
        Instant ended = story.endedAt();
        // Resolved on the page: its components are the monitors' again.
        Map<String, ComponentStatus> over = new LinkedHashMap<>(components);
        over.replaceAll((_, _) -> ComponentStatus.OPERATIONAL);
        return new Incident(
                ids.next(),
                Code.next(candor.platform().random()),
                number,
                story.summary(),
                story.publicTitle(),
                story.service(),
                severity,
                Incident.State.RESOLVED,
                IncidentPhase.RESOLVED,
                Incident.Visibility.PUBLIC,
                impact,
                over,
                story.commander(),
                story.startedAt(),
                detected,
                Optional.of(acknowledged),
                Optional.of(ended),
                Optional.of(ended),
                detected,
                ended,
                0);
    }

    private void update(
            Tx tx,
            DemoStories.Story story,
            Incident incident,
            DemoStories.Said said,
            Map<String, ComponentStatus> components) {
        Instant at = story.startedAt().plus(said.after());
        boolean over = said.phase() == IncidentPhase.MONITORING || said.phase() == IncidentPhase.RESOLVED;
        var words = new LinkedHashMap<String, String>();
        components.forEach(
                (code, status) -> words.put(code, over ? ComponentStatus.OPERATIONAL.wireName() : status.wireName()));
        tx.update(
                "INSERT INTO incident_update (id, code, incident, page, phase, body, components, author, display_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ids.next(),
                Code.next(candor.platform().random()),
                incident.id(),
                page,
                said.phase(),
                said.body(),
                Json.write(words),
                story.commander(),
                at,
                at);
        fact(
                tx,
                incident.subject(),
                "update.published",
                story.commander(),
                "On Larkspur Tea (" + said.phase().wireName() + "): " + said.body(),
                at);
        Keeping keeping = candor.tell().commitments().keeping();
        keeping.said(tx, incident, page, said.phase().open(), story.commander(), at);
        List<Promise> promises = said.promised().entrySet().stream()
                .map(one -> Promise.of(one.getKey(), at.plus(one.getValue())))
                .toList();
        keeping.make(tx, incident, page, promises, story.commander(), at);
    }

    private void fact(Tx tx, String subject, String kind, String actor, String text, Instant at) {
        fact(tx, subject, kind, actor, text, Map.of(), at);
    }

    private void fact(
            Tx tx, String subject, String kind, String actor, String text, Map<String, String> detail, Instant at) {
        candor.platform().journal().note(tx, subject, kind, actor, text, detail, at, at);
    }
}
