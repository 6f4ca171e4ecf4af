package dev.candor.platform.outbox;

import dev.candor.base.ids.Randomness;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.jobs.Ticking;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what is due of one lane: claim with lease and fencing token, send outside any transaction, settle.
///
/// A crash between sending and settling sends again with the same key once the lease ran out: at least once, never
/// silently not at all.
public final class OutboxLoop implements Ticking {
    /// Longer than any sender may take, so that a living worker never loses its lease.
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(OutboxLoop.class);
    private static final int PER_RECEIVER = 4;

    private final Lane lane;
    private final Database ledger;
    private final OutboxStore store;
    private final Map<String, Sender> senders;
    private final Outcomes outcomes;
    private final InstantSource clock;
    private final Randomness random;
    private final Executor workers;
    private final Runnable onFree;
    private final String worker;
    private final Map<String, Integer> inFlight = new HashMap<>();
    private final Outages outages = new Outages();
    private int inFlightTotal;

    /// @param worker who claims; the same over restarts of one data folder, and nobody else's
    /// @param workers runs the sends; a virtual thread each in production, the caller in the simulated world
    /// @param onFree called when a send ended: there may be room for the next
    public OutboxLoop(
            Lane lane,
            Database ledger,
            OutboxStore store,
            Map<String, Sender> senders,
            Outcomes outcomes,
            InstantSource clock,
            Randomness random,
            String worker,
            Executor workers,
            Runnable onFree) {
        this.worker = worker;
        this.lane = lane;
        this.ledger = ledger;
        this.store = store;
        this.senders = senders;
        this.outcomes = outcomes;
        this.clock = clock;
        this.random = random;
        this.workers = workers;
        this.onFree = onFree;
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        int room = room();
        if (room == 0) {
            return Optional.empty(); // a send that ends wakes us
        }
        // Tokens are made outside: work in a transaction may run twice.
        String token = worker + "/" + random.token(25);
        List<Claim> claims = ledger.inTransaction(tx -> {
            var taken = new ArrayList<Claim>();
            var perReceiver = inFlightByReceiver();
            for (var candidate : store.due(tx, lane, busy(perReceiver), room * 4, now)) {
                if (taken.size() < room && perReceiver.merge(candidate.receiver(), 1, Integer::sum) <= PER_RECEIVER) {
                    store.claim(tx, candidate, token, LEASE, now).ifPresent(taken::add);
                }
            }
            return taken;
        });
        for (Claim claim : claims) {
            enter(claim);
            workers.execute(() -> sendAndSettle(claim));
        }
        // What is due but cannot go now (its receiver has enough under way) must not make us spin: a send that ends
        // wakes us.
        return claims.isEmpty() ? ledger.read(tx -> store.nextDue(tx, lane, now)) : Optional.of(now);
    }

    private void sendAndSettle(Claim claim) {
        try {
            Instant begun = clock.instant();
            SendResult result = send(claim);
            Instant now = clock.instant();
            double chance = random.nextDouble();
            boolean back = isBack(claim, result, begun, now);
            if (back) {
                outages.ended(name(claim), now); // before anything is brought forward: what fails from now on is told
            }
            boolean held = ledger.inTransaction(tx -> {
                Settlement settlement = judge(claim, result, isOvertaken(claim, result, begun, now), chance, now);
                boolean settled = store.settle(tx, claim, settlement, now);
                if (settled && back) {
                    store.bringForward(tx, lane, claim.kind(), receiver(claim), now);
                }
                if (settled) {
                    outcomes.settled(tx, claim, settlement, now);
                    tx.wake(OutboxStore.TOPIC);
                }
                return settled;
            });
            if (held && (back || result instanceof SendResult.Accepted)) {
                outages.taken(name(claim)); // only now: what could not be stored is sent again and finds out again
            }
            if (!held) {
                LOG.warn("Message {} was settled by another worker: the lease of {} was too short", claim.key(), LEASE);
            }
        } catch (DatabaseException away) {
            LOG.warn(
                    "Message {} was tried but not settled; it is sent again after its lease: {}",
                    claim.key(),
                    away.getMessage());
        } catch (RuntimeException bug) {
            LOG.error(
                    "What became of message {} could not be stored; it is sent again after its lease",
                    claim.key(),
                    bug);
        } finally {
            leave(claim);
            onFree.run();
        }
    }

