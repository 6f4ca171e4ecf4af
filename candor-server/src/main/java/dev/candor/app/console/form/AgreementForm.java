package dev.candor.app.console.form;

import static dev.candor.app.console.form.Fields.choice;
import static dev.candor.app.console.form.Fields.flag;
import static dev.candor.app.console.form.Fields.group;
import static dev.candor.app.console.form.Fields.lines;
import static dev.candor.app.console.form.Fields.text;
import static dev.candor.app.console.form.Fields.url;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Monitors that compare two answers.
final class AgreementForm {
    private AgreementForm() {}

    static Shape of() {
        return new Shape(
                "agreement",
                "Two answers agree",
                "Asks twice and compares: origin and edge, two regions, old and new. Catches wrong values that come with a 200.",
                MonitorForm.kind("agreement"),
                List.of(
                        group(
                                "What to compare",
                                "",
                                Fields.name("", "flags-agree"),
                                MonitorFields.service(),
                                MonitorFields.every("1m"),
                                MonitorFields.severity()),
                        group(
                                "The two answers",
                                "",
                                text("left.name", "One side is called", "", "origin"),
                                url(
                                                "left.url",
                                                "Its address",
                                                "the one believed, if one must be",
                                                "https://origin.shop.example/flags")
                                        .must(),
                                text("right.name", "The other is called", "", "edge"),
                                url("right.url", "Its address", "", "https://edge.shop.example/flags")
                                        .must()),
                        group(
                                "What must be the same",
                                "The status always counts.",
                                choice(
                                        "compare",
                                        "Bodies are compared",
                                        "",
                                        "auto",
                                        new Option("auto", "as JSON where both are, else as text"),
                                        new Option("json", "as JSON"),
                                        new Option("text", "as text"),
                                        new Option("none", "not at all")),
                                lines(
                                        "ignore",
                                        "These may differ",
                                        "JSON paths, one a line",
                                        "$.generated_at\n$.flags[*].etag"),
                                flag("ignore-order", "Lists may be in another order", ""),
                                lines("compare-headers", "These headers count too", "one a line", "cache-control")),
                        MonitorFields.sure(),
                        MonitorFields.where(),
                        new Group("The first request", "", true, side("left.")),
                        new Group("The second request", "", true, side("right.")),
                        MonitorFields.beside()),
                Map.of("kind", "agreement", "every", "1m"));
    }

    private static List<Field> side(String prefix) {
        var fields = new ArrayList<Field>();
        fields.add(text(prefix + "timeout", "Give up after", "", "10s"));
        fields.add(lines(prefix + "assert", "Must be true of this answer", "one a line", "status == 200"));
        fields.addAll(MonitorFields.request(prefix));
        return fields;
    }
}
