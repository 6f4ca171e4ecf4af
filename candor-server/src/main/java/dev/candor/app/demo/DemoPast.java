package dev.candor.app.demo;

import dev.candor.app.Candor;
import dev.candor.base.json.Json;
import dev.candor.catalog.Code;
import dev.candor.catalog.Component;
import dev.candor.catalog.Item;
import dev.candor.catalog.Maintenance;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.catalog.Page;
import dev.candor.detect.Detect;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.monitor.Verdict;
import dev.candor.learn.bulletin.Week;
import dev.candor.learn.postmortem.PostmortemDraft;
import dev.candor.page.ComponentStatus;
import dev.candor.platform.db.Tx;
import dev.candor.probe.Phases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Ninety days that never happened: outages, a maintenance, what people said and learned, latencies.
final class DemoPast {
    private static final String PAGE = "larkspur";
    private static final Duration SLOW_SINCE = Duration.ofMinutes(400);
    private static final Duration RESULTS = Duration.ofHours(26);

    /// A stretch in which a component was not well.
    private record Trouble(String component, ComponentStatus status, Instant from, Instant until, String cause) {}

    private final Candor candor;
    private final Instant now;

    DemoPast(Candor candor) {
        this.candor = candor;
        this.now = candor.platform().clock().instant();
    }

    /// Does nothing when the ledger has incidents already.
    void write() {
        boolean empty = candor.platform().ledger().read(tx -> tx.count("SELECT count(*) AS n FROM incident")) == 0;
        if (!empty) {
            return;
        }
        candor.platform().ledger().inTransaction(tx -> {
            intervals(tx);
            DemoStories.all(now).forEach(story -> new DemoIncident(candor, PAGE).write(tx, story, now));
            pastMaintenance(tx);
            candor.catalogs().current().all(Monitor.KIND).forEach(monitor -> upSince(tx, monitor));
            return true;
        });
        candor.tell()
                .maintenances()
                .plan(
                        PAGE,
                        "New card terminal software",
                        List.of("payments"),
                        List.of(code("Payments")),
                        night(3, 1),
                        night(3, 3),
                        true,
                        "omar");
        candor.catalogs().current().all(Monitor.KIND).forEach(this::latencies);
        candor.detect().results().flush(now);
        bulletin();
    }

    /// Last week, as cleo told it.
    private void bulletin() {
        candor.bulletins().tick(now);
        Page page = candor.catalogs().current().pageWithSlug(PAGE).orElseThrow();
        Week week = Week.of(now, page.timeZone()).before();
        candor.platform()
                .ledger()
                .read(tx -> candor.bulletins().store().find(tx, PAGE, week))
                .ifPresent(draft -> candor.bulletins()
                        .save(
                                PAGE,
                                week,
                                draft.body()
                                        .replace(
                                                PostmortemDraft.TO_WRITE,
                                                "- Pictures are made small before they reach the shop.\n- The card terminal's connections are counted, and somebody is told before they run out."),
                                "cleo",
                                true,
                                now));
    }

    static String code(String component) {
        return Code.of("component", PAGE, component);
    }

    private Instant night(int inDays, int hour) {
        return now.truncatedTo(java.time.temporal.ChronoUnit.DAYS)
                .plus(Duration.ofDays(inDays))
                .plus(Duration.ofHours(hour));
    }

    private void intervals(Tx tx) {
        var troubles = new ArrayList<Trouble>();
        for (DemoStories.Story story : DemoStories.all(now)) {
            story.components()
                    .forEach((name, status) ->
                            troubles.add(new Trouble(name, status, story.startedAt(), story.endedAt(), "incident")));
        }
        troubles.add(new Trouble(
                "Catalogue", ComponentStatus.UNDER_MAINTENANCE, night(-37, 2), night(-37, 3), "maintenance"));
        troubles.sort(Comparator.comparing(Trouble::from));
        Page page = candor.catalogs().current().all(Page.KIND).getFirst().value();
        for (Component component : page.components()) {
            Instant at = now.minus(Duration.ofDays(90));
            for (Trouble trouble : troubles) {
                if (trouble.component().equals(component.name())) {
                    interval(tx, component, ComponentStatus.OPERATIONAL, at, Optional.of(trouble.from()), "monitors");
                    interval(
                            tx,
                            component,
                            trouble.status(),
                            trouble.from(),
                            Optional.of(trouble.until()),
                            trouble.cause());
                    at = trouble.until();
                }
            }
            interval(tx, component, ComponentStatus.OPERATIONAL, at, Optional.empty(), "monitors");
        }
    }

