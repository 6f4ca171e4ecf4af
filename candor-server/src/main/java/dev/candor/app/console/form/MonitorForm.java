package dev.candor.app.console.form;

import dev.candor.detect.monitor.Monitor;
import dev.candor.platform.auth.Resource;
import java.util.List;
import java.util.Map;

/// The form of a monitor.
final class MonitorForm {
    private MonitorForm() {}

    private static Field text(String key, String label, String hint, String example) {
        return new Field(key, label, hint, new Input.Line("text", example));
    }

    private static Field number(String key, String label, String hint, String example) {
        return new Field(key, label, hint, new Input.Line("number", example));
    }

    static Form of() {
        return new Form(
                Monitor.KIND,
                Resource.MONITORS,
                "/monitors",
                "/monitors",
                "Monitors",
                "Looks at an address again and again, and wakes somebody when it fails.",
                List.of(what(), wanted(), sure(), where(), request()),
                Map.of(
                        "kind", "http",
                        "every", "30s",
                        "timeout", "10s",
                        "assert", List.of("status == 200")));
    }

    private static Group what() {
        return new Group(
                "What to look at",
                "",
                false,
                List.of(
                        new Field("url", "Address", "", new Input.Line("url", "https://www.shop.example/")).must(),
                        text("name", "Name", "", "shop-home").must(),
                        new Field(
                                "service",
                                "Service",
                                "who is woken is decided there",
                                new Input.One(new Input.Source("services", "service"), "choose")),
                        new Field(
                                "kind",
                                "Look at",
                                "",
                                new Input.Choice(
                                        List.of(
                                                new Option("http", "one answer"),
                                                new Option("page", "a page with its styles, scripts and images")),
                                        "")),
                        text("every", "Every", "30s, 5m, 1h", "30s"),
                        text("timeout", "Give up after", "", "10s"),
                        new Field(
                                "severity",
                                "If it fails, it is",
                                "",
                                new Input.Choice(
                                        List.of(
                                                new Option("critical", "critical"),
                                                new Option("error", "an error"),
                                                new Option("warning", "a warning"),
                                                new Option("info", "for information: wakes nobody")),
                                        "critical"))));
    }

    private static Group wanted() {
        return new Group(
                "What must be true",
                "One condition a line, such as: status == 200, latency < 2s, body contains \"Add to basket\".",
                false,
                List.of(
                        new Field("assert", "Otherwise it is down", "", new Input.Lines("status == 200")),
                        new Field(
                                "degraded-unless",
                                "Otherwise it is degraded",
                                "",
                                new Input.Lines("latency < 800ms"))));
    }

    private static Group sure() {
        return new Group(
                "How sure to be",
                "One failed look is looked at again before anybody is woken.",
                true,
                List.of(
                        number("down-after.failures", "Down after so many failures", "", "2"),
                        number("down-after.of", "among the last", "", "3"),
                        number("up-after", "Up after so many good looks", "", "2")));
    }

    private static Group where() {
        return new Group(
                "From where",
                "With several locations it is down when most of them cannot see it; one that cannot is named.",
                true,
                List.of(
                        new Field(
                                "locations",
                                "Look from",
                                "one a line; main is where Candor runs",
                                new Input.Lines("main")),
                        number("quorum", "Down when so many cannot see it", "", "2")));
    }

    private static Group request() {
        return new Group(
                "The request",
                "",
                true,
                List.of(
                        new Field(
                                "method",
                                "Method",
                                "",
                                new Input.Choice(
                                        List.of(
                                                new Option("GET", "GET"),
                                                new Option("HEAD", "HEAD"),
                                                new Option("POST", "POST"),
                                                new Option("PUT", "PUT"),
                                                new Option("PATCH", "PATCH"),
                                                new Option("DELETE", "DELETE"),
                                                new Option("OPTIONS", "OPTIONS")),
                                        "GET")),
                        new Field("headers", "Headers", "one a line", new Input.Pairs("Accept: text/html")),
                        new Field("body", "Body", "", new Input.Words("")),
                        text("auth.basic.user", "User", "for basic authentication", ""),
                        text("auth.basic.password", "Password", "", ""),
                        text("auth.bearer.token", "Or a bearer token", "", ""),
                        number("redirects", "Follow so many redirects", "", "5"),
                        new Field(
                                "ip",
                                "Over",
                                "",
                                new Input.Choice(
                                        List.of(
                                                new Option("any", "any IP version"),
                                                new Option("v4", "IPv4 only"),
                                                new Option("v6", "IPv6 only")),
                                        "any")),
                        new Field(
                                "asset-hosts",
                                "Hosts whose assets count",
                                "for pages; one a line, besides the page's own",
                                new Input.Lines("cdn.shop.example"))));
    }
}
