package dev.candor.app.console.form;

import static dev.candor.app.console.form.Fields.code;
import static dev.candor.app.console.form.Fields.lines;
import static dev.candor.app.console.form.Fields.url;

import java.util.List;
import java.util.Map;

/// Monitors that ask a PostgreSQL database: a question of one's own, or how it is.
final class DatabaseForms {
    static final String EXAMPLE = "postgresql://watcher:secret@db.shop.example/shop?sslmode=verify-full";

    private DatabaseForms() {}

    private static Group what(String name, Field... more) {
        var fields = new java.util.ArrayList<Field>(List.of(
                url("database", "Database", "a role that may only read is best", EXAMPLE)
                        .must(),
                Fields.name("", name),
                MonitorFields.service(),
                MonitorFields.every("1m"),
                MonitorFields.timeout(),
                MonitorFields.severity()));
        fields.addAll(List.of(more));
        return new Group("What to ask", "", false, fields);
    }

    static Shape query() {
        return new Shape(
                "sql",
                "A SQL answer",
                "A query that only reads, and what its answer must look like: every account has a status, no order lies still.",
                MonitorForm.kind("sql"),
                List.of(
                        what(
                                "every-account-has-a-status",
                                code(
                                                "query",
                                                "Query",
                                                "one statement that only reads; it runs in a read-only transaction",
                                                "SELECT count(*), min(name) AS account FROM account WHERE status IS NULL")
                                        .must(),
                                lines(
                                        "show",
                                        "Say these columns of the first row in the alert",
                                        "one a line, 5 at most",
                                        "account")),
                        MonitorFields.wanted(
                                "One condition a line. value is the first column of the first row; also rows, column[\"name\"], age(\"name\") and latency.",
                                "value == 0",
                                "latency < 2s"),
                        MonitorFields.sure(),
                        MonitorFields.where(),
                        MonitorFields.beside()),
                Map.of("kind", "sql", "every", "1m", "timeout", "10s", "assert", List.of("value == 0")));
    }

    static Shape postgres() {
        return new Shape(
                "postgresql",
                "A PostgreSQL database",
                "Its own health: who waits for whose lock, connections running out, statements that take too long.",
                MonitorForm.kind("postgresql"),
                List.of(
                        what("shop-db"),
                        MonitorFields.wanted(
                                "One condition a line, over lock-waiters, lock-wait, connections-percent, slowest-query and oldest-transaction.",
                                "lock-wait < 5s",
                                "slowest-query < 1m"),
                        MonitorFields.sure(),
                        MonitorFields.where(),
                        MonitorFields.beside()),
                Map.of(
                        "kind",
                        "postgresql",
                        "every",
                        "30s",
                        "timeout",
                        "10s",
                        "assert",
                        List.of("lock-wait < 5s", "connections-percent < 90"),
                        "degraded-unless",
                        List.of("slowest-query < 1m", "oldest-transaction < 15m")));
    }
}
