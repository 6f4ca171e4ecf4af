package dev.candor.respond;

import dev.candor.app.Candor;
import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.catalog.apply.Applying;
import dev.candor.detect.Detect;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Observation;
import dev.candor.detect.monitor.Outcome;
import dev.candor.paging.Paging;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.channel.Ways;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.secret.SecretBox;
import dev.candor.platform.spool.Spool;
import dev.candor.probe.ProbeResult;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.Tell;
import dev.candor.tell.page.History;
import dev.candor.tell.page.Pages;
import dev.candor.tell.page.Publication;
import dev.candor.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// From monitors to incidents and pages in one thread and virtual time: the real assemblies on the real SQL. Nobody
/// sends what the outbox holds.
public final class RespondWorld implements AutoCloseable {
    public final MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");
    public final Platform platform;
    public final Catalogs catalogs;
    public final Detect detect;
    public final Tell tell;
    public final Respond respond;
    public final Paging paging;
    private final Applying applying;
    private final Spool spool;
    private final Spool pings;

    public RespondWorld(Path folder, String yaml) {
        this(folder, yaml, Engine.SQLITE, Randomness.seeded(8));
    }

    /// @param random must bear several threads where several work at once
    public RespondWorld(Path folder, String yaml, Engine engine, Randomness random) {
        platform = new Platform(
                clock,
                () -> 0,
                _ -> {},
                new Ids(clock, random),
                random,
                TestDatabases.open(engine, Schema.LEDGER, folder),
                TestDatabases.open(engine, Schema.RESULTS, folder),
                new SecretBox(List.of(new byte[32]), random));
        catalogs = new Catalogs(platform.ledger(), new CatalogStore(Candor.KINDS, platform.secrets()));
        applying = new Applying(platform.ledger(), catalogs, platform.audit(), platform.ids(), clock);
        configure(yaml);
        spool = Spool.open(folder.resolve("spool"), () -> {});
        pings = Spool.open(folder.resolve("pings"), () -> {});
        detect = new Detect(platform, catalogs, spool, pings, _ -> new ProbeResult.NotRun("not here"));
        tell = new Tell(platform, catalogs, detect, Ways.ALL, History.NONE, nobody(), () -> "https://status.example");
        respond = new Respond(platform, catalogs, tell.updates().automatic());
        var maintenances = new MaintenanceStore();
        paging = new Paging(
                platform,
                catalogs,
                detect,
                (tx, service, _) -> maintenances.covering(tx, service),
                respond.incidents(),
                new PageText(() -> "https://candor.example"),
                Ways.ALL);
    }

    /// What a process that starts now would keep the pages with: nothing is in its memory.
    public Tell restarted() {
        return restarted(Ways.ALL);
    }

    /// @param ways those by which the new process can tell readers
    public Tell restarted(Ways ways) {
        var anew = new Detect(platform, catalogs, spool, pings, _ -> new ProbeResult.NotRun("not here"));
        return new Tell(platform, catalogs, anew, ways, History.NONE, nobody(), () -> "https://status.example");
    }

    private static Pages.Publisher nobody() {
        return new Pages.Publisher() {
            @Override
            public void publish(Publication publication) {}

            @Override
            public void withdraw(String slug) {}
        };
    }

    public void configure(String yaml) {
        var outcome = applying.files(Map.of("world.yaml", yaml), Map.of(), false, "omar");
        if (!outcome.problems().isEmpty()) {
            throw new IllegalArgumentException(outcome.problems().toString());
        }
    }

    public Item<Monitor> monitor(String name) {
        return catalogs.current().item(Monitor.KIND, name).orElseThrow();
    }

    private void look(String name, Outcome outcome) {
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(30));
            detect.verdicts()
                    .observe(
                            monitor(name),
                            Detect.HERE,
                            new Observation(clock.instant(), outcome, "status", "503 instead of 200"));
        }
        settle();
    }

    /// Three failing runs.
    public void fails(String monitor) {
        look(monitor, Outcome.FAILED);
    }

    /// Three good runs.
    public void works(String monitor) {
        look(monitor, Outcome.PASSED);
    }

    /// Another system reports at our door.
    public void signal(Signal.Event event, String service, String key, Severity severity) {
        signal(event, service, key, severity, clock.instant());
    }

    /// @param received when it came in: it waited for us since
    public void signal(Signal.Event event, String service, String key, Severity severity, Instant received) {
        var signal = new Signal(
                platform.ids().next(),
                event,
                "door/json",
                service,
                key,
                severity,
                key,
                Json.object(),
                received,
                received);
        platform.ledger().inTransaction(tx -> detect.signals().put(tx, signal, clock.instant()));
        settle();
    }

    public void pause(String monitor) {
        UUID id = monitor(monitor).id();
        platform.ledger().inTransaction(tx -> {
            detect.monitors().pause(tx, id, "ben");
            return true;
        });
        reconcile();
    }

    public void resume(String monitor) {
        UUID id = monitor(monitor).id();
        platform.ledger().inTransaction(tx -> {
            detect.monitors().resume(tx, id);
            return true;
        });
        reconcile();
    }

    /// What happens after the configuration changed.
    public void reconcile() {
        var watched = new HashMap<UUID, Item<Monitor>>();
        catalogs.current().all(Monitor.KIND).forEach(item -> watched.put(item.id(), item));
        detect.verdicts().reconcile(watched);
        settle();
    }

    public void settle() {
        tell.maintenances().tick(clock.instant());
        paging.alerts().tick(clock.instant());
        paging.escalations().tick(clock.instant());
        respond.incidents().tick(clock.instant());
    }

    public void pass(Duration duration) {
        clock.pass(duration);
        settle();
    }

    /// Work on these services begins now.
    public void maintenance(List<String> services, Duration lasting) {
        var now = clock.instant();
        tell.maintenances().plan("shop", "work", services, List.of(), now, now.plus(lasting), true, "omar");
        settle();
    }

    public Incident incident(long number) {
        var found = platform.ledger().read(tx -> respond.incidents().store().byNumber(tx, number));
        return found.orElseThrow();
    }

    public Alert alert(long number) {
        var found = platform.ledger().read(tx -> paging.alerts().store().byNumber(tx, number));
        return found.orElseThrow();
    }

    /// Every incident there ever was, oldest first: `1 resolved shop`.
    public List<String> incidents() {
        var lines = new ArrayList<String>();
        platform.ledger()
                .read(tx -> respond.incidents().store().list(tx, Long.MAX_VALUE, 100))
                .reversed()
                .forEach(incident ->
                        lines.add(incident.number() + " " + incident.state().word() + " " + incident.service()));
        return lines;
    }

    /// The kinds of facts on an incident's timeline, those of its alerts too.
    public List<String> timeline(long number) {
        Incident incident = incident(number);
        return platform.ledger().read(tx -> respond.timeline(tx, incident)).stream()
                .map(fact -> fact.kind())
                .toList();
    }

    @Override
    public void close() {
        spool.close();
        pings.close();
        platform.ledger().close();
        platform.results().close();
    }
}
