package dev.candor.paging.proof;

import dev.candor.paging.alert.Alert;
import dev.candor.paging.escalation.EscalationStore;
import dev.candor.paging.escalation.Escalations;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds open alerts that wait for somebody and for which nothing more would happen, and pages for them.
public final class Auditor implements Ticking {
    private static final Logger LOG = LoggerFactory.getLogger(Auditor.class);
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final int MOST = 500;

    private final Platform platform;
    private final Escalations escalations;
    private final AtomicLong revived = new AtomicLong();
    private volatile List<String> found = List.of();
    private Instant next = Instant.EPOCH;

    public Auditor(Platform platform, Escalations escalations) {
        this.platform = platform;
        this.escalations = escalations;
    }

    /// Alerts the last look found without a next action, in words. What it could put right is right by now.
    public List<String> found() {
        return found;
    }

    /// For how many alerts paging had to be begun anew since the start.
    public long revived() {
        return revived.get();
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        if (now.isBefore(next)) {
            return Optional.of(next);
        }
        next = now.plus(EVERY);
        List<EscalationStore.Waiting> suspects =
                platform.ledger().read(tx -> escalations.store().unaccounted(tx, now.minus(AuditRule.PATIENCE), MOST));
        found = suspects.stream().flatMap(alert -> words(alert, now).stream()).toList();
        boolean late = false;
        for (EscalationStore.Waiting alert : suspects) {
            switch (AuditRule.look(alert, now)) {
                case AuditRule.Finding.Fine _ -> {}
                case AuditRule.Finding.Late _ -> late = true;
                case AuditRule.Finding.Lost(String why) -> {
                    LOG.error("Alert {} waits for somebody, and {}: paging begins anew", alert.number(), why);
                    platform.ledger().inTransaction(tx -> revive(tx, alert, why, now));
                    revived.incrementAndGet();
                }
            }
        }
        if (late || !found.isEmpty()) {
            LOG.error("Open alerts without a next action: {}", found);
            escalations.tick(now); // whoever should do it does not: two doing it at once page once
        }
        return Optional.of(next);
    }

    private static Optional<String> words(EscalationStore.Waiting alert, Instant now) {
        return switch (AuditRule.look(alert, now)) {
            case AuditRule.Finding.Fine _ -> Optional.empty();
            case AuditRule.Finding.Late(String why) -> Optional.of("alert " + alert.number() + ": " + why);
            case AuditRule.Finding.Lost(String why) -> Optional.of("alert " + alert.number() + ": " + why);
        };
    }

    private boolean revive(Tx tx, EscalationStore.Waiting alert, String why, Instant now) {
        escalations.revive(tx, alert.alert(), alert.service(), now);
        platform.journal()
                .note(
                        tx,
                        Alert.subject(alert.alert()),
                        "audit.lost",
                        Journal.CANDOR,
                        "It waited for somebody and " + why + ": paging begins anew",
                        now);
        return true;
    }
}
