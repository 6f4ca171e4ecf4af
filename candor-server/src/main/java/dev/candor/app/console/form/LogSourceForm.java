package dev.candor.app.console.form;

import static dev.candor.app.console.form.Fields.folded;
import static dev.candor.app.console.form.Fields.group;
import static dev.candor.app.console.form.Fields.lines;
import static dev.candor.app.console.form.Fields.number;
import static dev.candor.app.console.form.Fields.pairs;
import static dev.candor.app.console.form.Fields.text;

import dev.candor.detect.telemetry.LogSource;
import dev.candor.platform.auth.Resource;
import java.util.List;
import java.util.Map;

/// The form of a log source.
final class LogSourceForm {
    private LogSourceForm() {}

    static Form of() {
        return new Form(
                LogSource.KIND,
                Resource.MONITORS,
                "/log-sources",
                "/services",
                "Log sources",
                "Where access logs of a service come from, and how they are read. Lines are counted and thrown away.",
                List.of(
                        group(
                                "",
                                "",
                                Fields.name("", "shop-nginx"),
                                Fields.service("whose requests they are"),
                                text("tag", "Syslog tag", "only lines with it; any without", "shop"),
                                lines(
                                        "from",
                                        "Who may send it by syslog",
                                        "networks, one a line; anybody without",
                                        "10.0.0.0/8")),
                        folded(
                                "What the lines say",
                                "nginx and Apache combined, HAProxy, Caddy and JSON are recognised by themselves.",
                                text(
                                        "customer",
                                        "Which customer it was",
                                        "host, client, capture 1 (HAProxy), key.NAME (JSON), header.NAME",
                                        "host"),
                                text("region", "Region", "a word, or where it stands: key.NAME, header.NAME", "eu-1"),
                                text("host", "Host", "a word, or where it stands", "key.vhost"),
                                text("route", "Route", "made from the path by itself", "key.route"),
                                // Typed, not guessed: what counts is the web server's zone, not the browser's.
                                text(
                                        "time-zone",
                                        "Time zone of times without one",
                                        "HAProxy writes such; UTC without",
                                        "Europe/Berlin"),
                                pairs(
                                        "keys",
                                        "Keys of your own, and what they mean",
                                        "one a line; time, status, latency-seconds, latency-millis, bytes, request, method, path, host, client, customer, upstream, region, agent, route, ignored",
                                        "took: latency-millis"),
                                Fields.code(
                                        "format",
                                        "Format of your own",
                                        "the text of an nginx log_format",
                                        "$remote_addr [$time_local] \"$request\" $status $request_time")),
                        folded(
                                "What has failed",
                                "",
                                number("failures.status", "From this status on", "", "500"),
                                text(
                                        "failures.slower-than",
                                        "Or slower than",
                                        "however slow it may be without",
                                        "2s"))),
                Map.of());
    }
}
