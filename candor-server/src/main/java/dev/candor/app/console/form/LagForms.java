package dev.candor.app.console.form;

import static dev.candor.app.console.form.Fields.code;
import static dev.candor.app.console.form.Fields.group;
import static dev.candor.app.console.form.Fields.number;
import static dev.candor.app.console.form.Fields.text;
import static dev.candor.app.console.form.Fields.url;

import java.util.List;
import java.util.Map;

/// Monitors of what lags behind: how old is the newest, how old is the oldest that waits, how many wait.
final class LagForms {
    private LagForms() {}

    private static Group what(String name) {
        return group(
                "What to look at",
                "",
                Fields.name("", name),
                MonitorFields.service(),
                MonitorFields.every("1m"),
                MonitorFields.timeout(),
                MonitorFields.severity());
    }

    private static Group where(String address, String query) {
        return group(
                "Who knows it",
                "Either an address that answers with JSON, or a query of a PostgreSQL database.",
                url("url", "Address", "", address),
                url("database", "Or database", "", DatabaseForms.EXAMPLE),
                code("query", "and the query", "", query));
    }

    static Shape freshness() {
        return new Shape(
                "freshness",
                "How fresh",
                "How old is the newest entry? For imports, replicas, feeds and prices that must not stand still.",
                MonitorForm.kind("freshness"),
                List.of(
                        what("billing-fresh"),
                        where(
                                "https://billing.shop.example/api/latest",
                                "SELECT max(created_at) AS newest FROM invoice"),
                        group(
                                "How old it may be",
                                "",
                                text(
                                        "newest",
                                        "Its time stands at",
                                        "a JSON path; of a database a column, newest without a word here",
                                        "$.updated_at"),
                                text("max-age", "At most", "5m, 2h, 1 day", "5m")
                                        .must()),
                        MonitorFields.sure(),
                        MonitorFields.where(),
                        MonitorFields.requestGroup(),
                        MonitorFields.beside()),
                Map.of("kind", "freshness", "every", "1m", "timeout", "10s"));
    }

    static Shape queue() {
        return new Shape(
                "queue",
                "A queue",
                "How long has the oldest been waiting, and how many wait? For jobs, letters and orders.",
                MonitorForm.kind("queue"),
                List.of(
                        what("mail-queue"),
                        where(
                                "https://jobs.shop.example/queues/mail",
                                "SELECT min(created_at) AS oldest, count(*) AS depth FROM job WHERE NOT done"),
                        group(
                                "How far it may lag behind",
                                "An empty queue does not lag.",
                                text("max-age", "The oldest waits at most", "5m, 2h, 1 day", "2m"),
                                number("max-depth", "So many wait at most", "", "5000"),
                                text(
                                        "oldest",
                                        "The time of the oldest stands at",
                                        "a JSON path, or a column: oldest without a word here",
                                        "$.oldest"),
                                text(
                                        "depth",
                                        "How many wait stands at",
                                        "a JSON path, or a column: depth without a word here",
                                        "$.depth")),
                        MonitorFields.sure(),
                        MonitorFields.where(),
                        MonitorFields.requestGroup(),
                        MonitorFields.beside()),
                Map.of("kind", "queue", "every", "1m", "timeout", "10s"));
    }
}
