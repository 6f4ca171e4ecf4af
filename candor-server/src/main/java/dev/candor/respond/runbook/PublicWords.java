package dev.candor.respond.runbook;

import dev.candor.page.IncidentPhase;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.UUID;

/// How a run speaks on public pages; implemented to the right, by what says words there.
@FunctionalInterface
public interface PublicWords {
    /// Says it, in the transaction of the step; once for each `id`. False when the incident or the page is gone, or
    /// when readers would be told that it is over while a monitor still sees it.
    boolean say(
            Tx tx, UUID id, UUID incident, String page, IncidentPhase phase, String body, String author, Instant now);
}
