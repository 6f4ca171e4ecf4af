package dev.candor.app.console.form;

import static dev.candor.app.console.form.Fields.choice;
import static dev.candor.app.console.form.Fields.lines;
import static dev.candor.app.console.form.Fields.number;
import static dev.candor.app.console.form.Fields.url;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Monitors that look at one address: the answer, the whole page, the health check that must not lie.
final class HttpForms {
    private static final Map<String, Object> FIRST =
            Map.of("kind", "http", "every", "30s", "timeout", "10s", "assert", List.of("status == 200"));

    private HttpForms() {}

    private static Field address(String label, String hint) {
        return url("url", label, hint, "https://www.shop.example/").must();
    }

    private static Group what(String name, Field... addresses) {
        var fields = new ArrayList<Field>(List.of(addresses));
        fields.addAll(List.of(
                Fields.name("", name),
                MonitorFields.service(),
                MonitorFields.every("30s"),
                MonitorFields.timeout(),
                MonitorFields.severity()));
        return new Group("What to look at", "", false, fields);
    }

    private static Group wanted() {
        return MonitorFields.wanted(
                "One condition a line, such as: status == 200, latency < 2s, body contains \"Add to basket\".",
                "status == 200",
                "latency < 800ms");
    }

    static Shape address() {
        return new Shape(
                "http",
                "A web address",
                "One request and its answer: a page, an API, anything that speaks HTTP.",
                document -> MonitorForm.kind("http").test(document) && !document.containsKey("health"),
                List.of(
                        what("shop-home", address("Address", "")),
                        wanted(),
                        MonitorFields.sure(),
                        MonitorFields.where(),
                        MonitorFields.requestGroup(),
                        MonitorFields.beside()),
                FIRST);
    }

    static Shape page() {
        return new Shape(
                "page",
                "A whole page",
                "A page with its styles, scripts and images, as somebody sees it who opens it.",
                MonitorForm.kind("page"),
                List.of(
                        what("shop-home", address("Address of the page", "")),
                        wanted(),
                        Fields.group(
                                "What belongs to the page",
                                "",
                                lines(
                                        "asset-hosts",
                                        "Hosts whose assets count",
                                        "one a line, besides the page's own",
                                        "cdn.shop.example"),
                                choice(
                                        "cache",
                                        "Seen by",
                                        "",
                                        "cold",
                                        new Option("cold", "somebody new, who loads everything"),
                                        new Option("warm", "somebody who was here before, with what the browser kept"),
                                        new Option("both", "both, one after the other")),
                                number("max-assets", "Look at so many assets at most", "", "150")),
                        MonitorFields.sure(),
                        MonitorFields.where(),
                        MonitorFields.requestGroup(),
                        MonitorFields.beside()),
                Map.of("kind", "page", "every", "1m", "timeout", "20s", "assert", List.of("status == 200")));
    }

    static Shape health() {
        return new Shape(
                "health",
                "A health check that tells the truth",
                "A real call, and the health check that load balancers rely on. Says so when the check is fine while the call fails.",
                document -> MonitorForm.kind("http").test(document) && document.containsKey("health"),
                List.of(
                        what(
                                "shop-order",
                                address("Address of a real call", "what customers do: not the health check"),
                                url(
                                                "health",
                                                "Address of the health check",
                                                "asked when the real call fails",
                                                "https://www.shop.example/health")
                                        .must()),
                        wanted(),
                        MonitorFields.sure(),
                        MonitorFields.where(),
                        MonitorFields.requestGroup()),
                FIRST);
    }
}
