package dev.candor.paging.proof;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Item;
import dev.candor.catalog.Person;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.escalation.Reach;
import dev.candor.platform.Platform;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.auth.Role;
import dev.candor.platform.db.Tx;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.Message;
import dev.candor.platform.outbox.Outcomes;
import dev.candor.platform.outbox.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Rehearses the ways people are reached: a real message through the real outbox. What the provider said is one
/// evidence, the person's click is the other. It never counts as a page.
public final class Contacts implements Outcomes {
    /// How long a confirmation counts.
    public static final Duration COUNTS = Duration.ofDays(90);

    /// At most so many messages a person and day that can have bothered somebody.
    static final int PER_DAY = 6;

    /// At most so many a person and day, however they end: whoever sets things up may fail a few times.
    static final int TRIES_PER_DAY = 12;

    /// At most one by the same way in this time, but for those that bothered nobody.
    static final Duration APART = Duration.ofMinutes(10);

    private static final String PURPOSE = "rehearsal";
    private static final String KEY = "rehearsal/";
    private static final Duration LINK_LIVES = Duration.ofDays(7);
    private static final Duration KEEP_TRYING = Duration.ofHours(1);
    private static final int MOST = 20_000;

    private final Platform platform;
    private final Catalogs catalogs;
    private final PageText text;
    private final Ways working;
    private final ContactStore store = new ContactStore();

    /// @param working ways that can work at all
    public Contacts(Platform platform, Catalogs catalogs, PageText text, Ways working) {
        this.platform = platform;
        this.catalogs = catalogs;
        this.text = text;
        this.working = working;
    }

    public ContactStore store() {
        return store;
    }

    /// What came of asking for a rehearsal.
    public sealed interface Asked {
        /// @param ways how many messages are on their way
        record Sent(int ways) implements Asked {}

        record Refused(String why) implements Asked {}
    }

    /// Rehearses every way of a person that can work and was not rehearsed a moment ago.
    ///
    /// @param only the number of a contact method; empty for all
    public Asked rehearse(String name, Optional<Integer> only, String by, Instant now) {
        var reach = new Reach(catalogs.current(), working);
        Optional<String> objection = reach.objection(name);
        if (objection.isPresent()) {
            return new Asked.Refused(name + " " + objection.get());
        }
        List<ContactMethod> contacts =
                reach.catalog().find(Person.KIND, name).orElseThrow().contacts();
        if (only.isPresent() && only.get() >= contacts.size()) {
            return new Asked.Refused("there is no such contact method");
        }
        List<ContactMethod> ways =
                only.map(index -> List.of(contacts.get(index))).orElseGet(() -> reach.waysOf(name));
        Optional<String> broken = working.objection(ways.getFirst().kind());
        if (broken.isPresent()) {
            return new Asked.Refused("nothing leaves by " + ways.getFirst().kind() + ": " + broken.get());
        }
        // Work in a transaction may run twice: names and tokens are made outside.
        var names = new ArrayList<Named>();
        ways.forEach(way -> names.add(
                new Named(way, platform.ids().next(), platform.random().token(30))));
        return platform.ledger().inTransaction(tx -> {
            List<ContactStore.Sent> today = store.of(tx, name, now.minus(Duration.ofDays(1)));
            long bothering =
                    today.stream().filter(before -> !before.botheredNobody()).count();
            if (bothering >= PER_DAY) {
                return new Asked.Refused(name + " had " + PER_DAY + " rehearsals within a day, which is the most");
            }
            if (today.size() >= TRIES_PER_DAY) {
                return new Asked.Refused(
                        TRIES_PER_DAY + " rehearsals of " + name + " were asked for within a day, which is the most");
            }
            long left = Math.min(PER_DAY - bothering, TRIES_PER_DAY - today.size());
            var tooSoon = new ArrayList<ContactStore.Sent>();
            int sent = 0;
            for (Named named : names) {
                Optional<ContactStore.Sent> justNow = justNow(today, named.receiver(), now);
                justNow.ifPresent(tooSoon::add);
                if (sent < left && justNow.isEmpty()) {
                    send(tx, name, named, by, now);
                    sent++;
                }
            }
            return sent > 0
                    ? new Asked.Sent(sent)
                    : new Asked.Refused(
                            tooSoon.stream().allMatch(ContactStore.Sent::underWay)
                                    ? "the last rehearsal is on its way still; another can be sent after "
                                            + APART.toMinutes() + " minutes"
                                    : "the last rehearsal was less than " + APART.toMinutes() + " minutes ago");
        });
    }

    /// The latest by this way, too short a time ago for another.
    private static Optional<ContactStore.Sent> justNow(List<ContactStore.Sent> today, String receiver, Instant now) {
        return today.stream()
                .filter(before -> before.receiver().equals(receiver) && !before.botheredNobody())
                .filter(before -> before.sentAt().plus(APART).isAfter(now))
                .findFirst();
    }

    private record Named(ContactMethod way, UUID id, String token) {
        String receiver() {
            return way.kind() + ":" + way.address();
        }
    }

