package dev.candor.detect.telemetry;

import dev.candor.base.ids.Ids;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Objective;
import dev.candor.catalog.Service;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.detect.telemetry.EpisodeRule.Change;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.jobs.Ticking;
import dev.candor.telemetry.window.Window;
import dev.candor.telemetry.window.WindowSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Once a second: fetches closed windows, stores them, lets the rules judge them, and tells what they say. What is
/// told is saved with the rules' memory in one transaction; with the ledger away the signal goes into the spool.
final class Judge implements Ticking {
    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration SAVE_EVERY = Duration.ofMinutes(1);
    private static final Duration AWAY = Duration.ofSeconds(10);
    private static final Duration WINDOW = WindowSettings.USUAL.length();

    /// Without any window for so long, empty ones let time pass for what is open.
    private static final Duration SILENT = Duration.ofSeconds(30);

    private static final int REPLAYED = 360;

    private final Database ledger;
    private final Catalogs catalogs;
    private final Senders senders;
    private final WindowStore windows;
    private final EpisodeStore store;
    private final SignalStore signals;
    private final Explaining explaining;
    private final Ids ids;
    private final Consumer<Signal> spool;
    private final Map<String, Judged> services = new HashMap<>();
    private final Map<String, Objective> objectives = new HashMap<>();
    private final Map<String, List<Window>> waiting = new LinkedHashMap<>();
    private Set<String> remembered = Set.of();
    private Instant awayUntil = Instant.EPOCH;
    private boolean begun;

    /// @param spool keeps a signal for as long as the ledger is away
    Judge(
            Database ledger,
            Catalogs catalogs,
            Senders senders,
            WindowStore windows,
            EpisodeStore store,
            SignalStore signals,
            Ids ids,
            Consumer<Signal> spool) {
        this.ledger = ledger;
        this.catalogs = catalogs;
        this.senders = senders;
        this.windows = windows;
        this.store = store;
        this.signals = signals;
        this.explaining = new Explaining(windows);
        this.ids = ids;
        this.spool = spool;
    }

    @Override
    public synchronized Optional<Instant> tick(Instant now) {
        begin();
        senders.rooms().forEach((service, room) -> fetched(service, room.close(now)));
        judge(now, false);
        return Optional.of(now.plus(EVERY));
    }

    /// At the end: everything that is open, and what the rules remember.
    synchronized void finish(Instant now) {
        senders.rooms().forEach((service, room) -> fetched(service, room.closeAll()));
        judge(now, true);
    }

    /// Services with something open go on being judged, whether lines come or not.
    private void begin() {
        if (!begun) {
            remembered = new TreeSet<>(ledger.read(store::services));
            begun = true;
        }
    }

    private void fetched(String service, List<Window> closed) {
        closed.forEach(window -> windows.add(service, window));
        if (!closed.isEmpty()) {
            waiting.computeIfAbsent(service, _ -> new ArrayList<>()).addAll(closed);
        }
    }

    private void judge(Instant now, boolean last) {
        try {
            windows.write(now);
        } catch (DatabaseException away) {
            LOG.warn("Request counts wait in memory: {}", away.getMessage());
        }
        var all = new TreeSet<>(remembered);
        all.addAll(services.keySet());
        all.addAll(waiting.keySet());
        for (String service : all) {
            Optional<Service> configured = catalogs.current().find(Service.KIND, service);
            if (configured.isPresent()) {
                judge(configured.get(), now, last);
            } else {
                forget(service, now);
            }
        }
    }

    private void judge(Service service, Instant now, boolean last) {
        String name = service.name();
        Judged judged = judged(service, now);
        List<Window> parts = waiting.getOrDefault(name, List.of());
        parts.forEach(judged::step);
        waiting.remove(name);
        if (parts.isEmpty()
                && !judged.open().isEmpty()
                && judged.judgedUntil().plus(SILENT).isBefore(now)) {
            long length = WINDOW.toMillis();
            long start = Math.floorDiv(now.toEpochMilli(), length) * length - 2 * length;
            if (start > judged.judgedUntil().toEpochMilli()) {
                judged.step(Window.empty(Instant.ofEpochMilli(start), WINDOW));
            }
        }
        var decision = judged.decide(name, service.sudden(), now);
        var told = new Telling(service, judged, now).of(decision);
        boolean due = !judged.savedAt().plus(SAVE_EVERY).isAfter(now);
        List<Episode> open = told.episodes().stream()
                .filter(episode -> episode.endedAt().isEmpty())
                .toList();
        judged.decided(open, decision.covered());
        if (!told.signals().isEmpty()
                || told.changed()
                || last
                || due && !parts.isEmpty()
                || judged.savedAt().equals(Instant.EPOCH)) {
            save(name, judged, told, now);
        }
    }

    private Judged judged(Service service, Instant now) {
        Judged known = services.get(service.name());
        Objective objective = service.objective().orElse(null);
        if (known != null && Objects.equals(objective, objectives.get(service.name()))) {
            return known;
        }
        var judged = new Judged(service.objective());
        if (known != null) {
            judged.remember(known.memory(), known.open()); // another objective: what was counted stays
        } else {
            recall(service.name(), judged, now);
        }
        services.put(service.name(), judged);
        if (objective == null) {
            objectives.remove(service.name());
        } else {
            objectives.put(service.name(), objective);
        }
        return judged;
    }