    private void interval(
            Tx tx, Component component, ComponentStatus status, Instant from, Optional<Instant> until, String cause) {
        tx.update(
                "INSERT INTO component_status (id, page, component, status, unknown, from_at, until_at, cause) VALUES (?, ?, ?, ?, 0, ?, ?, ?)",
                candor.platform().ids().next(),
                PAGE,
                component.code(),
                status,
                from,
                until,
                cause);
    }

    private void pastMaintenance(Tx tx) {
        var store = new MaintenanceStore();
        Instant planned = night(-40, 11);
        var maintenance = new Maintenance(
                candor.platform().ids().next(),
                Code.next(candor.platform().random()),
                PAGE,
                "Moving the catalogue to a larger database",
                List.of("catalogue"),
                List.of(code("Catalogue")),
                Maintenance.State.SCHEDULED,
                true,
                night(-37, 2),
                night(-37, 4),
                Optional.empty(),
                Optional.empty(),
                planned,
                planned);
        store.insert(tx, maintenance);
        store.move(tx, maintenance.id(), Maintenance.State.SCHEDULED, Maintenance.State.IN_PROGRESS, night(-37, 2));
        store.move(tx, maintenance.id(), Maintenance.State.IN_PROGRESS, Maintenance.State.COMPLETED, night(-37, 3));
        candor.platform()
                .journal()
                .note(
                        tx,
                        maintenance.subject(),
                        "maintenance.completed",
                        "cleo",
                        "The catalogue has moved",
                        Json.object(),
                        night(-37, 3),
                        night(-37, 3));
    }

    private void upSince(Tx tx, Item<Monitor> monitor) {
        boolean slow = monitor.name().startsWith("search");
        Instant since = slow ? now.minus(SLOW_SINCE) : now.minus(Duration.ofDays(6));
        Verdict verdict = slow ? Verdict.DEGRADED : Verdict.UP;
        String recent = slow ? "~~~~~" : "+++++";
        String detail = slow ? "latency was 231 ms, wanted < 150 ms" : "";
        candor.detect()
                .monitors()
                .save(
                        tx,
                        monitor.id(),
                        new MonitorState(
                                verdict,
                                since,
                                recent,
                                Optional.empty(),
                                Optional.of(since),
                                List.of(),
                                Optional.empty(),
                                false,
                                now,
                                detail,
                                new MonitorState.Last("", detail),
                                Optional.empty()));
    }

    /// A day of results, one a minute, with a morning that is busier than the night.
    private void latencies(Item<Monitor> monitor) {
        int seed = Math.floorMod(monitor.name().hashCode(), 97);
        int minutes = (int) RESULTS.toMinutes();
        boolean broken = monitor.name().startsWith("newsletter");
        boolean slow = monitor.name().startsWith("search");
        for (int i = minutes; i > 0; i--) {
            Instant at = now.minus(Duration.ofMinutes(i));
            double wave = 1 + 0.35 * Math.sin((i + seed * 13) / 190.0) + 0.12 * Math.sin((i + seed) / 17.0);
            double noise = 1 + candor.platform().random().nextDouble() * 0.3;
            boolean spike = Math.floorMod(i + seed * 31, 331) < 2;
            double scale = wave * noise * (spike ? 3.4 : 1) * (slow && i < SLOW_SINCE.toMinutes() ? 2.1 : 1);
            boolean failed = broken && i < 45;
            Outcome outcome =
                    failed ? Outcome.FAILED : slow && i < SLOW_SINCE.toMinutes() ? Outcome.DEGRADED : Outcome.PASSED;
            candor.detect()
                    .results()
                    .record(
                            monitor.id(),
                            Detect.HERE,
                            at,
                            outcome,
                            new Phases(
                                    (long) (900 * noise),
                                    (long) (2_100 * noise),
                                    (long) (5_400 * noise),
                                    (long) ((24_000 + seed * 610) * scale),
                                    (long) (3_800 * wave)));
        }
    }
}
