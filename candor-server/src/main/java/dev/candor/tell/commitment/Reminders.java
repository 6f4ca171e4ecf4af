package dev.candor.tell.commitment;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Page;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.Reach;
import dev.candor.paging.escalation.Reached;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.journal.Journal;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.Message;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.tell.commitment.Commitment.Reminded;
import dev.candor.tell.commitment.CommitmentRule.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Reminds whoever has the incident, otherwise who is on call for it, of what was promised: a while before it is due,
/// and once when it is overdue. A notice, never a page.
public final class Reminders implements Ticking {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH);

    private final Platform platform;
    private final Catalogs catalogs;
    private final Keeping keeping;
    private final IncidentStore incidents;
    private final PageText text;
    private final Supplier<Reach> reach;

    /// @param reach by what is configured now
    public Reminders(
            Platform platform,
            Catalogs catalogs,
            Keeping keeping,
            IncidentStore incidents,
            PageText text,
            Supplier<Reach> reach) {
        this.platform = platform;
        this.catalogs = catalogs;
        this.keeping = keeping;
        this.incidents = incidents;
        this.text = text;
        this.reach = reach;
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        for (Commitment seen : platform.ledger().read(keeping.store()::open)) {
            if (gone(seen) || CommitmentRule.decide(seen, Optional.empty(), now).isPresent()) {
                platform.ledger().inTransaction(tx -> {
                    look(tx, seen, now);
                    return true;
                });
            }
        }
        return platform.ledger().read(keeping.store()::open).stream()
                .flatMap(one -> CommitmentRule.nextAt(one, now).stream())
                .filter(now::isBefore)
                .min(Instant::compareTo);
    }

    private boolean gone(Commitment commitment) {
        return !commitment.page().isEmpty()
                && catalogs.current().pageWithSlug(commitment.page()).isEmpty();
    }

    private void look(Tx tx, Commitment seen, Instant now) {
        // Held first: nothing ends what is found then before the commit.
        Optional<Incident> incident = incidents.held(tx, seen.incident());
        Optional<Commitment> found = keeping.store().find(tx, seen.id()).filter(Commitment::open);
        if (incident.isEmpty() || found.isEmpty()) {
            return;
        }
        Commitment commitment = found.get();
        if (gone(commitment)) {
            keeping.happened(tx, commitment, new Event.Withdrawn("the page is gone", now), Journal.CANDOR, now);
            return;
        }
        CommitmentRule.decide(commitment, keeping.harmEndedAt(tx, incident.get()), now)
                .filter(of -> keeping.store().reminded(tx, seen.id(), of))
                .ifPresent(of -> remind(tx, commitment, incident.get(), of, now));
    }

    private void remind(Tx tx, Commitment commitment, Incident incident, Reminded of, Instant now) {
        Reach present = reach.get();
        List<Person> people = whom(present, incident, now);
        String words = words(commitment, of, now);
        for (Person person : people) {
            for (int i = 0; i < person.contacts().size(); i++) {
                if (present.ways().work(person.contacts().get(i))) {
                    platform.outbox().put(tx, message(commitment, incident, of, person, i, words, now), now);
                }
            }
        }
        List<String> told = people.stream().map(Person::name).toList();
        keeping.note(
                tx,
                commitment,
                of == Reminded.OVERDUE ? "commitment.overdue" : "commitment.due-soon",
                Journal.CANDOR,
                words + (told.isEmpty() ? " Nobody could be reminded." : " Reminded: " + String.join(", ", told) + "."),
                now,
                now);
    }

    /// Who leads it, or else the first step of its service's policy that reaches a person now.
    private static List<Person> whom(Reach reach, Incident incident, Instant now) {
        Catalog catalog = reach.catalog();
        Optional<Person> commander = person(reach, incident.commander());
        if (commander.isPresent()) {
            return List.of(commander.get());
        }
        return catalog
                .find(Service.KIND, incident.service())
                .flatMap(Service::escalationPolicy)
                .flatMap(name -> catalog.find(EscalationPolicy.KIND, name))
                .stream()
                .flatMap(policy -> policy.steps().stream())
                .map(step -> reach.of(step, now))
                .map(Reached::people)
                .filter(names -> !names.isEmpty())
                .findFirst()
                .stream()
                .flatMap(names -> names.stream().sorted())
                .flatMap(name -> person(reach, name).stream())
                .toList();
    }

    private static Optional<Person> person(Reach reach, String name) {
        return reach.catalog().find(Person.KIND, name).filter(_ -> reach.reaches(name));
    }

    private Message message(
            Commitment commitment,
            Incident incident,
            Reminded of,
            Person person,
            int contact,
            String words,
            Instant now) {
        ContactMethod way = person.contacts().get(contact);
        var payload = new LinkedHashMap<>(text.notice(
                person.name(),
                (of == Reminded.OVERDUE ? "Overdue: " : "Due soon: ") + commitment.words() + ", incident "
                        + incident.number(),
                words + " Keep it, or say that it takes longer and promise another time.",
                "/incidents/" + incident.number()));
        payload.put("address", way.address());
        payload.put("service", incident.service());
        return new Message(
                "commitment/" + commitment.id() + "/" + of.name().toLowerCase(Locale.ROOT) + "/" + person.name() + "/"
                        + contact,
                Lane.HOUSEKEEPING,
                way.kind(),
                way.kind() + ":" + way.address(),
                incident.subject(),
                payload,
                now,
                Duration.ofHours(1), // later it helps nobody
                5);
    }

    private String words(Commitment commitment, Reminded of, Instant now) {
        ZoneId zone = catalogs.current()
                .pageWithSlug(commitment.page())
                .map(Page::timeZone)
                .orElse(ZoneOffset.UTC);
        boolean today = now.atZone(zone)
                .toLocalDate()
                .equals(commitment.dueAt().atZone(zone).toLocalDate());
        String time = (today ? CLOCK : DAY).format(commitment.dueAt().atZone(zone)) + " (" + zone.getId() + ")";
        return of == Reminded.OVERDUE
                ? commitment.words() + ", promised for " + time + ", is overdue."
                : commitment.words() + " is promised for " + time + ", in " + Keeping.length(now, commitment.dueAt())
                        + ".";
    }
}
