package dev.candor.app.console;

import dev.candor.catalog.Maintenance;
import dev.candor.catalog.change.Outcome;
import dev.candor.detect.Severity;
import dev.candor.detect.monitor.Verdict;
import dev.candor.detect.vendor.Standing;
import dev.candor.page.ComponentStatus;
import dev.candor.paging.alert.Alert;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.runbook.Run;
import dev.candor.respond.watch.Watch;

/// Which of the six looks a state has: `good`, `maintenance`, `unknown`, `minor`, `major`, `critical`.
public final class Looks {
    private Looks() {}

    public static String of(Verdict verdict) {
        return switch (verdict) {
            case UP -> "good";
            case DEGRADED -> "minor";
            case DOWN -> "critical";
            case UNKNOWN -> "unknown";
        };
    }

    public static String of(Standing standing) {
        return switch (standing) {
            case OPERATIONAL -> "good";
            case UNDER_MAINTENANCE -> "maintenance";
            case DEGRADED_PERFORMANCE -> "minor";
            case PARTIAL_OUTAGE -> "major";
            case MAJOR_OUTAGE -> "critical";
            case UNKNOWN -> "unknown";
        };
    }

    public static String of(Watch.State state) {
        return switch (state) {
            case WATCHING, ROLLING_BACK, CALLING, CALLED -> "maintenance";
            case SUPERSEDED -> "unknown";
            case HELD -> "good";
            case ROLLED_BACK -> "minor";
            case WORSE, NOT_BETTER, OUTCOME_UNKNOWN -> "critical";
        };
    }

    public static String of(Outcome outcome) {
        return switch (outcome) {
            case RUNNING -> "maintenance";
            case DONE -> "good";
            case FAILED -> "major";
            case ROLLED_BACK -> "minor";
        };
    }

    public static String of(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "critical";
            case ERROR -> "major";
            case WARNING -> "minor";
            case INFO -> "unknown";
        };
    }

    public static String of(dev.candor.respond.incident.Severity severity) {
        return switch (severity) {
            case SEV1 -> "critical";
            case SEV2 -> "major";
            case SEV3 -> "minor";
            case SEV4 -> "unknown";
        };
    }

    public static String of(Alert.State state) {
        return switch (state) {
            case Alert.State.Triggered _ -> "critical";
            case Alert.State.Acknowledged _ -> "maintenance";
            case Alert.State.Resolved _ -> "good";
        };
    }

    public static String of(Incident.State state) {
        return switch (state) {
            case TRIGGERED -> "critical";
            case ACKNOWLEDGED -> "maintenance";
            case MITIGATED -> "minor";
            case RESOLVED -> "good";
        };
    }

    public static String of(ComponentStatus status) {
        return switch (status) {
            case OPERATIONAL -> "good";
            case UNDER_MAINTENANCE -> "maintenance";
            case DEGRADED_PERFORMANCE -> "minor";
            case PARTIAL_OUTAGE -> "major";
            case MAJOR_OUTAGE -> "critical";
        };
    }

    public static String of(Maintenance.State state) {
        return switch (state) {
            case SCHEDULED -> "unknown";
            case IN_PROGRESS, VERIFYING -> "maintenance";
            case COMPLETED -> "good";
        };
    }

    public static String of(Run.Phase phase) {
        return switch (phase) {
            case GUARD, ACT, VERIFY -> "maintenance";
            case ASK -> "minor";
            case STOPPED -> "major";
            case DONE -> "good";
            case ENDED -> "unknown";
        };
    }

    /// Of a delivery's state.
    public static String delivery(String state) {
        return switch (state) {
            case "sent" -> "good";
            case "dead" -> "critical";
            case "pending", "claimed" -> "maintenance";
            default -> "unknown";
        };
    }

    private static final int SHORT = 400;

    /// The beginning of a text, if only that is asked for.
    public static String words(String text, boolean cut) {
        return cut && text.length() > SHORT ? text.substring(0, SHORT) + " …" : text;
    }

    /// Of a fact on a timeline.
    public static String fact(String kind) {
        return switch (kind) {
            case "evidence.first",
                    "alert.triggered",
                    "run.stopped",
                    "incident.opened",
                    "incident.declared",
                    "incident.relapsed",
                    "incident.contradicted",
                    "monitor.failing" -> "critical";
            case "alert.acknowledged", "incident.acknowledged", "run.step", "run.adopted" -> "maintenance";
            case "alert.resolved",
                    "incident.resolved",
                    "incident.mitigated",
                    "monitor.recovered",
                    "watch.held",
                    "watch.rolled-back",
                    "run.verified",
                    "run.done",
                    "repair.done",
                    "action.done",
                    "commitment.kept" -> "good";
            case "repair.open",
                    "commitment.missed",
                    "commitment.overdue",
                    "commitment.reopened",
                    "update.corrected",
                    "page.gap",
                    "page.failed",
                    "escalation.exhausted",
                    "escalation.lost",
                    "escalation.again",
                    "audit.lost",
                    "watch.worse",
                    "watch.not-better",
                    "run.unknown",
                    "run.reloaded" -> "major";
            case "update.published", "change.suspect", "watch.rollback", "run.asks" -> "minor";
            default -> "unknown";
        };
    }
}
