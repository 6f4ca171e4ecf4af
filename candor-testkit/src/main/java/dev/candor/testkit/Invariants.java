package dev.candor.testkit;

import dev.candor.base.json.Json;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// What must be true at any time, and what must have become true once the storm is over for a while.
final class Invariants {
    private final SimulatedWorld world;

    Invariants(SimulatedWorld world) {
        this.world = world;
    }

    /// True between any two transactions.
    void always() {
        world.database().read(tx -> {
            none(
                    tx,
                    "an alert that needs somebody has no next step",
                    "SELECT number || '' AS what FROM alert WHERE state = 'triggered' AND muted = '' AND id NOT IN (SELECT alert FROM escalation WHERE state = 'running')");
            none(
                    tx,
                    "an open alert has no open incident",
                    "SELECT number || ' of ' || service AS what FROM alert WHERE state <> 'resolved' AND severity <> 'info' AND substr(muted, 1, 12) <> 'maintenance ' AND (incident IS NULL OR incident NOT IN (SELECT id FROM incident WHERE state <> 'resolved'))");
            none(
                    tx,
                    "an incident watches while one of its alerts is open",
                    "SELECT number || '' AS what FROM incident WHERE state = 'mitigated' AND id IN (SELECT incident FROM alert WHERE state <> 'resolved' AND incident IS NOT NULL)");
            none(tx, "an incident is under way without an open alert or a monitor that will speak up again", """
                    SELECT number || '' AS what FROM incident
                     WHERE state IN ('triggered', 'acknowledged')
                       AND id NOT IN (SELECT incident FROM alert WHERE state <> 'resolved' AND incident IS NOT NULL)
                       AND NOT EXISTS (SELECT 1 FROM monitor_state WHERE state LIKE '%"signalling":true%'
                                          AND state LIKE '%"service":"' || incident.service || '"%')
                    """);
            none(
                    tx,
                    "somebody was alerted for what could not be looked at",
                    "SELECT number || '' AS what FROM alert WHERE service = 'dark'");
            return true;
        });
    }

    /// True when everything had time to settle after the storm.
    void atTheEnd() {
        always();
        world.database().read(tx -> {
            watched(tx);
            signals(tx);
            messages(tx);
            turns(tx);
            none(
                    tx,
                    "an alert is still open",
                    "SELECT number || ' of ' || service || '/' || dedup_key AS what FROM alert WHERE state <> 'resolved'");
            none(tx, "an escalation still runs", "SELECT alert AS what FROM escalation WHERE state = 'running'");
            none(
                    tx,
                    "an incident is still open",
                    "SELECT number || ' ' || state AS what FROM incident WHERE state <> 'resolved'");
            none(tx, "a maintenance is still open", "SELECT name AS what FROM maintenance WHERE state <> 'completed'");
            none(
                    tx,
                    "an alert has not exactly one beginning and one end in the journal",
                    "SELECT number || '' AS what FROM alert WHERE (SELECT count(*) FROM journal WHERE subject = 'alert/' || alert.id AND kind = 'alert.triggered') <> 1 OR (SELECT count(*) FROM journal WHERE subject = 'alert/' || alert.id AND kind = 'alert.resolved') <> 1");
            return true;
        });
        page();
    }

    private void watched(Tx tx) {
        tx.list("SELECT what FROM violation LIMIT 5", row -> row.text("what")).forEach(world::violated);
    }

    private void signals(Tx tx) {
        none(
                tx,
                "a signal was never decided",
                "SELECT source || ' ' || summary AS what FROM signal WHERE state <> 'done' OR outcome = ''");
        var stored = new LinkedHashSet<>(tx.list("SELECT id FROM signal", row -> row.uuid("id")));
        world.services().accepted().forEach((id, what) -> {
            if (!stored.contains(id)) {
                world.violated("an accepted signal was lost: " + what);
            }
        });
    }

    private record Message(String key, String kind, String state, String subject) {}