    /// Goes on where the process before us stopped: its memory, and the windows it stored after saving it.
    private void recall(String service, Judged judged, Instant now) {
        Optional<EpisodeStore.Memory> memory = ledger.read(tx -> store.memory(tx, service));
        if (memory.isEmpty()) {
            return;
        }
        judged.remember(memory.get(), ledger.read(tx -> store.open(tx, service)));
        Instant until = waiting.getOrDefault(service, List.of()).stream()
                .map(Window::start)
                .min(Instant::compareTo)
                .orElse(now);
        Instant from = judged.judgedUntil().plusMillis(1);
        Instant earliest = now.minus(WINDOW.multipliedBy(REPLAYED));
        windows.between(service, WindowStore.Span.WINDOW, from.isBefore(earliest) ? earliest : from, until)
                .forEach(judged::step);
    }

    private void save(String service, Judged judged, Told told, Instant now) {
        if (now.isBefore(awayUntil)) {
            keep(told);
            return;
        }
        EpisodeStore.Memory memory = judged.memory();
        try {
            ledger.inTransaction(tx -> {
                store.save(tx, service, memory);
                told.episodes().forEach(episode -> store.save(tx, episode));
                told.signals().forEach(signal -> signals.put(tx, signal, now));
                return true;
            });
            judged.savedAt(now);
        } catch (DatabaseException failure) {
            if (failure.kind() == DatabaseException.Kind.WRONG) {
                throw failure;
            }
            awayUntil = now.plus(AWAY);
            keep(told);
        }
    }

    /// The ledger is away. What is open is saved again with the next change or minute; an episode that ended meanwhile
    /// is missing in the list of past ones.
    private void keep(Told told) {
        told.signals().forEach(spool);
    }

    private void forget(String service, Instant now) {
        Judged known = services.remove(service);
        objectives.remove(service);
        waiting.remove(service);
        senders.forget(service);
        var open = known != null ? known.open() : ledger.read(tx -> store.open(tx, service));
        var withdrawn = open.stream()
                .map(episode ->
                        EpisodeSignals.withdrawn(ids.next(), episode, "the service is no longer configured", now))
                .toList();
        ledger.inTransaction(tx -> {
            open.forEach(episode -> store.save(tx, episode.ended(now)));
            withdrawn.forEach(signal -> signals.put(tx, signal, now));
            store.forget(tx, service);
            return true;
        });
        remembered = remembered.stream()
                .filter(one -> !one.equals(service))
                .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }

    /// What is to be saved together.
    ///
    /// @param episodes all that are open, and those that ended now
    /// @param changed whether one of them did
    private record Told(List<Episode> episodes, List<Signal> signals, boolean changed) {}

    /// From a decision to episodes and signals.
    private final class Telling {
        private final Service service;
        private final Judged judged;
        private final Instant now;
        private final List<Episode> episodes;
        private final List<Signal> told = new ArrayList<>();
        private boolean changed;

        Telling(Service service, Judged judged, Instant now) {
            this.service = service;
            this.judged = judged;
            this.now = now;
            episodes = new ArrayList<>(judged.open());
        }

        Told of(EpisodeRule.Decision decision) {
            decision.changes().forEach(this::change);
            for (Episode episode : List.copyOf(episodes)) {
                if (EpisodeSignals.isDue(episode, now)) {
                    say(episode);
                }
            }
            return new Told(List.copyOf(episodes), List.copyOf(told), changed);
        }

        private void change(Change change) {
            changed = true;
            switch (change) {
                case Change.Begin begin ->
                    say(new Episode(
                            ids.next(),
                            service.name(),
                            begin.dedupKey(),
                            begin.startedAt(),
                            now,
                            now,
                            Optional.empty(),
                            begin.page() ? dev.candor.detect.Severity.ERROR : dev.candor.detect.Severity.INFO,
                            "",
                            begin.slices(),
                            Map.of()));
                case Change.Join(Episode episode, List<String> slices) -> replace(episode.with(slices));
                case Change.End(Episode episode, Instant at, var why) -> {
                    replace(episode.ended(at));
                    told.add(EpisodeSignals.ended(ids.next(), episode, at, why, now));
                }
            }
        }

        private void say(Episode episode) {
            EpisodeWords words = episode.isBudget()
                    ? explaining.budget(service, judged, episode)
                    : explaining.rise(service.name(), episode, now);
            Episode said = episode.said(now, words.severity(), words.summary(), words.explanation());
            replace(said);
            told.add(EpisodeSignals.firing(ids.next(), said, now));
        }

        private void replace(Episode episode) {
            for (int i = 0; i < episodes.size(); i++) {
                if (episodes.get(i).id().equals(episode.id())) {
                    episodes.set(i, episode);
                    return;
                }
            }
            episodes.add(episode);
        }
    }
}
