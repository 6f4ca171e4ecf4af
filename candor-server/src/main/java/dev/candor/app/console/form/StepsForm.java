package dev.candor.app.console.form;

import static dev.candor.app.console.form.Fields.choice;
import static dev.candor.app.console.form.Fields.code;
import static dev.candor.app.console.form.Fields.flag;
import static dev.candor.app.console.form.Fields.group;
import static dev.candor.app.console.form.Fields.lines;
import static dev.candor.app.console.form.Fields.number;
import static dev.candor.app.console.form.Fields.pairs;
import static dev.candor.app.console.form.Fields.text;
import static dev.candor.app.console.form.Fields.url;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Monitors that do several things one after the other, as a customer does.
final class StepsForm {
    private StepsForm() {}

    static Shape of() {
        return new Shape(
                "steps",
                "Several steps",
                "Requests one after the other, as a customer makes them: log in, order, see it arrive, clean up.",
                MonitorForm.kind("steps"),
                List.of(
                        group(
                                "What to do",
                                "",
                                Fields.name("", "checkout"),
                                MonitorFields.service(),
                                MonitorFields.every("1m"),
                                text("timeout", "Give up after", "all steps together", "30s"),
                                MonitorFields.severity()),
                        group(
                                "Steps",
                                "One visitor makes them all: cookies are held, and what a step keeps stands ready for those after it.",
                                new Field(
                                        "steps",
                                        "Steps",
                                        "",
                                        new Input.Rows("step", fields(), "More about this step", more()))),
                        group(
                                "Values",
                                "",
                                pairs(
                                        "values",
                                        "Known from the start",
                                        "one a line; {{password}} takes it. Every run also has {{run}}, a name of its own, {{now}}, in seconds since 1970, and {{arrival}}, an address where something can arrive.",
                                        "password: a long secret"),
                                text(
                                        "arrival-token",
                                        "An {{arrival}} that stays the same",
                                        "for senders that keep an address: 16 to 64 letters and digits nobody guesses",
                                        "")),
                        MonitorFields.sure(),
                        MonitorFields.where(),
                        new Group("All requests", "", true, connection()),
                        MonitorFields.beside()),
                Map.of("kind", "steps", "every", "1m", "timeout", "30s"));
    }

    private static List<Field> fields() {
        return List.of(
                text("name", "Step", "", "log in"),
                url("url", "Address", "", "https://shop.example/orders/{{order}}"),
                choice(
                        "method",
                        "Method",
                        "",
                        "GET",
                        new Option("GET", "GET"),
                        new Option("POST", "POST"),
                        new Option("PUT", "PUT"),
                        new Option("PATCH", "PATCH"),
                        new Option("DELETE", "DELETE"),
                        new Option("HEAD", "HEAD"),
                        new Option("OPTIONS", "OPTIONS")),
                lines(
                        "assert",
                        "Must be true",
                        "one a line; without a line about the status 200 to 399 passes",
                        "status == 201"),
                pairs(
                        "take",
                        "Keep for later steps",
                        "one a line: a name, a colon, and what to take; {{order}} uses it",
                        "order: json(\"$.id\")"));
    }

    private static List<Field> more() {
        return List.of(
                code("body", "Body", "", "{\"reference\": \"{{run}}\"}"),
                pairs("headers", "Headers", "one a line", "Authorization: Bearer {{token}}"),
                text("await.for", "Repeat until it is true, for at most", "where the answer may need time", "20s"),
                text("await.every", "and ask again after", "", "1s"),
                text(
                        "await-arrival",
                        "Or wait for an arrival, for at most",
                        "for what is sent to {{arrival}}, in place of asking an address; what must be true is asked of what arrived",
                        "20s"),
                number("redirects", "Follow so many redirects", "", "5"),
                flag("always", "Do it also when a step before failed: for cleaning up", ""));
    }

    private static List<Field> connection() {
        var fields = new ArrayList<>(MonitorFields.identity(""));
        fields.addAll(MonitorFields.way(""));
        return fields;
    }
}
