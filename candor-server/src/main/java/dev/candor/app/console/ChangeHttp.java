package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Item;
import dev.candor.catalog.Service;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeKind;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.catalog.change.Outcome;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// `/changes`: what was changed, newest first; record one by hand; say that one ended.
final class ChangeHttp {
    private static final int PAGE = 50;

    private final Console console;
    private final Candor candor;

    ChangeHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.CHANGES, Action.READ);
        Access act = Access.permitted(Resource.CHANGES, Action.ACT);
        return List.of(
                Route.get("/changes", read, this::list),
                Route.post("/changes", act, call -> console.once().answer(call, () -> record(call))),
                Route.get("/changes/{number}", read, this::one),
                Route.post("/changes/{number}/done", act, this::done));
    }

    private ChangeStore store() {
        return candor.changes().store();
    }

    private Answer list(Call call) {
        String service = call.query("service", "");
        var wanted = new ChangeStore.Wanted(service, ChangeStore.Wanted.ALL.from(), ChangeStore.Wanted.ALL.until());
        List<ChangeEvent> changes =
                candor.platform().ledger().read(tx -> store().list(tx, wanted, Console.before(call), PAGE));
        String next = changes.size() == PAGE
                ? "/changes?before=" + changes.getLast().number()
                        + (service.isEmpty() ? "" : "&service=" + Console.encoded(service))
                : "";
        return console.show(
                call,
                "/changes",
                "Changes",
                "changes",
                Map.of(
                        "changes", changes,
                        "service", service,
                        "services",
                                candor.catalogs().current().all(Service.KIND).stream()
                                        .map(Item::name)
                                        .toList(),
                        "next", next,
                        "once", console.once().key()));
    }

    private ChangeEvent find(Call call) {
        long number = Console.number(call, "change");
        return candor.platform()
                .ledger()
                .read(tx -> store().byNumber(tx, number))
                .orElseThrow(() -> Console.unknown("change " + number));
    }

    private Answer one(Call call) {
        ChangeEvent change = find(call);
        return console.show(
                call,
                "/changes",
                "Change " + change.number(),
                "change",
                Map.of(
                        "change",
                        change,
                        "watch",
                        candor.platform()
                                .ledger()
                                .read(tx -> candor.watches().store().find(tx, change.id())),
                        "facts",
                        candor.platform()
                                .ledger()
                                .read(tx -> candor.platform().journal().about(tx, List.of(change.subject()), 200))));
    }

    private Answer record(Call call) {
        String summary = call.form("summary");
        String service = call.form("service");
        if (summary.isEmpty() || summary.length() > ChangeEvent.LONGEST_SUMMARY) {
            throw Console.wrong("Say in 1 to " + ChangeEvent.LONGEST_SUMMARY
                    + " characters what was changed; these are " + summary.length() + ".");
        }
        if (!service.isEmpty()
                && candor.catalogs().current().find(Service.KIND, service).isEmpty()) {
            throw Console.wrong("There is no service " + service + ".");
        }
        ChangeKind kind = ChangeKind.of(call.form("kind"))
                .orElseThrow(() -> Console.wrong("A kind is one of " + ChangeKind.words() + "."));
        boolean running = !call.form("running").isEmpty();
        Instant now = console.now();
        UUID id = candor.platform().ids().next();
        String by = call.principal().actor();
        var change = new ChangeEvent(
                id,
                0,
                kind,
                summary,
                service,
                Map.of(),
                by,
                "console",
                "",
                id.toString(),
                running ? Outcome.RUNNING : Outcome.DONE,
                "",
                now,
                running ? Optional.empty() : Optional.of(now),
                now);
        candor.platform().ledger().inTransaction(tx -> store().record(tx, change));
        return Console.back("/changes", "recorded");
    }

    private Answer done(Call call) {
        ChangeEvent change = find(call);
        Outcome outcome = Outcome.of(call.form("outcome"))
                .filter(it -> it != Outcome.RUNNING)
                .orElseThrow(() -> Console.wrong("A change ends done, failed or rolled back."));
        Instant now = console.now();
        candor.platform().ledger().inTransaction(tx -> store().end(tx, change, outcome, now));
        return Console.back("/changes/" + change.number(), "saved");
    }
}
