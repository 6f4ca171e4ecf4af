package dev.candor.paging.emergency;

import dev.candor.detect.intake.Intake;
import dev.candor.paging.emergency.EmergencyRule.Decision;
import dev.candor.paging.escalation.Reach;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.jobs.Ticking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gets the page out while the ledger is away: whoever is on call by the catalog in memory hears of what waits in the
/// spool, directly. When the ledger is back the normal way goes on, and may page again: at least once.
///
/// Remembers in memory only: after a restart in the middle of it people may be told again, under the same message
/// ids.
public final class EmergencyPages implements Ticking {
    private static final Logger LOG = LoggerFactory.getLogger(EmergencyPages.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final int IN_FLIGHT = 32;
    private static final int MOST_ROUNDS = 500;

    private final Database ledger;
    private final Supplier<Reach> reach;
    private final Spooled spooled;
    private final Optional<String> watchService;
    private final Knocking knocking;
    /// Whom a message reached, and when.
    private final Map<Knocking.Receiver, Instant> told = new HashMap<>();
    private final Map<Long, Round> rounds = new HashMap<>();
    /// Services of whose conditions nobody could be told, and when that is tried again.
    private final Map<String, Instant> lost = new HashMap<>();
    private Optional<Instant> awaySince = Optional.empty();
    private long nextRound;

    /// @param reach by what is configured now
    /// @param watchService whose people hear that the ledger is away for long; empty for nobody
    /// @param knocking sends what is decided here
    public EmergencyPages(
            Database ledger, Supplier<Reach> reach, Intake intake, Optional<String> watchService, Knocking knocking) {
        this.ledger = ledger;
        this.reach = reach;
        this.spooled = new Spooled(intake);
        this.watchService = watchService;
        this.knocking = knocking;
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        if (ledgerAnswers(now)) {
            if (awaySince.isPresent()) {
                LOG.info("The ledger answers again: pages go their normal way");
                awaySince = Optional.empty();
                hear(now);
                rounds.values().stream().filter(Round::reachedNobody).forEach(this::beginAnew);
                rounds.clear();
                lost.clear();
                spooled.forget();
            }
            return Optional.empty();
        }
        Instant since = awaySince.orElse(now);
        awaySince = Optional.of(since);
        if (since.plus(EmergencyRule.PATIENCE).isAfter(now)) {
            return Optional.of(now.plus(LOOK_AGAIN));
        }
        spooled.look();
        if (!since.plus(EmergencyRule.OUTAGE).isAfter(now)) {
            watchService.ifPresent(service -> spooled.outage(service, since));
        }
        told.values().removeIf(at -> !at.plus(EmergencyRule.QUIET).isAfter(now));
        lost.values().removeIf(again -> !again.isAfter(now));
        hear(now);
        rounds.values().removeIf(round -> round.conditions().stream().noneMatch(spooled::stands));
        Reach present = reach.get();
        begin(present, since, now);
        go(present, since, now);
        return Optional.of(now.plus(LOOK_AGAIN));
    }

    /// Reading tells whether it is there; when something waits for it, writing tells whether it can be stored.
    private boolean ledgerAnswers(Instant now) {
        try {
            ledger.read(tx -> tx.count("SELECT count(*) AS n FROM schema_digest"));
            if (!spooled.isEmpty()) {
                ledger.inTransaction(tx -> tx.update(
                        "INSERT INTO setting (name, value) VALUES ('answers', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                        now.toString()));
            }
            return true;
        } catch (DatabaseException failure) {
            return failure.kind() == DatabaseException.Kind.WRONG || failure.kind() == DatabaseException.Kind.CONFLICT;
        }
    }

    /// Only what went out counts as told.
    private void hear(Instant now) {
        for (Knocking.Heard heard : knocking.heard()) {
            if (heard.sent()) {
                told.putIfAbsent(heard.receiver(), now);
            }
            rounds.computeIfPresent(
                    heard.round(),
                    (_, round) -> round.with(heard.key(), heard.sent() ? Round.Stand.SENT : Round.Stand.FAILED));
        }
    }

    private void begin(Reach present, Instant since, Instant now) {
        for (Map.Entry<String, List<Condition>> each : spooled.untold().entrySet()) {
            if (rounds.size() >= MOST_ROUNDS) {
                return;
            }
            if (lost.containsKey(each.getKey())) {
                continue;
            }
            EmergencyRule.begin(each.getValue(), quiet(each.getKey(), now), present, now)
                    .ifPresent(round -> {
                        LOG.warn(
                                "The ledger is away since {}: {} of {} go out as emergency pages",
                                since,
                                round.conditions().size(),
                                each.getKey());
                        rounds.put(nextRound++, round);
                        spooled.told(round.conditions());
                    });
        }
    }

    /// Who heard of a service a moment ago, or is about to.
    private Set<String> quiet(String service, Instant now) {
        var quiet = new HashSet<String>();
        Stream.concat(told.keySet().stream(), knocking.receivers().stream())
                .filter(one -> one.service().equals(service))
                .forEach(one -> quiet.add(one.name()));
        rounds.values().stream()
                .filter(round -> round.first().service().equals(service))
                .forEach(round -> quiet.addAll(round.awaited(now.plus(EmergencyRule.QUIET))));
        return quiet;
    }

    private void go(Reach present, Instant since, Instant now) {
        for (long number : new ArrayList<>(rounds.keySet())) {
            Round round = rounds.get(number);
            if (round == null) {
                continue;
            }
            switch (EmergencyRule.decide(round, present, IN_FLIGHT - knocking.underWay(), now)) {
                case Decision.Send send -> {
                    rounds.put(number, send.round());
                    send.knocks().forEach(knock -> knocking.send(number, round, knock, since, now));
                }
                case Decision.Wait wait -> rounds.put(number, wait.round());
                case Decision.Over _ -> rounds.remove(number);
                case Decision.Lost _ -> {
                    String service = round.first().service();
                    LOG.error("Nobody could be told of {}: trying again", service);
                    rounds.remove(number);
                    lost.put(service, now.plus(EmergencyRule.AGAIN));
                    beginAnew(round);
                }
            }
        }
    }

    /// Nobody heard of these: from the first step again, with whatever has come since.
    private void beginAnew(Round round) {
        spooled.takeBack(round.conditions());
    }
}
