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

/// Looks 72 hours ahead for times in which nobody on call can be reached, and tells the owners of each new one
/// once, and again when it becomes worse.
public final class CoverageWatch implements Ticking {
    private static final Duration EVERY = Duration.ofMinutes(5);
    /// The most gaps that are looked at, in order of time.
    private static final int MOST = 1_000;

    /// The most that are told at one look.
    private static final int MOST_TOLD = 50;

    private final Platform platform;
    private final Catalogs catalogs;
    private final PageText text;
    private final Ways ways;
    private Catalog looked = Catalog.EMPTY;
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
        List<Coverage.Gap> gaps =
                Coverage.spans(Coverage.gaps(reach, now)).stream().limit(MOST).toList();
        List<UUID> names = gaps.stream().map(_ -> platform.ids().next()).toList();
        platform.ledger().inTransaction(tx -> {
            oneAtATime(tx, now);
            List<ToldGap> before = told(tx);
            // A gap that was closed is forgotten: when it opens again it is another.
            tx.update("DELETE FROM coverage_gap");
            int news = 0;
            for (int i = 0; i < gaps.size(); i++) {
                boolean mayTell = news < MOST_TOLD; // the others are still news at the next look
                news += look(tx, names.get(i), gaps.get(i), before, mayTell, reach, now) ? 1 : 0;
            }
            return true;
        });
        looked = catalog;
        next = now.plus(EVERY);
        return Optional.of(next);
    }

    /// Another node that looks meanwhile waits, and sees then what was told.
    private static void oneAtATime(Tx tx, Instant now) {
        tx.update(
                "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                "coverage/looked-at",
                now.toString());
    }

    /// @return whether somebody was told
    private boolean look(
            Tx tx, UUID id, Coverage.Gap gap, List<ToldGap> before, boolean mayTell, Reach reach, Instant now) {
        List<ToldGap> known = before.stream().filter(told -> told.touches(gap)).toList();
        boolean news = ToldGap.isNews(gap, known, now);
        Set<String> owners = news && mayTell ? owners(gap.policies(), reach) : Set.of();
        owners.forEach(name -> tell(tx, id, gap, name, reach, now));
        if (news && owners.isEmpty()) {
            return false; // told to nobody: it is news as long as that is so
        }
        tx.update(
                "INSERT INTO coverage_gap (id, schedule, from_at, until_at, told_at) VALUES (?, ?, ?, ?, ?)",
                id,
                gap.schedule(),
                gap.from(),
                gap.until(),
                now);
        return news;
    }

    /// As they were at the latest look, the time of which is kept with them.
    private static List<ToldGap> told(Tx tx) {
        return tx.list(
                "SELECT schedule, from_at, until_at, told_at FROM coverage_gap ORDER BY from_at",
                row -> new ToldGap(
                        row.text("schedule"),
                        row.instant("from_at"),
                        row.instant("until_at"),
                        row.instant("told_at").plus(Coverage.AHEAD)));
    }

    private void tell(Tx tx, UUID id, Coverage.Gap gap, String name, Reach reach, Instant now) {
        String title = "Nobody can be reached in " + gap.schedule() + " from " + Silence.shown(gap.from());
        String words = "From " + Silence.shown(gap.from()) + " " + gap.untilWords() + " " + Silence.shown(gap.until())
                + " " + gap.why() + ". Used by " + String.join(", ", gap.policies())
                + ". An alert would go to the next step at once.";
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
