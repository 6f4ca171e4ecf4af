package dev.candor.tell.commitment;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Page;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.escalation.Reach;
import dev.candor.platform.Platform;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.tell.commitment.Commitment.Kind;
import dev.candor.tell.commitment.CommitmentRule.Event;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// What people do with commitments besides making them with words: look, declare with them, say that one is kept,
/// take one back.
public final class Commitments {
    /// The most that are promised in one go.
    public static final int AT_ONCE = 5;

    private static final int OPEN = 30;
    private static final int LONGEST_WHY = 300;

    private final Platform platform;
    private final Catalogs catalogs;
    private final IncidentStore incidents = new IncidentStore();
    private final Keeping keeping;

    public Commitments(Platform platform, Catalogs catalogs) {
        this.platform = platform;
        this.catalogs = catalogs;
        this.keeping = new Keeping(platform.journal(), platform.ids());
    }

    public CommitmentStore store() {
        return keeping.store();
    }

    public Keeping keeping() {
        return keeping;
    }

    /// The loop that reminds.
    public Reminders reminders(PageText text, Supplier<Reach> reach) {
        return new Reminders(platform, catalogs, keeping, incidents, text, reach);
    }

    /// Reads a time as it is typed for a page, by the page's clock; by UTC where the page is unknown or empty.
    public PromisedTime read(String text, String page) {
        return PromisedTime.read(text, zone(page), platform.clock().instant());
    }

    /// What the words for a page seem to promise; nothing is made of it.
    ///
    /// @param phaseOpen whether they say that it goes on: where it is over, only a postmortem is still to come
    public List<PromiseFinder.Offer> offers(String words, String page, boolean phaseOpen) {
        return PromiseFinder.find(words, zone(page), platform.clock().instant()).stream()
                .filter(offer -> phaseOpen || offer.kind() == Kind.POSTMORTEM)
                .toList();
    }

    /// The clock of a page, by slug.
    public ZoneId zone(String page) {
        return catalogs.current().pageWithSlug(page).map(Page::timeZone).orElse(ZoneOffset.UTC);
    }

    /// Why these cannot be promised; empty when they can.
    ///
    /// @param over whether they come with the words that it is over
    public static Optional<String> wrong(List<Promise> promises, boolean over) {
        if (promises.size() > AT_ONCE) {
            return Optional.of("At most " + AT_ONCE + " things are promised at once.");
        }
        var kinds = EnumSet.noneOf(Kind.class);
        for (Promise promise : promises) {
            if (promise.kind() == Kind.OTHER) {
                if (promise.what().isBlank() || promise.what().length() > Promise.LONGEST_WHAT) {
                    return Optional.of("Say what is promised in 1 to " + Promise.LONGEST_WHAT + " characters.");
                }
            } else if (!kinds.add(promise.kind())) {
                return Optional.of("`" + promise.kind().wire() + "` is promised twice.");
            }
            if (over && (promise.kind() == Kind.NEXT_UPDATE || promise.kind() == Kind.FIXED)) {
                return Optional.of("Readers hear that it is over: promise them no `"
                        + promise.kind().wire() + "` with it.");
            }
        }
        return Optional.empty();
    }

    /// Promises something without words on a page; empty when done, otherwise why not.
    ///
    /// @param page by slug; empty when it is promised to nobody in particular
    public Optional<String> make(UUID incident, String page, List<Promise> promises, String by) {
        Optional<String> wrong = wrong(promises, false);
        if (wrong.isPresent()) {
            return wrong;
        }
        if (!page.isEmpty() && catalogs.current().pageWithSlug(page).isEmpty()) {
            return Optional.of("There is no page " + page + ".");
        }
        Instant now = platform.clock().instant();
        return platform.ledger().inTransaction(tx -> {
            Optional<Incident> found = incidents.held(tx, incident);
            if (found.isEmpty()) {
                return Optional.of("There is no such incident.");
            }
            if (store().ofIncident(tx, incident).stream()
                                    .filter(Commitment::open)
                                    .count()
                            + promises.size()
                    > OPEN) {
                return Optional.of("At most " + OPEN + " promises of an incident are open.");
            }
            if (!found.get().open()
                    && promises.stream().anyMatch(one -> one.kind() == Kind.NEXT_UPDATE || one.kind() == Kind.FIXED)) {
                return Optional.of("The incident is over: nobody waits for a fix or the next update.");
            }
            keeping.make(tx, found.get(), page, promises, by, now);
            return Optional.empty();
        });
    }

    /// A person says that one of {@link Kind#OTHER} is kept; empty when done, otherwise why not.
    public Optional<String> kept(UUID id, String by) {
        Instant now = platform.clock().instant();
        return end(
                id,
                new Event.SaidKept(now),
                by,
                now,
                "It is closed already, or not kept by a click: words, the postmortem or the end keep it.");
    }

    /// Nobody waits for it any more; on the timeline, and missed all the same when it was due before.
    ///
    /// @return empty when done, otherwise why not
    public Optional<String> withdraw(UUID id, String why, String by) {
        if (why.isBlank() || why.length() > LONGEST_WHY) {
            return Optional.of("Say why in 1 to " + LONGEST_WHY + " characters.");
        }
        Instant now = platform.clock().instant();
        return end(id, new Event.Withdrawn(why.strip(), now), by, now, "It is closed already.");
    }

    private Optional<String> end(UUID id, Event event, String by, Instant now, String refusal) {
        return platform.ledger().inTransaction(tx -> {
            Optional<Commitment> found = store().find(tx, id);
            if (found.isEmpty()) {
                return Optional.of("There is no such commitment.");
            }
            incidents.held(tx, found.get().incident());
            Commitment current = store().find(tx, id).orElseThrow();
            return keeping.happened(tx, current, event, by, now) ? Optional.empty() : Optional.of(refusal);
        });
    }
}