    private void messages(Tx tx) {
        List<Message> all = tx.list(
                "SELECT key, kind, state, subject FROM outbox ORDER BY id",
                row -> new Message(row.text("key"), row.text("kind"), row.text("state"), row.text("subject")));
        for (Message message : all) {
            boolean arrived =
                    message.kind().equals("subscribers") || world.provider().copies(message.key()) > 0;
            switch (message.state()) {
                case "sent" -> unless(arrived, "a message counts as sent and never arrived: " + message.key());
                case "dead" ->
                    unless(
                            world.provider().refused(message.key()),
                            "a message was given up though nobody refused it: " + message.key());
                case "cancelled" ->
                    unless(
                            message.key().startsWith("page/"),
                            "a message was cancelled that nobody answered: " + message.key());
                default -> world.violated("a message is still " + message.state() + ": " + message.key());
            }
        }
        none(
                tx,
                "readers are mailed about an update that does not exist",
                "SELECT key AS what FROM outbox WHERE kind = 'subscribers' AND NOT EXISTS (SELECT 1 FROM incident_update WHERE outbox.key = 'fan-out/' || page || '/' || code || '/')");
        none(
                tx,
                "readers are not mailed about an update",
                "SELECT code AS what FROM incident_update WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.key = 'fan-out/' || page || '/' || code || '/')");
        var planned = new LinkedHashSet<String>();
        all.forEach(message -> planned.add(message.key()));
        world.provider()
                .inbox()
                .forEach(message -> unless(
                        planned.contains(message.key()), "a message arrived that nobody planned: " + message.key()));
    }

    /// Every turn an escalation took left its line in the journal and its pages in the outbox, in order and none twice.
    private void turns(Tx tx) {
        var pages = new LinkedHashMap<String, Integer>();
        tx.list("SELECT key FROM outbox WHERE substr(key, 1, 5) = 'page/'", row -> row.text("key"))
                .forEach(key -> {
                    String[] parts = key.split("/");
                    if (!key.contains("/channel/") && parts[parts.length - 1].equals("0")) {
                        pages.merge(parts[1] + "/" + parts[4], 1, Integer::sum);
                    }
                });
        var told = new LinkedHashMap<String, Integer>();
        tx.list("SELECT subject, text FROM journal WHERE kind = 'page.planned' ORDER BY id", row ->
                        new String[] {row.text("subject"), row.text("text")})
                .forEach(fact -> {
                    if (fact[1].startsWith("Paging ")) {
                        told.merge(fact[0].substring("alert/".length()) + "/" + fact[1].split(" ")[1], 1, Integer::sum);
                    }
                });
        unless(pages.equals(told), "the journal tells of other pages than were planned: " + difference(told, pages));
        none(
                tx,
                "an escalation went on without paging anybody",
                "SELECT alert AS what FROM escalation WHERE (step > 0 OR round > 0) AND NOT EXISTS (SELECT 1 FROM journal WHERE subject = 'alert/' || alert AND kind = 'page.planned')");
    }

    private static String difference(Map<String, Integer> told, Map<String, Integer> pages) {
        var keys = new LinkedHashSet<>(told.keySet());
        keys.addAll(pages.keySet());
        for (String key : keys) {
            if (!told.getOrDefault(key, 0).equals(pages.getOrDefault(key, 0))) {
                return key + " told " + told.getOrDefault(key, 0) + ", planned " + pages.getOrDefault(key, 0);
            }
        }
        return "";
    }

    private void page() {
        if (Json.parse(world.pages().last()) instanceof Map<?, ?> summary) {
            PublishedPages.statuses(summary)
                    .forEach((component, status) -> unless(
                            status.equals("operational"), "the page still shows " + component + " as " + status));
        }
    }

    /// An outage that begins at `since` in good weather reaches ana before `until`.
    void pagedInTime(String service, Instant since, Instant until) {
        boolean paged = world.provider().inbox().stream()
                .anyMatch(message -> message.person().equals("ana")
                        && message.text().contains(service)
                        && message.at().isAfter(since)
                        && message.at().isBefore(until));
        unless(paged, "nobody was paged in time for the outage of " + service + " at " + since);
    }

    private void none(Tx tx, String what, String sql) {
        tx.list(sql + " LIMIT 3", row -> row.text("what")).forEach(which -> world.violated(what + ": " + which));
    }

    private void unless(boolean fine, String what) {
        if (!fine) {
            world.violated(what);
        }
    }
}
