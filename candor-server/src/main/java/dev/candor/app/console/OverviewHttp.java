package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.base.text.FirstSentence;
import dev.candor.catalog.Item;
import dev.candor.catalog.Maintenance;
import dev.candor.catalog.Page;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.Verdict;
import dev.candor.page.ComponentModel;
import dev.candor.page.ComponentStatus;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.oncall.Schedule;
import dev.candor.paging.oncall.Shift;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.db.Tx;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.platform.outbox.OutboxStore;
import dev.candor.respond.incident.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// `/`: the overview.
final class OverviewHttp {
    private static final int CELLS = 240;

    private final Console console;
    private final Candor candor;
    private final Unproven unproven;
    private final FirstSteps firstSteps;

    OverviewHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
        this.unproven = new Unproven(candor);
        this.firstSteps = new FirstSteps(candor);
    }

    List<Route> routes() {
        return List.of(Route.get("/", Access.permitted(Resource.OVERVIEW, Action.READ), this::overview));
    }

    private Answer overview(Call call) {
        Instant now = console.now();
        var verdicts = new EnumMap<Verdict, Long>(Verdict.class);
        List<OverviewView.Cell> cells = cells(verdicts);
        var view = new OverviewView(
                candor.platform().ledger().read(this::troubles),
                onCall(candor, now),
                verdicts,
                cells,
                verdicts.values().stream().mapToLong(Long::longValue).sum(),
                pages(candor, now),
                candor.platform().ledger().read(tx -> outgoing(tx, now)),
                unproven.gaps(now),
                candor.platform().ledger().read(candor.tell().maintenances().store()::open).stream()
                        .map(Maintenance::scheduledFor)
                        .filter(now::isBefore)
                        .findFirst(),
                candor.canary().through().map(_ -> candor.canary().age()),
                candor.proving().onCall(now),
                firstSteps.of(call.principal()));
        List<RunbookView.Line> mitigations = RunbookHttp.mitigations(
                candor, candor.platform().ledger().read(candor.runbooks().mitigations()::on));
        List<CommitmentLine> promised = candor.platform().ledger().read(tx -> CommitmentLine.near(candor, tx, now));
        int late = candor.platform()
                .ledger()
                .read(tx -> candor.actions().store().overdue(tx, ActionHttp.today(now)))
                .size();
        return console.show(
                call,
                "/",
                "Overview",
                "overview",
                Map.of("view", view, "mitigations", mitigations, "promised", promised, "lateActions", late));
    }

    private List<OverviewView.Trouble> troubles(Tx tx) {
        var troubles = new ArrayList<OverviewView.Trouble>();
        List<Alert> open = candor.paging().alerts().store().open(tx);
        for (Incident incident : candor.respond().incidents().store().open(tx)) {
            List<Alert> mine = open.stream()
                    .filter(alert -> alert.incident().equals(Optional.of(incident.id())))
                    .toList();
            troubles.add(ofIncident(tx, incident, mine));
        }
        open.stream().filter(alert -> alert.incident().isEmpty()).forEach(alert -> troubles.add(ofAlert(tx, alert)));
        List<String> order = List.of("critical", "major", "minor", "maintenance", "unknown", "good");
        troubles.sort(Comparator.comparing(
                        (OverviewView.Trouble trouble) -> trouble.acknowledge().isEmpty())
                .thenComparing(trouble -> order.indexOf(trouble.look()))
                .thenComparing(OverviewView.Trouble::since));
        return troubles;
    }

    private OverviewView.Trouble ofIncident(Tx tx, Incident incident, List<Alert> alerts) {
        Optional<Alert> first = alerts.stream()
                .filter(Alert::needsSomebody)
                .findFirst()
                .or(() -> alerts.stream().findFirst());
        boolean had = incident.taken() && alerts.stream().noneMatch(Alert::needsSomebody);
        NextStep next = first.map(alert -> NextStep.of(candor, tx, alert))
                .orElseGet(() -> NextStep.withoutAlerts(candor, tx, incident));
        return new OverviewView.Trouble(
                Looks.of(incident.severity()),
                incident.title(),
                "/incidents/" + incident.number(),
                had ? "" : "/incidents/" + incident.number() + "/acknowledge",
                "Incident " + incident.number(),
                incident.severity().word(),
                incident.state().word(),
                Looks.of(incident.state()),
                incident.service(),
                incident.startedAt(),
                alerts,
                next,
                Optional.of(incident));
    }

    private OverviewView.Trouble ofAlert(Tx tx, Alert alert) {
        return new OverviewView.Trouble(
                Looks.of(alert.severity()),
                FirstSentence.of(alert.summary()),
                "/alerts/" + alert.number(),
                alert.state() instanceof Alert.State.Triggered ? "/alerts/" + alert.number() + "/acknowledge" : "",
                "Alert " + alert.number(),
                alert.severity().word(),
                alert.state().word(),
                Looks.of(alert.state()),
                alert.service(),
                alert.startedAt(),
                List.of(alert),
                NextStep.of(candor, tx, alert),
                Optional.empty());
    }

    static List<OverviewView.OnCall> onCall(Candor candor, Instant now) {
        return candor.catalogs().current().all(Schedule.KIND).stream()
                .map(item -> {
                    List<Shift> current = item.value().at(now);
                    Instant change = current.stream()
                            .map(Shift::until)
                            .min(Instant::compareTo)
                            .orElse(now.plus(Duration.ofDays(1)));
                    return new OverviewView.OnCall(
                            item.name(),
                            current,
                            item.value().at(change).stream()
                                    .findFirst()
                                    .filter(_ -> change.isAfter(now))
                                    .map(shift -> new Shift(shift.person(), shift.because(), change, shift.until())));
                })
                .toList();
    }

    private List<OverviewView.Cell> cells(Map<Verdict, Long> verdicts) {
        var seen = new ArrayList<Map.Entry<Item<Monitor>, MonitorState>>();
        Set<UUID> paused =
                new HashSet<>(candor.platform().ledger().read(candor.detect().monitors()::paused));
        for (Item<Monitor> monitor : candor.catalogs().current().all(Monitor.KIND)) {
            MonitorState state = candor.detect().verdicts().state(monitor.id());
            if (!paused.contains(monitor.id())) { // a paused one watches nothing, and nobody misses its word
                verdicts.merge(state.verdict(), 1L, Long::sum);
            }
            seen.add(Map.entry(monitor, state));
        }
        List<Verdict> order = List.of(Verdict.DOWN, Verdict.DEGRADED, Verdict.UNKNOWN, Verdict.UP);
        return seen.stream()
                .sorted(Comparator.comparingInt(
                        entry -> order.indexOf(entry.getValue().verdict())))
                .limit(CELLS)
                .map(entry -> new OverviewView.Cell(
                        entry.getKey().name(),
                        Looks.of(entry.getValue().verdict()),
                        entry.getKey().name() + ": "
                                + entry.getValue().verdict().word()))
                .toList();
    }

    static List<OverviewView.Shown> pages(Candor candor, Instant now) {
        var shown = new ArrayList<OverviewView.Shown>();
        for (Item<Page> page : candor.catalogs().current().all(Page.KIND)) {
            candor.tell().pages().model(page.value().slug(), now).ifPresent(model -> {
                List<ComponentModel> leaves = model.components().stream()
                        .flatMap(ComponentModel::leaves)
                        .toList();
                ComponentStatus worst = leaves.stream()
                        .map(ComponentModel::status)
                        .reduce(ComponentStatus.OPERATIONAL, ComponentStatus::worst);
                long well = leaves.stream()
                        .filter(leaf -> leaf.status() == ComponentStatus.OPERATIONAL)
                        .count();
                String words = worst == ComponentStatus.OPERATIONAL
                        ? "All components operational"
                        : well + " of " + leaves.size() + " components operational";
                long open = model.incidents().stream()
                        .filter(incident -> incident.phase().open())
                        .count();
                shown.add(new OverviewView.Shown(
                        page.value().slug(),
                        page.name(),
                        Looks.of(worst),
                        words,
                        model.url().toString(),
                        open));
            });
        }
        return shown;
    }

    private OverviewView.Outgoing outgoing(Tx tx, Instant now) {
        List<OutboxStore.Depth> depths = candor.platform().outbox().depths(tx);
        return new OverviewView.Outgoing(
                depths.stream()
                        .filter(depth -> !depth.state().equals("dead"))
                        .mapToLong(OutboxStore.Depth::count)
                        .sum(),
                depths.stream()
                        .filter(depth -> depth.state().equals("dead"))
                        .mapToLong(OutboxStore.Depth::count)
                        .sum(),
                depths.stream()
                        .filter(depth -> depth.state().equals("pending"))
                        .map(OutboxStore.Depth::oldestDueAt)
                        .filter(at -> at.isBefore(now))
                        .min(Instant::compareTo));
    }
}
