package dev.candor.respond.runbook;

import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Code;
import dev.candor.catalog.Component;
import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Maintenance;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.catalog.Page;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.paging.channel.Channel;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a run says: messages, words and planned work on pages, an alert when it stopped by itself. Everything is rows
/// of the transaction in which it was decided.
final class Said {
    private final Platform platform;
    private final Catalogs catalogs;
    private final PublicWords words;
    private final Supplier<String> consoleUrl;
    private final MaintenanceStore maintenances = new MaintenanceStore();
    private final SignalStore signals = new SignalStore();

    Said(Platform platform, Catalogs catalogs, PublicWords words, Supplier<String> consoleUrl) {
        this.platform = platform;
        this.catalogs = catalogs;
        this.words = words;
        this.consoleUrl = consoleUrl;
    }

    /// Does a step that only says something.
    ///
    /// @param seen the run at this step
    /// @return `next`, knowing the planned work it began or ended
    Run step(Tx tx, Action action, Plan plan, Run seen, Run next, Instant now) {
        switch (action) {
            case Action.Message message -> {
                String text = message.text().fill(plan.values());
                message.person().ifPresent(person -> person(tx, seen, person, "step-" + seen.at(), text, now));
                message.channel().ifPresent(channel -> channel(tx, seen, channel, "step-" + seen.at(), text, now));
                note(
                        tx,
                        seen,
                        "run.message",
                        "Tells " + message.person().or(message::channel).orElse("") + ": " + text,
                        now);
            }
            case Action.StartMaintenance start -> {
                return next.maintaining(Optional.of(begin(tx, start, plan, seen, now)));
            }
            case Action.FinishMaintenance _ -> {
                finish(tx, seen, now);
                return next.maintaining(Optional.empty());
            }
            case Action.Words said -> say(tx, said, plan, seen, now);
            case Action.SetServer _, Action.SetBack _, Action.Call _, Action.Wait _, Action.Approval _ -> {}
        }
        return next;
    }

