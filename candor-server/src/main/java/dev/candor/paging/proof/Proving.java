package dev.candor.paging.proof;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Maintenance;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.detect.Detect;
import dev.candor.paging.Paging;
import dev.candor.paging.escalation.Escalations;
import dev.candor.paging.escalation.Reach;
import dev.candor.platform.Platform;
import dev.candor.platform.outbox.Outcomes;
import java.time.Instant;
import java.util.List;

/// The visible face of the proof that somebody is woken.
public final class Proving {
    private final Platform platform;
    private final Paging paging;
    private final Rehearsals rehearsals;
    private final Contacts contacts;
    private final CoverageWatch coverage;
    private final Auditor auditor;
    private final Escalations escalations;

    public Proving(Platform platform, Catalogs catalogs, Detect detect, Paging paging) {
        this.platform = platform;
        this.paging = paging;
        this.escalations = paging.escalations();
        this.rehearsals = new Rehearsals(platform, catalogs, detect, paging.ways());
        this.contacts = new Contacts(platform, catalogs, paging.text(), paging.ways());
        this.coverage = new CoverageWatch(platform, catalogs, paging.text(), paging.ways());
        this.auditor = new Auditor(platform, escalations);
    }

    public Rehearsals rehearsals() {
        return rehearsals;
    }

    public Contacts contacts() {
        return contacts;
    }

    public CoverageWatch coverage() {
        return coverage;
    }

    public Auditor auditor() {
        return auditor;
    }

    /// How tries to send ended: for pages, and for rehearsals.
    public Outcomes outcomes() {
        return (tx, claim, settlement, now) -> {
            escalations.settled(tx, claim, settlement, now);
            contacts.settled(tx, claim, settlement, now);
        };
    }

    /// Everything there is to say at `now`.
    ///
    /// @param standings the worst first
    /// @param gaps of the coming 72 hours
    /// @param unprovenDuties people on call now or next without a proven way
    /// @param silences maintenances by which services are silent now, or for very long some day
    /// @param onCall who is there for the coming 72 hours, in a sentence without its full stop
    public record Picture(
            List<Standing> standings,
            List<Coverage.Gap> gaps,
            List<Contacts.Way> ways,
            List<Coverage.Duty> unprovenDuties,
            List<Silence> silences,
            String onCall) {
        public long wakingNobody() {
            return standings.stream()
                    .filter(standing -> standing.outcome().wakesNobody())
                    .count();
        }

        public long unproven() {
            return standings.stream()
                    .filter(standing -> standing.outcome() == Standing.Outcome.UNPROVEN)
                    .count();
        }

        public long silenced() {
            return standings.stream()
                    .filter(standing -> standing.outcome() == Standing.Outcome.SILENCED)
                    .count();
        }

        /// The sentence that says it all.
        public String sentence() {
            int all = standings.size();
            long none = wakingNobody();
            if (all == 0) {
                return "There is no rule yet: nothing would wake anybody";
            }
            if (none > 0) {
                return none + " of " + all + (all == 1 ? " rule" : " rules") + " would wake nobody";
            }
            if (silenced() > 0) {
                return silenced() + " of " + all + (all == 1 ? " rule is" : " rules are")
                        + " silenced by a maintenance now";
            }
            return unproven() > 0
                    ? unproven() + " of " + all + (all == 1 ? " rule is" : " rules are") + " not proven"
                    : all == 1
                            ? "The one rule there is would wake somebody"
                            : "All " + all + " rules would wake somebody";
        }
    }

    /// Who is there for the coming 72 hours, in a sentence without its full stop.
    public String onCall(Instant now) {
        return Coverage.words(paging.reach(), Coverage.gaps(paging.reach(), now), now);
    }

    public Picture picture(Instant now) {
        List<Contacts.Way> ways = platform.ledger().read(tx -> contacts.ways(tx, now));
        List<Maintenance> open = platform.ledger().read(new MaintenanceStore()::open);
        Reach reach = paging.reach();
        List<Coverage.Gap> gaps = Coverage.gaps(reach, now);
        return new Picture(
                rehearsals.standings(now),
                gaps,
                ways,
                Contacts.unproven(Coverage.duties(reach.catalog(), now), ways, now),
                Silence.of(open, reach.catalog()),
                Coverage.words(reach, gaps, now));
    }
}