    private boolean isBack(Claim claim, SendResult result, Instant begun, Instant now) {
        return switch (result) {
            case SendResult.Accepted _ -> outages.isBack(name(claim), claim.attempts());
            case SendResult.TryLater later -> {
                if (!isOvertaken(claim, result, begun, now)) {
                    outages.failed(name(claim), later.busy(), now);
                }
                yield false;
            }
            // Whoever refuses one message may refuse them all: a proxy's 403 must not draw what waits into the same
            // refusal.
            case SendResult.NeverWorks _ -> false;
        };
    }

    /// It began during an outage that is over by now, and hung.
    private boolean isOvertaken(Claim claim, SendResult result, Instant begun, Instant now) {
        return result instanceof SendResult.TryLater later
                && !later.busy()
                && outages.hasEndedSince(name(claim), begun, now);
    }

    private String name(Claim claim) {
        return receiver(claim).orElse(claim.kind());
    }

    /// Empty when one provider reaches all receivers of this kind.
    private Optional<String> receiver(Claim claim) {
        Sender sender = senders.get(claim.kind());
        return sender != null && sender.hasOneProvider() ? Optional.empty() : Optional.of(claim.receiver());
    }

    private SendResult send(Claim claim) {
        Sender sender = senders.get(claim.kind());
        if (sender == null) {
            return new SendResult.NeverWorks("no sender for kind " + claim.kind(), "Configure this kind of channel.");
        }
        try {
            return sender.send(claim);
        } catch (DatabaseException away) {
            LOG.warn("The sender {} could not reach the database: {}", claim.kind(), away.getMessage());
            return new SendResult.TryLater("The database was away.");
        } catch (RuntimeException bug) {
            LOG.error("The sender {} threw", claim.kind(), bug);
            return new SendResult.TryLater("internal error: " + bug);
        }
    }

    /// Pure: what a result means for the row.
    ///
    /// @param overtaken whether the receiver works since: then there is nothing to wait for
    static Settlement judge(Claim claim, SendResult result, boolean overtaken, double chance, Instant now) {
        return overtaken && now.isBefore(claim.giveUpAt()) && result instanceof SendResult.TryLater later
                ? new Settlement.Again(now, later.why())
                : judge(claim, result, chance, now);
    }

    /// Pure: the same of a receiver that works or not as it says.
    static Settlement judge(Claim claim, SendResult result, double chance, Instant now) {
        return switch (result) {
            case SendResult.Accepted accepted -> new Settlement.Sent(accepted.providerId());
            case SendResult.NeverWorks never -> new Settlement.Dead(never.why() + " " + never.whatToDo(), true);
            case SendResult.TryLater later ->
                Retry.next(
                                claim.lane(),
                                claim.attempts(),
                                Retry.asked(claim.lane(), later),
                                claim.giveUpAt(),
                                chance,
                                now)
                        .<Settlement>map(at -> new Settlement.Again(at, later.why()))
                        .orElseGet(() -> new Settlement.Dead(
                                later.why() + " (gave up after " + claim.attempts() + " tries)", false));
        };
    }

    /// Receivers that have as much under way as they may: whatever waits for them must not hide what waits for others.
    private static List<String> busy(Map<String, Integer> perReceiver) {
        return perReceiver.entrySet().stream()
                .filter(entry -> entry.getValue() >= PER_RECEIVER)
                .map(Map.Entry::getKey)
                .toList();
    }

    private synchronized int room() {
        return Math.max(0, lane.inFlight() - inFlightTotal);
    }

    private synchronized Map<String, Integer> inFlightByReceiver() {
        return new HashMap<>(inFlight);
    }

    private synchronized void enter(Claim claim) {
        inFlightTotal++;
        inFlight.merge(claim.receiver(), 1, Integer::sum);
    }

    private synchronized void leave(Claim claim) {
        inFlightTotal--;
        inFlight.computeIfPresent(claim.receiver(), (_, count) -> count == 1 ? null : count - 1);
    }
}
