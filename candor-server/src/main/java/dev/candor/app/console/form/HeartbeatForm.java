package dev.candor.app.console.form;

import static dev.candor.app.console.form.Fields.folded;
import static dev.candor.app.console.form.Fields.group;
import static dev.candor.app.console.form.Fields.text;

import java.util.List;
import java.util.Map;

/// Monitors of jobs that say themselves that they ran.
final class HeartbeatForm {
    private HeartbeatForm() {}

    static Shape of() {
        return new Shape(
                "heartbeat",
                "A heartbeat",
                "A job says itself that it ran, by calling an address of its own. Silence wakes somebody. For backups, bills, imports.",
                MonitorForm.kind("heartbeat"),
                List.of(
                        group(
                                "Which job",
                                "Its address is shown as soon as it is saved.",
                                Fields.name("", "nightly-bill"),
                                MonitorFields.service(),
                                MonitorFields.severity()),
                        group(
                                "When it runs",
                                "Either again and again, or at times of the clock.",
                                text("period", "Every", "5m, 1h, 1 day", "1h"),
                                text(
                                        "cron",
                                        "Or at, as in a crontab",
                                        "minute, hour, day, month, day of the week",
                                        "0 3 * * *"),
                                Fields.zone("time-zone", "Time zone of the crontab", ""),
                                text("grace", "May be late by", "", "1m"),
                                text(
                                        "max-run",
                                        "May take",
                                        "from its start to its end, where it says that it starts",
                                        "2h")),
                        folded(
                                "Address",
                                "",
                                text(
                                        "slug",
                                        "Short name in its address",
                                        "made from the name by itself",
                                        "nightly-bill"))),
                Map.of("kind", "heartbeat", "grace", "5m"));
    }
}
