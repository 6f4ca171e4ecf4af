package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Item;
import dev.candor.catalog.Service;
import dev.candor.detect.telemetry.LogSource;
import dev.candor.detect.telemetry.Telemetry;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/log-sources`: where access logs come from, what to paste so that they come, and what has come.
public final class LogSourceHttp {
    /// A row of the list.
    ///
    /// @param senders how many sent lines since this server started
    /// @param lines of these that were counted
    public record Line(Item<LogSource> item, int senders, long lines) {}

    /// What came to the doors and is in no log source.
    ///
    /// @param messages all that nobody claimed since this server started
    /// @param strangers who sent them, the last heard first
    /// @param more further senders that are not shown
    /// @param losses in words
    public record Heard(long messages, List<Stranger> strangers, int more, List<String> losses) {}

    /// @param create a form with what is known of them filled in
    public record Stranger(Telemetry.Stranger seen, String create) {}

    /// @param address where lines are posted; its key is left out for those who must not see it
    /// @param hasKey whether its service has an intake key
    /// @param facts how its lines are read, where that was said
    public record View(
            Item<LogSource> item,
            String address,
            boolean hasKey,
            boolean shown,
            boolean syslog,
            List<LogSnippets.Snippet> snippets,
            Map<String, String> facts,
            List<TelemetryView.Sender> senders) {}

    private static final int SHOWN = 20;

    private final Console console;
    private final Candor candor;

    LogSourceHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.MONITORS, Action.READ);
        return List.of(Route.get("/log-sources", read, this::list), Route.get("/log-sources/{name}", read, this::one));
    }

    private List<TelemetryView.Sender> senders(LogSource source) {
        return candor.detect().telemetry().senders(source.service()).stream()
                .filter(report -> report.source().equals(source.name()))
                .map(TelemetryView::sender)
                .toList();
    }

    private Answer list(Call call) {
        List<Line> lines = candor.catalogs().current().all(LogSource.KIND).stream()
                .map(item -> {
                    List<TelemetryView.Sender> senders = senders(item.value());
                    return new Line(
                            item,
                            senders.size(),
                            senders.stream()
                                    .mapToLong(
                                            sender -> sender.report().stream().counted())
                                    .sum());
                })
                .toList();
        return console.show(call, "/services", "Log sources", "logsources", Map.of("lines", lines, "heard", heard()));
    }

    private Heard heard() {
        Telemetry telemetry = candor.detect().telemetry();
        Telemetry.Doors doors = telemetry.doors();
        List<Telemetry.Stranger> strangers = telemetry.strangers();
        return new Heard(
                doors.unclaimed(),
                strangers.stream()
                        .limit(SHOWN)
                        .map(seen -> new Stranger(seen, create(seen)))
                        .toList(),
                Math.max(0, strangers.size() - SHOWN),
                DoorLosses.of(doors));
    }

    private static String create(Telemetry.Stranger seen) {
        String link = "/log-sources/new?from=" + Console.encoded(seen.address());
        if (!seen.named()) {
            return link;
        }
        String name = seen.tag().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,98}[A-Za-z0-9]") ? seen.tag() : "";
        return link + "&tag=" + Console.encoded(seen.tag()) + (name.isEmpty() ? "" : "&name=" + name);
    }

    private Answer one(Call call) {
        Item<LogSource> item = candor.catalogs()
                .current()
                .item(LogSource.KIND, call.value("name"))
                .orElseThrow(() -> Console.unknown("log source " + call.value("name")));
        List<String> keys = candor.catalogs()
                .current()
                .find(Service.KIND, item.value().service())
                .map(Service::intakeKeys)
                .orElse(List.of());
        boolean shown = call.principal().may(Resource.SERVICES, Action.WRITE);
        Optional<String> syslog = candor.detect().telemetry().syslog().map(this::reachable);
        var place = new LogSnippets.Place(
                candor.consoleUrl(),
                shown ? keys.stream().findFirst() : Optional.empty(),
                item.name(),
                item.value().tag(),
                syslog);
        var view = new View(
                item,
                place.address(),
                !keys.isEmpty(),
                shown,
                syslog.isPresent(),
                LogSnippets.of(place),
                facts(item),
                senders(item.value()));
        return console.show(call, "/services", item.name(), "logsource", Map.of("view", view));
    }

    /// Who listens everywhere is reached where the console is.
    private String reachable(InetSocketAddress listens) {
        boolean everywhere =
                listens.getAddress() != null && listens.getAddress().isAnyLocalAddress();
        String host = everywhere ? URI.create(candor.consoleUrl()).getHost() : listens.getHostString();
        return host + ":" + listens.getPort();
    }

    private static Map<String, String> facts(Item<LogSource> item) {
        var words = Map.of(
                "tag", "Syslog tag",
                "from", "May send it by syslog",
                "customer", "Customer",
                "region", "Region",
                "host", "Host",
                "route", "Route",
                "time-zone", "Time zone",
                "format", "Format");
        var facts = new LinkedHashMap<String, String>();
        item.document().forEach((key, value) -> {
            String word = words.get(key);
            if (word != null && value != null) {
                facts.put(
                        word,
                        value instanceof List<?> list
                                ? String.join(
                                        ", ", list.stream().map(String::valueOf).toList())
                                : value.toString());
            }
        });
        return facts;
    }
}
