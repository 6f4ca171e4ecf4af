package dev.candor.detect.agent;

import dev.candor.base.ids.Ids;
import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.base.time.Elapsed;
import dev.candor.base.time.Sleeper;
import dev.candor.catalog.Item;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.monitor.Scheduler;
import dev.candor.platform.spool.Spool;
import dev.candor.probe.ProbeResult;
import dev.candor.probe.Prober;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A probe agent: asks the server what to look at, looks, and reports. What it saw waits on the disk until the server
/// has it, through cuts of the line and restarts of either side.
public final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration ASK_EVERY = Duration.ofSeconds(5);
    private static final Duration REPORT_EVERY = Duration.ofMillis(500);
    private static final Duration MOST_WAIT = Duration.ofSeconds(30);
    private static final int BATCH = 500;

    private final AgentLine line;
    private final AgentFolder folder;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final UUID run;
    private final String version;
    private final Prober prober;
    private final Spool spool;
    private final Scheduler scheduler;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong seq = new AtomicLong();
    private final AtomicLong waiting;
    private final Map<UUID, Outcome> lastOutcome = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private String work = "";

    /// @param line to the server
    /// @param folder what outlives a restart
    public Agent(
            AgentLine line,
            AgentFolder folder,
            InstantSource clock,
            Elapsed elapsed,
            Sleeper sleeper,
            Ids ids,
            String version,
            Prober prober) {
        this.line = line;
        this.folder = folder;
        this.clock = clock;
        this.sleeper = sleeper;
        this.run = ids.next();
        this.version = version;
        this.prober = prober;
        this.spool = Spool.open(folder.spool(), () -> {});
        this.waiting = new AtomicLong(spool.next(Integer.MAX_VALUE).size());
        this.scheduler = new Scheduler(line.location(), clock, elapsed, threads, this::look);
    }

    public Agent start() {
        folder.work().ifPresent(this::arrange); // what the server said last, should it be away
        scheduler.start();
        threads.execute(() -> again(this::ask, ASK_EVERY));
        threads.execute(() -> again(this::report, REPORT_EVERY));
        return this;
    }

    /// One turn of a loop.
    private interface Turn {
        /// @return whether the server was there
        boolean take() throws IOException, InterruptedException;
    }

    private void again(Turn turn, Duration every) {
        Duration wait = every;
        while (!closed) {
            try {
                wait = turn.take() ? every : later(wait);
                sleeper.sleep(wait);
            } catch (InterruptedException stopped) {
                return;
            } catch (IOException | RuntimeException trouble) {
                LOG.warn("{}: trying again", trouble.getMessage());
                wait = later(wait);
            }
        }
    }

    private static Duration later(Duration wait) {
        Duration doubled = wait.multipliedBy(2);
        return doubled.compareTo(MOST_WAIT) > 0 ? MOST_WAIT : doubled;
    }

    private boolean ask() throws IOException, InterruptedException {
        Optional<String> answer = line.work();
        answer.filter(said -> !said.equals(work)).ifPresent(said -> {
            arrange(said);
            folder.keep(said);
        });
        return answer.isPresent();
    }

    /// Brings the scheduler in line with what the server wants looked at. What this version cannot read is reported as
    /// not looked at, by its document's words.
    private void arrange(String said) {
        Object tree = Json.parse(said);
        if (!(tree instanceof Map<?, ?> answer) || !(answer.get("monitors") instanceof List<?> monitors)) {
            throw new JsonException("the server's answer holds no monitors", 1, 1);
        }
        var items = new ArrayList<Item<Monitor>>();
        for (Object entry : monitors) {
            if (entry instanceof Map<?, ?> map && map.get("document") instanceof Map<?, ?> document) {
                item(UUID.fromString(String.valueOf(map.get("id"))), document).ifPresent(items::add);
            }
        }
        scheduler.set(items);
        work = said;
        LOG.info("Looking at {} monitors from {}", items.size(), line.location());
    }

    private Optional<Item<Monitor>> item(UUID id, Map<?, ?> document) {
        var problems = new ArrayList<Problem>();
        var reading = Reading.of(Nodes.json("server", document), "monitor", problems, new ArrayList<>());
        Monitor monitor = Monitor.KIND.reader().apply(reading);
        reading.finish();
        if (!problems.isEmpty()) {
            LOG.warn("This version cannot look at {}: {}", document.get("name"), problems.getFirst());
            saw(
                    id,
                    clock.instant(),
                    new ProbeResult.NotRun("the agent at " + line.location() + " (" + version + ") cannot read it: "
                            + problems.getFirst().message()));
            return Optional.empty();
        }
        Instant now = clock.instant();
        return Optional.of(new Item<>(id, monitor.name(), monitor, "", Map.<String, @Nullable Object>of(), now, now));
    }

    private Optional<Duration> look(Item<Monitor> monitor, Duration lateness) {
        Instant at = clock.instant();
        ProbeResult result = prober.run(monitor.value().spec());
        saw(monitor.id(), at, result);
        Outcome outcome = Outcome.of(result);
        Outcome before = lastOutcome.put(monitor.id(), outcome);
        return outcome == Outcome.FAILED && before != Outcome.FAILED
                ? monitor.value().confirmAfter()
                : Optional.empty();
    }

    private synchronized void saw(UUID monitor, Instant at, ProbeResult result) {
        var sighting = new Sighting(run, seq.incrementAndGet(), monitor, at, result);
        waiting.incrementAndGet(); // before it can be reported
        try {
            spool.append(Json.write((@Nullable Object) sighting.json()).getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException full) {
            waiting.decrementAndGet();
            LOG.warn("A result is lost: it could not be written ({})", full.getMessage());
        }
    }

    private boolean report() throws IOException, InterruptedException {
        List<Spool.Entry> entries = spool.next(BATCH);
        var results = new ArrayList<@Nullable Object>();
        for (Spool.Entry entry : entries) {
            try {
                results.add(Json.parseObject(entry.bytes()));
            } catch (JsonException unreadable) {
                LOG.warn("A result on the disk is unreadable and left out: {}", unreadable.getMessage());
            }
        }
        boolean there = line.report(Json.write((@Nullable Object) Json.object(
                "protocol",
                AgentDoor.PROTOCOL,
                "location",
                line.location(),
                "run",
                run.toString(),
                "version",
                version,
                "sent_at",
                clock.instant().toEpochMilli(),
                "waiting",
                (long) spool.next(100_000).size(),
                "results",
                results)));
        if (there && !entries.isEmpty()) {
            spool.drained(entries.getLast().position());
            waiting.addAndGet(-entries.size());
        }
        return there;
    }

    /// How many results wait for the server.
    public long waiting() {
        return waiting.get();
    }

    @Override
    public void close() {
        closed = true;
        scheduler.close();
        threads.shutdownNow();
        prober.close();
        spool.close();
    }
}