    /// The same id for the same step of the same run, whoever does it.
    private static UUID id(Run run, String what) {
        return UUID.nameUUIDFromBytes((run.id() + "/" + run.at() + "/" + what).getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Page> page(Catalog catalog, String name) {
        return catalog.find(Page.KIND, name).or(() -> catalog.pageWithSlug(name));
    }

    private UUID begin(Tx tx, Action.StartMaintenance start, Plan plan, Run run, Instant now) {
        Optional<Page> page = page(catalogs.current(), start.page());
        List<String> components = page.stream()
                .flatMap(found -> found.components().stream())
                .filter(component -> component.services().stream().anyMatch(start.services()::contains))
                .map(Component::code)
                .toList();
        var maintenance = new Maintenance(
                id(run, "maintenance"),
                Code.next(code(run)),
                page.map(Page::slug).orElse(""),
                start.title().fill(plan.values()),
                start.services(),
                components,
                Maintenance.State.SCHEDULED,
                false,
                now,
                now.plus(start.lasts()),
                Optional.empty(),
                Optional.empty(),
                now,
                now);
        maintenances.insert(tx, maintenance);
        maintenances.move(tx, maintenance.id(), Maintenance.State.SCHEDULED, Maintenance.State.IN_PROGRESS, now);
        note(tx, run, "maintenance.in_progress", "Planned work begins on the page: " + maintenance.name(), now);
        return maintenance.id();
    }

    /// From the run alone, so that work that is done twice makes one row.
    private static Randomness code(Run run) {
        return Randomness.seeded(run.id().getLeastSignificantBits() ^ run.at());
    }

    /// Ends the planned work of a run, if it began any and nobody ended it before.
    void finish(Tx tx, Run run, Instant now) {
        run.left()
                .maintenance()
                .flatMap(id -> maintenances.find(tx, id))
                .filter(begun -> begun.state() != Maintenance.State.COMPLETED)
                .ifPresent(begun -> {
                    if (maintenances.move(tx, begun.id(), begun.state(), Maintenance.State.COMPLETED, now)) {
                        note(tx, run, "maintenance.completed", "Planned work is over: " + begun.name(), now);
                    }
                });
    }

    private void say(Tx tx, Action.Words said, Plan plan, Run run, Instant now) {
        String text = said.text().fill(plan.values());
        boolean done = said.publish()
                && run.incident().isPresent()
                && words.say(
                        tx,
                        id(run, "words"),
                        run.incident().get(),
                        said.page(),
                        said.phase(),
                        text,
                        run.startedBy(),
                        now);
        note(
                tx,
                run,
                done ? "run.published" : "run.draft",
                done
                        ? "Said on " + said.page() + ": " + text
                        : (said.publish()
                                        ? "Could not be said on " + said.page()
                                                + " (no incident there, or a monitor still sees the failure): "
                                        : "Draft for " + said.page() + ": ")
                                + text,
                now);
    }

    private void note(Tx tx, Run run, String kind, String text, Instant now) {
        platform.journal().note(tx, run.subject(), kind, dev.candor.platform.journal.Journal.CANDOR, text, now);
    }

    private Map<String, @Nullable Object> payload(Run run, String text) {
        return Json.object(
                "event", "run",
                "person", "",
                "severity", "warning",
                "title", "Run " + run.number() + ", " + run.runbook(),
                "text", text,
                "link", consoleUrl.get() + "/runs/" + run.number(),
                "acknowledge", "");
    }

    /// Tells a person by every way they are reached.
    ///
    /// @param what makes the message one of its kind within the run
    /// @return whether there is any way
    boolean person(Tx tx, Run run, String name, String what, String text, Instant now) {
        Optional<Person> person = catalogs.current().find(Person.KIND, name).filter(found -> !found.disabled());
        List<ContactMethod> contacts = person.map(Person::contacts).orElse(List.of());
        for (int i = 0; i < contacts.size(); i++) {
            ContactMethod contact = contacts.get(i);
            var payload = new LinkedHashMap<>(payload(run, text));
            payload.put("person", name);
            payload.put("address", contact.address());
            put(
                    tx,
                    run,
                    what + "/person/" + name + "/" + i,
                    contact.kind(),
                    contact.kind() + ":" + contact.address(),
                    payload,
                    now);
        }
        return !contacts.isEmpty();
    }

    private void channel(Tx tx, Run run, String name, String what, String text, Instant now) {
        catalogs.current().find(Channel.KIND, name).ifPresent(channel -> {
            var payload = new LinkedHashMap<>(payload(run, text));
            payload.put("channel", name);
            put(tx, run, what + "/channel/" + name, channel.kind(), "channel:" + name, payload, now);
        });
    }

    private void put(
            Tx tx,
            Run run,
            String what,
            String kind,
            String receiver,
            Map<String, @Nullable Object> payload,
            Instant now) {
        platform.outbox()
                .put(
                        tx,
                        new Message(
                                "run/" + run.id() + "/" + what,
                                Lane.PAGES,
                                kind,
                                receiver,
                                run.subject(),
                                payload,
                                now,
                                Message.A_DAY,
                                5),
                        now);
    }

    /// It stopped by itself: whoever started it hears of it, and the service's people are woken.
    void stopped(Tx tx, Runbook runbook, Run run, Instant now) {
        boolean heard = run.order()
                .by()
                .person()
                .filter(name -> person(tx, run, name, "stopped-" + run.epoch(), "Stopped: " + run.why(), now))
                .isPresent();
        signal(tx, runbook, run, Signal.Event.FIRING, run.runbook() + " stopped: " + run.why(), now);
        if (!heard && !wakes(runbook)) {
            note(tx, run, "run.nobody-told", "Nobody could be told: " + nobody(runbook), now);
        }
    }

    /// Whether an alert of its service reaches anybody.
    private boolean wakes(Runbook runbook) {
        return runbook.service()
                .flatMap(name -> catalogs.current().find(Service.KIND, name))
                .flatMap(Service::escalationPolicy)
                .isPresent();
    }

    private static String nobody(Runbook runbook) {
        return runbook.service()
                .map(name -> "its service " + name + " has no escalation policy")
                .orElse("the runbook names no service whose people could be woken");
    }

    /// It goes on, or is over.
    void settled(Tx tx, Runbook runbook, Run run, Instant now) {
        signal(tx, runbook, run, Signal.Event.RECOVERED, run.runbook() + " is no longer stopped", now);
    }

    private void signal(Tx tx, Runbook runbook, Run run, Signal.Event event, String summary, Instant now) {
        runbook.service()
                .ifPresent(service -> signals.put(
                        tx,
                        new Signal(
                                UUID.nameUUIDFromBytes(
                                        (run.id() + "/" + event + "/" + run.epoch()).getBytes(StandardCharsets.UTF_8)),
                                event,
                                "run/" + run.number(),
                                service,
                                run.subject(),
                                Severity.ERROR,
                                summary,
                                Json.object(
                                        "run",
                                        run.number(),
                                        "runbook",
                                        run.runbook(),
                                        "reason",
                                        run.reason().word()),
                                now,
                                now),
                        now));
    }

    /// Whoever may answer is asked, or whoever started it; where that is nobody who can be reached, the service's
    /// people
    /// are.
    void asked(Tx tx, Plan plan, Run run, Instant now) {
        Optional<String> named =
                run.reason() == Run.Reason.APPROVAL && plan.step(run).action() instanceof Action.Approval approval
                        ? approval.person()
                        : Optional.empty();
        Optional<String> who = named.or(() -> run.order().by().person());
        String what = "asked-" + run.at() + "-" + run.epoch();
        if (who.filter(name -> person(tx, run, name, what, run.why(), now)).isPresent()) {
            return;
        }
        String missing = who.map(name -> name + " cannot be reached").orElse("No person started this run");
        boolean wakes = wakes(plan.runbook());
        note(
                tx,
                run,
                "run.nobody-asked",
                missing + ": "
                        + (wakes
                                ? "the people on call of "
                                        + plan.runbook().service().orElseThrow() + " are asked"
                                : "nobody is asked, as " + nobody(plan.runbook())),
                now);
        signal(tx, plan.runbook(), run, Signal.Event.FIRING, run.runbook() + " asks: " + run.why(), now);
    }
}