    private void send(Tx tx, String person, Named named, String by, Instant now) {
        store.insert(tx, named.id(), person, named.way().kind(), named.receiver(), by, now);
        platform.access()
                .issue(tx, Hashes.sha256(named.token()), PURPOSE, named.id().toString(), now.plus(LINK_LIVES), now);
        var payload = new LinkedHashMap<>(text.rehearsal(person, named.way().kind(), named.token()));
        payload.put("address", named.way().address());
        platform.outbox()
                .put(
                        tx,
                        new Message(
                                KEY + named.id(),
                                Lane.HOUSEKEEPING,
                                named.way().kind(),
                                named.receiver(),
                                "person/" + person,
                                payload,
                                now,
                                KEEP_TRYING,
                                5),
                        now);
    }

    /// What the provider said is the first evidence.
    @Override
    public void settled(Tx tx, Claim claim, Settlement settlement, Instant now) {
        if (!claim.key().startsWith(KEY)) {
            return;
        }
        String state = switch (settlement) {
            case Settlement.Sent _ -> "taken";
            case Settlement.Again _ -> "retrying";
            case Settlement.Dead dead ->
                dead.refused() && claim.attempts() == 1 ? ContactStore.REFUSED : ContactStore.GIVEN_UP;
        };
        store.provider(tx, UUID.fromString(claim.key().substring(KEY.length())), state, settlement.detail(), now);
    }

    /// Whom a link of a rehearsal belongs to. Looking does nothing.
    public Optional<ContactStore.Sent> linked(Tx tx, String token, Instant now) {
        return platform.access()
                .look(tx, Hashes.sha256(token), PURPOSE, now)
                .flatMap(id -> store.find(tx, UUID.fromString(id)));
    }

    /// The person says that it arrived: the second evidence. Twice is once.
    public Optional<ContactStore.Sent> confirm(String token, Instant now) {
        return platform.ledger().inTransaction(tx -> {
            Optional<ContactStore.Sent> sent = linked(tx, token, now);
            sent.ifPresent(found -> store.confirm(tx, found.id(), now));
            return sent.flatMap(found -> store.find(tx, found.id()));
        });
    }

    /// How one way of a person stands.
    ///
    /// @param index its number among the person's
    /// @param broken why nothing can leave by it; empty when it can
    public record Way(
            String person,
            int index,
            ContactMethod method,
            Optional<String> broken,
            Optional<ContactStore.Sent> last,
            Optional<Instant> confirmedAt) {
        /// Whether the person said so, not too long ago, and it can still work.
        public boolean proven(Instant now) {
            return broken.isEmpty()
                    && confirmedAt.filter(at -> at.plus(COUNTS).isAfter(now)).isPresent();
        }

        /// How it stands, in a few words. What a provider took is sent; only the person can say that it arrived.
        public String words(Instant now) {
            if (broken.isPresent()) {
                return broken.get();
            }
            if (proven(now)) {
                return "confirmed";
            }
            if (confirmedAt.isPresent()) {
                return "confirmed long ago";
            }
            if (last.filter(ContactStore.Sent::failed).isPresent()) {
                return "not delivered";
            }
            return switch (last.map(ContactStore.Sent::provider).orElse("")) {
                case "" -> "never rehearsed";
                case "taken" -> "sent, not confirmed";
                default -> "on its way";
            };
        }
    }

    /// Every way of everybody who may be paged, by name.
    public List<Way> ways(Tx tx, Instant now) {
        var last = new HashMap<String, ContactStore.Sent>();
        var confirmed = new HashMap<String, Instant>();
        for (ContactStore.Sent sent : store.since(tx, now.minus(COUNTS.multipliedBy(2)), MOST)) {
            String key = sent.person() + " " + sent.receiver();
            last.putIfAbsent(key, sent);
            sent.confirmedAt().ifPresent(at -> confirmed.merge(key, at, (a, b) -> a.isAfter(b) ? a : b));
        }
        var ways = new ArrayList<Way>();
        for (Item<Person> person : catalogs.current().all(Person.KIND)) {
            if (person.value().disabled() || person.value().role() == Role.VIEWER) {
                continue;
            }
            List<ContactMethod> contacts = person.value().contacts();
            for (int i = 0; i < contacts.size(); i++) {
                String key = person.name() + " " + contacts.get(i).kind() + ":"
                        + contacts.get(i).address();
                ways.add(new Way(
                        person.name(),
                        i,
                        contacts.get(i),
                        working.objection(contacts.get(i).kind()),
                        Optional.ofNullable(last.get(key)),
                        Optional.ofNullable(confirmed.get(key))));
            }
        }
        return ways;
    }

    /// Who of those on call now or next has no proven way, and why that is.
    public static List<Coverage.Duty> unproven(List<Coverage.Duty> duties, List<Way> ways, Instant now) {
        Map<String, Boolean> proven = new HashMap<>();
        ways.forEach(way -> proven.merge(way.person(), way.proven(now), (a, b) -> a || b));
        return duties.stream()
                .filter(duty -> !proven.getOrDefault(duty.shift().person(), false))
                .toList();
    }
}
