package dev.candor.paging.channel;

import dev.candor.base.json.Json;
import dev.candor.base.time.Durations;
import dev.candor.detect.Severity;
import dev.candor.paging.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The words of messages about alerts, made once for all channels: what is wrong, since when, what to press.
///
/// @param consoleUrl where links lead; asked late because the port may be picked at the start
public record PageText(Supplier<String> consoleUrl) {
    /// @param whom a person; empty where a team's channel is told
    /// @param acknowledgeLink empty where nobody in particular is told
    /// @param beside a line to be read with it; may be empty
    public Map<String, @Nullable Object> page(Alert alert, String whom, String acknowledgeLink, String beside) {
        return Json.object(
                "event",
                "triggered",
                "person",
                whom,
                "alert",
                alert.number(),
                "alert_id",
                alert.id().toString(),
                "service",
                alert.service(),
                "severity",
                alert.severity().word(),
                "title",
                "[" + alert.severity().word() + "] " + alert.service() + ": " + alert.summary(),
                "text",
                alert.summary() + (beside.isEmpty() ? "" : "\n" + beside),
                "beside",
                beside,
                "started_at",
                alert.startedAt().toString(),
                "link",
                consoleUrl.get() + "/alerts/" + alert.number(),
                "acknowledge",
                acknowledgeLink);
    }

    /// @param endedAt by evidence
    public Map<String, @Nullable Object> resolved(Alert alert, Instant endedAt) {
        Instant end = endedAt.isBefore(alert.startedAt()) ? alert.startedAt() : endedAt;
        return Json.object(
                "event", "resolved",
                "alert", alert.number(),
                "alert_id", alert.id().toString(),
                "service", alert.service(),
                "severity", alert.severity().word(),
                "title", "[resolved] " + alert.service() + ": " + alert.summary(),
                "text", alert.summary(),
                "started_at", alert.startedAt().toString(),
                "ended_at", end.toString(),
                "lasted", Durations.words(Duration.between(alert.startedAt(), end)),
                "link", consoleUrl.get() + "/alerts/" + alert.number(),
                "acknowledge", "");
    }

    /// @param why in the words of the journal: `home was paused by ana`
    public Map<String, @Nullable Object> withdrawn(Alert alert, String why) {
        return Json.object(
                "event",
                "withdrawn",
                "alert",
                alert.number(),
                "alert_id",
                alert.id().toString(),
                "service",
                alert.service(),
                "severity",
                alert.severity().word(),
                "title",
                "[no longer watched] " + alert.service() + ": " + alert.summary(),
                "text",
                why + ". Whether the trouble is over is not known."
                        + (alert.incident().isPresent()
                                ? " The incident stays open until somebody resolves it or it is watched again."
                                : ""),
                "started_at",
                alert.startedAt().toString(),
                "link",
                consoleUrl.get() + "/alerts/" + alert.number(),
                "acknowledge",
                "");
    }

    /// A page without an alert: the database that would number it is away.
    ///
    /// @param title one line
    /// @param whom a person; empty where a team's channel is told
    /// @param startedAt when it began, by evidence
    public Map<String, @Nullable Object> emergency(
            String service, Severity severity, String title, String text, String whom, Instant startedAt) {
        return Json.object(
                "event",
                "triggered",
                "from_spool",
                true,
                "person",
                whom,
                "service",
                service,
                "severity",
                severity.word(),
                "title",
                "[" + severity.word() + "] " + service + ": " + title,
                "text",
                text,
                "started_at",
                startedAt.toString(),
                "link",
                consoleUrl.get() + "/alerts",
                "acknowledge",
                "");
    }

    /// A rehearsal: plainly none of the real thing, with one button that says it arrived.
    public Map<String, @Nullable Object> rehearsal(String whom, String way, String token) {
        return Json.object(
                "event",
                "rehearsal",
                "person",
                whom,
                "title",
                "[rehearsal] Nothing is wrong: does this reach " + whom + "?",
                "text",
                "This is a rehearsal, no alert. Open the link and press the button, so that Candor knows that " + way
                        + " reaches you.",
                "severity",
                "info",
                "link",
                consoleUrl.get() + "/reached/" + token,
                "acknowledge",
                "");
    }

    /// Something that will matter and does not yet: no page.
    ///
    /// @param path where it is put right
    public Map<String, @Nullable Object> notice(String whom, String title, String text, String path) {
        return Json.object(
                "event",
                "notice",
                "person",
                whom,
                "title",
                "[notice] " + title,
                "text",
                text,
                "severity",
                "info",
                "link",
                consoleUrl.get() + path,
                "acknowledge",
                "");
    }

    public String acknowledgeLink(String token) {
        return consoleUrl.get() + "/a/" + token;
    }
}
