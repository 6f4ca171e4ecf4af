package dev.candor.paging.proof;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Item;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.escalation.Reach;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Looks 72 hours ahead for times in which nobody on call can be reached, and tells the owners of each new one once.
public final class CoverageWatch implements Ticking {
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int MOST_TOLD = 50;

    private final Platform platform;
    private final Catalogs catalogs;
    private final PageText text;
    private final Ways ways;
    private Catalog looked = Catalog.EMPTY;
    /// Until when the last look saw; what ended before that had its end in sight.
    private Optional<Instant> seenUntil = Optional.empty();

    private Instant next = Instant.EPOCH;

    public CoverageWatch(Platform platform, Catalogs catalogs, PageText text, Ways ways) {
        this.platform = platform;
        this.catalogs = catalogs;
        this.text = text;
        this.ways = ways;
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        Catalog catalog = catalogs.current();
        var reach = new Reach(catalog, ways);
        if (now.isBefore(next) && catalog == looked) {
            return Optional.of(next);
        }
        List<Coverage.Gap> gaps = Coverage.spans(Coverage.gaps(reach, now));
        List<UUID> names = gaps.stream().map(_ -> platform.ids().next()).toList();
        platform.ledger().inTransaction(tx -> {
            tx.update("DELETE FROM coverage_gap WHERE until_at < ?", now.minus(KEPT));
            for (int i = 0; i < Math.min(MOST_TOLD, gaps.size()); i++) {
                if (isNew(tx, names.get(i), gaps.get(i), seenUntil, now)) {
                    tell(tx, names.get(i), gaps.get(i), reach, now);
                }
            }
            return true;
        });
        looked = catalog;
        seenUntil = Optional.of(now.plus(Coverage.AHEAD));
        next = now.plus(EVERY);
        return Optional.of(next);
    }

    /// A gap that touches one that was told is that one, unless it begins earlier or goes on for longer: what is
    /// told of the future comes nearer, and is seen further.
    private static boolean isNew(Tx tx, UUID id, Coverage.Gap gap, Optional<Instant> seenUntil, Instant now) {
        Optional<Told> known = tx.one(
                "SELECT id, from_at, until_at, told_at FROM coverage_gap WHERE schedule = ? AND from_at <= ? AND until_at >= ?"
                        + " ORDER BY from_at LIMIT 1",
                row -> new Told(
                        row.uuid("id"),
                        row.instant("from_at"),
                        row.instant("until_at"),
                        seenUntil.orElse(row.instant("told_at").plus(Coverage.AHEAD))),
                gap.schedule(),
                gap.until(),
                gap.from());
        if (known.isPresent() && !known.get().isLessThan(gap, now)) {
            tx.update(
                    "UPDATE coverage_gap SET until_at = ? WHERE id = ? AND until_at < ?",
                    gap.until(),
                    known.get().id(),
                    gap.until());
            return false;
        }
        known.ifPresent(told -> tx.update("DELETE FROM coverage_gap WHERE id = ?", told.id()));
        tx.update(
                "INSERT INTO coverage_gap (id, schedule, from_at, until_at, told_at) VALUES (?, ?, ?, ?, ?)",
                id,
                gap.schedule(),
                gap.from(),
                gap.until(),
                now);
        return true;
    }

    /// What somebody was told of.
    ///
    /// @param seenUntil how far was looked then
    private record Told(UUID id, Instant from, Instant until, Instant seenUntil) {
        /// Whether `gap` is worse news: it begins earlier, or an end that was in sight is none.
        boolean isLessThan(Coverage.Gap gap, Instant now) {
            boolean earlier = gap.from().plus(EVERY).isBefore(from) && from.isAfter(now);
            boolean hadAnEnd = until.isBefore(seenUntil.minus(EVERY));
            return earlier || hadAnEnd && gap.until().isAfter(until.plus(EVERY));
        }
    }

    private void tell(Tx tx, UUID id, Coverage.Gap gap, Reach reach, Instant now) {
        String title = "Nobody can be reached in " + gap.schedule() + " from " + Silence.shown(gap.from());
        String words = "From " + Silence.shown(gap.from()) + " until " + Silence.shown(gap.until()) + " " + gap.why()
                + ". Used by " + String.join(", ", gap.policies()) + ". An alert would go to the next step at once.";
        for (String name : owners(gap.policies(), reach)) {
            ContactMethod way = reach.waysOf(name).getFirst();
            var payload = new LinkedHashMap<>(text.notice(name, title, words, "/proof"));
            payload.put("address", way.address());
            platform.outbox()
                    .put(
                            tx,
                            new Message(
                                    "coverage/" + id + "/" + name,
                                    Lane.HOUSEKEEPING,
                                    way.kind(),
                                    way.kind() + ":" + way.address(),
                                    "schedule/" + gap.schedule(),
                                    payload,
                                    now,
                                    Message.A_DAY,
                                    5),
                            now);
        }
        tx.wake(ProofStore.TOPIC);
    }

    /// The people of the teams whose services are paged by these policies; when there are none, the admins.
    static Set<String> owners(List<String> policies, Reach reach) {
        Catalog catalog = reach.catalog();
        var teams = new LinkedHashSet<String>();
        for (Item<Service> service : catalog.all(Service.KIND)) {
            if (service.value().escalationPolicy().filter(policies::contains).isPresent()) {
                service.value().team().ifPresent(teams::add);
            }
        }
        var owners = new LinkedHashSet<String>();
        for (Item<Person> person : catalog.all(Person.KIND)) {
            if (person.value().teams().stream().anyMatch(teams::contains) && reach.reaches(person.name())) {
                owners.add(person.name());
            }
        }
        return owners.isEmpty() ? reach.admins().people() : owners;
    }
}
