package dev.candor.testkit;

import java.util.List;

/// Safety watched in the database itself, at every statement of every seed: what must never happen leaves a row in
/// `violation`.
/// The product knows nothing of these triggers, and a rolled back statement leaves nothing.
final class Watches {
    private Watches() {}

    static final List<String> SQL = List.of(
            "CREATE TABLE violation (what TEXT NOT NULL)",
            watch(
                    "sent_stays",
                    "UPDATE ON outbox",
                    "OLD.state = 'sent' AND NEW.state <> 'sent'",
                    "'a sent message went back to ' || NEW.state || ': ' || OLD.key"),
            watch(
                    "cancelled_stays",
                    "UPDATE ON outbox",
                    "OLD.state = 'cancelled' AND NEW.state <> 'cancelled'",
                    "'a cancelled message went back to ' || NEW.state || ': ' || OLD.key"),
            watch("outbox_stays", "DELETE ON outbox", "1", "'a message vanished: ' || OLD.key"),
            watch("journal_stays", "DELETE ON journal", "1", "'a fact vanished: ' || OLD.kind"),
            watch("journal_unchanged", "UPDATE ON journal", "1", "'a fact was changed: ' || OLD.kind"),
            watch("signal_stays", "DELETE ON signal", "1", "'a signal vanished: ' || OLD.id"),
            watch(
                    "signal_done_stays",
                    "UPDATE ON signal",
                    "OLD.state = 'done'",
                    "'a signal was decided twice: ' || OLD.id"),
            watch("alert_stays", "DELETE ON alert", "1", "'an alert vanished: ' || OLD.number"),
            watch(
                    "resolved_stays",
                    "UPDATE ON alert",
                    "OLD.state = 'resolved' AND NEW.state <> 'resolved'",
                    "'a resolved alert went back to ' || NEW.state || ': alert ' || OLD.number"),
            watch(
                    "acknowledged_stays",
                    "UPDATE ON alert",
                    "OLD.state = 'acknowledged' AND NEW.state = 'triggered'",
                    "'an acknowledged alert went back to paging: alert ' || OLD.number"),
            watch(
                    "acknowledged_once",
                    "UPDATE ON alert",
                    "OLD.acknowledged_by IS NOT NULL AND NEW.acknowledged_by <> OLD.acknowledged_by",
                    "'an alert was acknowledged by a second person: alert ' || OLD.number"),
            watch(
                    "muted_once",
                    "UPDATE ON alert",
                    "OLD.muted = '' AND NEW.muted <> ''",
                    "'an alert was muted after it paged: alert ' || OLD.number"),
            watch(
                    "maintenance_mutes",
                    "INSERT ON alert",
                    "NEW.muted = '' AND EXISTS (SELECT 1 FROM maintenance WHERE state = 'in_progress' AND services LIKE '%\"' || NEW.service || '\"%')",
                    "'an alert pages in the middle of a maintenance: alert ' || NEW.number"),
            watch(
                    "stopped_stays",
                    "UPDATE ON escalation",
                    "OLD.state <> 'running' AND NEW.state = 'running'",
                    "'a stopped escalation ran again: ' || OLD.alert"),
            watch(
                    "no_step_skipped",
                    "UPDATE ON escalation",
                    "OLD.state = 'running' AND NEW.state = 'running' AND NOT (NEW.step = OLD.step AND NEW.round = OLD.round)"
                            + " AND NOT (NEW.step = OLD.step + 1 AND NEW.round = OLD.round) AND NOT (NEW.step = 0 AND NEW.round = OLD.round + 1)"
                            // After all three rounds nobody is left: round -1, in which everybody is asked again.
                            + " AND NOT (NEW.step = 0 AND NEW.round = -1 AND OLD.step = 0 AND OLD.round = 3)",
                    "'an escalation went from step ' || OLD.step || ' to ' || NEW.step || ': ' || OLD.alert"),
            watch("incident_stays", "DELETE ON incident", "1", "'an incident vanished: ' || OLD.number"),
            watch(
                    "incident_over",
                    "UPDATE ON incident",
                    "OLD.state = 'resolved' AND NEW.state <> 'resolved'",
                    "'a resolved incident went back to ' || NEW.state || ': incident ' || OLD.number"));

    private static String watch(String name, String event, String when, String what) {
        return "CREATE TRIGGER watch_" + name + " AFTER " + event + " WHEN " + when
                + " BEGIN INSERT INTO violation (what) VALUES (" + what + "); END";
    }
}
