package dev.candor.lab.d02;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.run.Blame;
import dev.candor.lab.run.CandorObserver;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.OwnRun;
import dev.candor.lab.run.Round;
import dev.candor.lab.run.RunbookDriver;
import dev.candor.lab.run.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The guarded run of D02: whoever the alert names is sent around the store, by the runbook, after a person's approval
/// for each; nobody mends the store. Afterwards it is mended, and everything is taken back.
final class AroundTheStore {
    private static final Duration NAMED = Duration.ofSeconds(60);
    private static final Duration SERVED = Duration.ofSeconds(60);
    private static final Duration SILENT = Duration.ofSeconds(4);
    private static final Duration WELL = Duration.ofMinutes(4);
    private static final Duration POLL = Duration.ofMillis(200);

    private final OwnRun told;
    private final Round round;
    private final LabClock clock;

    AroundTheStore(String drill, Round round) {
        this.told = new OwnRun(drill, round);
        this.round = round;
        this.clock = round.clock();
    }

    DrillResult run() throws Exception {
        told.say("builds the miniature");
        try (var candor = new CandorObserver(RemovedRole.class, clock);
                var sites = SitesMiniature.start(round, FreePorts.any(), candor);
                var runs = new RunbookDriver(candor, clock);
                var eyes = (AutoCloseable) candor::close) {
            candor.start(sites.values());
            told.say("all is well");
            clock.sleeper().sleep(round.paced(Duration.ofSeconds(40), Duration.ofMinutes(5)));
            sites.strike();
            Instant struck = sites.struckAt().orElseThrow();
            told.fault(struck);
            told.say("the fault strikes");
            clock.await(
                    NAMED.plusSeconds(15),
                    POLL,
                    () -> !named(candor, sites.expected()).isEmpty());
            List<String> named = List.copyOf(named(candor, sites.expected()));
            told.need(!named.isEmpty(), "no alert names exactly those who are hit");
            List<Long> bypasses = approve(runs, named);
            Instant approved = clock.wall().instant();
            told.say("approved: around the store");
            clock.await(
                    SERVED.plus(SILENT),
                    POLL,
                    () -> isServed(sites, clock.wall().instant().minus(SILENT)));
            served(sites, approved);
            clock.await(WELL, POLL, () -> candor.sightings().wellAt().isPresent());
            Sightings seen = candor.sightings();
            told.need(seen.wellAt().isPresent(), "the alert was still open at the end");
            takeBack(sites, runs, bypasses);
            told(seen, struck, named);
            return told.result(sites.userErrors(), seen.lost() + sites.lost(), (int)
                    seen.alerts().stream().filter(at -> at.isBefore(struck)).count());
        }
    }

    /// Those an alert names, once they are exactly those who are hit.
    private static Set<String> named(CandorObserver candor, Set<String> expected) {
        Sightings seen = candor.sightings();
        return Blame.exactlyAt(seen, "customer", expected).isPresent() ? expected : Set.of();
    }

    private List<Long> approve(RunbookDriver runs, List<String> named) throws Exception {
        var numbers = new ArrayList<Long>();
        for (String customer : named) {
            long number = runs.begin("around-the-store", Json.object("customer", customer));
            told.need(number > 0, "the runbook does not begin for " + customer);
            numbers.add(number);
        }
        for (long number : numbers) {
            told.need(runs.await(number, "ask", 1), "run " + number + " does not ask for its approval");
            int status = runs.wish(number, "approve");
            told.need(status / 100 == 2, "approving run " + number + " gave " + status);
        }
        return numbers;
    }

    private static boolean isServed(SitesMiniature sites, Instant since) {
        var counts = sites.visitors().between(since, Instant.MAX);
        return counts.values().stream().allMatch(one -> one.failures() == 0)
                && sites.expected().stream().allMatch(counts::containsKey);
    }

    private void served(SitesMiniature sites, Instant approved) {
        Optional<Instant> last = sites.visitors().lastFailureAt();
        Duration took = last.filter(at -> at.isAfter(approved))
                .map(at -> Duration.between(approved, at))
                .orElse(Duration.ZERO);
        told.fact("served_after_approval", took.toMillis() / 1000.0);
        told.need(took.compareTo(SERVED) <= 0, "customers are served " + took.toSeconds() + " s after the approval");
        told.need(
                isServed(sites, clock.wall().instant().minus(SILENT)),
                "customers still fail although they were sent around the store");
    }

    /// The store is mended; every bypass is taken back, and nobody notices.
    private void takeBack(SitesMiniature sites, RunbookDriver runs, List<Long> bypasses) throws Exception {
        told.need(sites.bypass().sites().equals(sites.expected()), "not exactly those hit go around the store");
        long before = sites.userErrors();
        sites.mend();
        clock.sleeper().sleep(Duration.ofSeconds(2));
        for (long number : bypasses) {
            int status = runs.wish(number, "undo");
            told.need(status / 100 == 2, "taking run " + number + " back gave " + status);
        }
        clock.await(NAMED, POLL, () -> sites.bypass().sites().isEmpty());
        clock.sleeper().sleep(SILENT);
        told.need(
                sites.bypass().sites().isEmpty(),
                "still around the store: " + sites.bypass().sites());
        told.need(sites.userErrors() == before, "taking it back cost " + (sites.userErrors() - before) + " requests");
        told.say("taken back");
    }

    private void told(Sightings seen, Instant struck, List<String> named) {
        seen.alerts().stream().filter(at -> !at.isBefore(struck)).findFirst().ifPresent(told::alert);
        seen.pages().stream().filter(at -> !at.isBefore(struck)).findFirst().ifPresent(told::page);
        seen.published().stream().filter(at -> !at.isBefore(struck)).findFirst().ifPresent(told::published);
        seen.wellAt().ifPresent(told::recovered);
        told.fact("named", named);
        told.need(seen.incidents() == 1, seen.incidents() + " incidents, 1 expected");
    }
}
