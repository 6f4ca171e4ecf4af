package dev.candor.learn.action;

import dev.candor.base.json.Json;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Person;
import dev.candor.learn.bulletin.Week;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.Message;
import dev.candor.respond.incident.Incident;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// What people do with action items; and a mail a week to the owner of one that is due within the week, or was.
public final class ActionItems implements Ticking {
    public static final int LONGEST = 500;
    private static final int MOST = 50;
    private static final Duration EVERY = Duration.ofHours(1);

    private final Platform platform;
    private final Catalogs catalogs;
    private final ActionStore store = new ActionStore();

    public ActionItems(Platform platform, Catalogs catalogs) {
        this.platform = platform;
        this.catalogs = catalogs;
    }

    public ActionStore store() {
        return store;
    }

    /// How it ended.
    public enum End {
        DONE,
        DROPPED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Empty when it is noted, otherwise why not.
    public Optional<String> open(Incident incident, String what, String owner, LocalDate due, String by) {
        return open(platform.ids().next(), incident, what, owner, due, by);
    }

    /// The same under an id that the caller chose.
    public Optional<String> open(UUID id, Incident incident, String what, String owner, LocalDate due, String by) {
        if (what.isBlank() || what.length() > LONGEST) {
            return Optional.of("Say what is to change in 1 to 500 characters.");
        }
        Optional<String> wrong = wrong(owner, due);
        if (wrong.isPresent()) {
            return wrong;
        }
        Instant now = platform.clock().instant();
        return platform.ledger().inTransaction(tx -> {
            if (store.ofIncident(tx, incident.id()).size() >= MOST) {
                return Optional.of("An incident has at most " + MOST + " action items.");
            }
            note(
                    tx,
                    new ActionItem(
                            id,
                            incident.id(),
                            incident.service(),
                            what.strip(),
                            owner,
                            due,
                            new ActionItem.State.Open()),
                    by,
                    now);
            return Optional.empty();
        });
    }

    /// Stores one that is right, with its line on the timeline.
    public void note(Tx tx, ActionItem item, String by, Instant now) {
        store.insert(tx, item, now);
        platform.journal()
                .note(
                        tx,
                        "incident/" + item.incident(),
                        "action.open",
                        by,
                        "To change: " + item.what() + ", by " + item.owner() + " until " + item.due(),
                        now);
    }

    private Optional<String> wrong(String owner, LocalDate due) {
        if (catalogs.current().find(Person.KIND, owner).isEmpty()) {
            return Optional.of("An action item has an owner: there is no person `" + owner + "`.");
        }
        return due.getYear() < 2000 || due.getYear() > 2200
                ? Optional.of("The due day lies in no year we know.")
                : Optional.empty();
    }

    /// Gives it to somebody, or another day; empty when that is noted, otherwise why not.
    public Optional<String> change(UUID id, String owner, LocalDate due, String by) {
        Optional<String> wrong = wrong(owner, due);
        if (wrong.isPresent()) {
            return wrong;
        }
        Instant now = platform.clock().instant();
        return platform.ledger().inTransaction(tx -> {
            Optional<ActionItem> item = store.find(tx, id);
            if (item.isEmpty() || !store.change(tx, id, owner, due)) {
                return Optional.of("There is no such action item, or it is closed already.");
            }
            boolean same = item.get().owner().equals(owner) && item.get().due().equals(due);
            if (!same) {
                platform.journal()
                        .note(
                                tx,
                                "incident/" + item.get().incident(),
                                "action.changed",
                                by,
                                "To change: " + item.get().what() + ", now by " + owner + " until " + due + " (was "
                                        + item.get().owner() + ", " + item.get().due() + ")",
                                now);
            }
            return Optional.empty();
        });
    }

    /// Empty when that is noted, otherwise why not.
    ///
    /// @param proof how one can see that it is done, or why it is not going to be
    public Optional<String> close(UUID id, End end, String proof, String by) {
        if (proof.isBlank() || proof.length() > LONGEST) {
            return Optional.of("Say how one can see it, or why it is dropped, in 1 to 500 characters.");
        }
        Instant now = platform.clock().instant();
        return platform.ledger().inTransaction(tx -> {
            Optional<ActionItem> item = store.find(tx, id);
            if (item.isEmpty() || !store.close(tx, id, end.wire(), by, proof.strip(), now)) {
                return Optional.of("There is no such action item, or it is closed already.");
            }
            platform.journal()
                    .note(
                            tx,
                            "incident/" + item.get().incident(),
                            "action." + end.wire(),
                            by,
                            (end == End.DONE ? "Changed: " : "Dropped: ")
                                    + item.get().what() + "; " + proof.strip(),
                            now);
            return Optional.empty();
        });
    }

    /// At most one mail per item and week, whoever runs this how often.
    @Override
    public Optional<Instant> tick(Instant now) {
        for (ActionItem item : platform.ledger().read(store::open)) {
            catalogs.current()
                    .find(Person.KIND, item.owner())
                    .filter(person -> !person.disabled() && !person.email().isEmpty())
                    .filter(person -> !now.atZone(person.timeZone())
                            .toLocalDate()
                            .plusDays(7)
                            .isBefore(item.due()))
                    .ifPresent(person -> platform.ledger()
                            .inTransaction(tx -> platform.outbox().put(tx, reminder(item, person, now), now)));
        }
        return Optional.of(now.plus(EVERY));
    }

    private static Message reminder(ActionItem item, Person person, Instant now) {
        boolean late = item.overdue(now.atZone(person.timeZone()).toLocalDate());
        return new Message(
                "action/" + item.id() + "/" + Week.of(now, person.timeZone()),
                Lane.HOUSEKEEPING,
                "email",
                "email:" + person.email(),
                "incident/" + item.incident(),
                Json.object(
                        "address",
                        person.email(),
                        "person",
                        person.name(),
                        "title",
                        (late ? "Overdue: " : "Due soon: ") + item.what(),
                        "text",
                        "You took this on after an incident of " + item.service() + ": " + item.what() + ". It "
                                + (late ? "was" : "is") + " due on " + item.due()
                                + ". Say in the console that it is done, or drop it and say why."),
                now,
                Message.A_DAY,
                1);
    }
}
