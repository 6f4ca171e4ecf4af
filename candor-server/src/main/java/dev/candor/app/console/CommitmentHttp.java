package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.commitment.Commitment;
import dev.candor.tell.update.UpdateStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Ends commitments by a click, and puts words right that were said wrongly.
final class CommitmentHttp {
    private final Console console;
    private final Candor candor;

    CommitmentHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access act = Access.permitted(Resource.PAGES, Action.ACT);
        return List.of(
                Route.post("/commitments/{id}/{end}", act, this::end),
                Route.get("/incidents/{number}/updates/{code}", act, call -> form(call, 200, "")),
                Route.of("POST", "/incidents/{number}/updates/{code}", act, 200 << 10, this::correct));
    }

    private Answer end(Call call) {
        UUID id = Console.id(call, "commitment");
        Commitment commitment = candor.platform()
                .ledger()
                .read(tx -> candor.tell().commitments().store().find(tx, id))
                .orElseThrow(() -> Console.unknown("such commitment"));
        String by = call.principal().actor();
        Optional<String> refused = switch (call.value("end")) {
            case "kept" -> candor.tell().commitments().kept(id, by);
            case "withdrawn" -> candor.tell().commitments().withdraw(id, call.form("why"), by);
            default -> throw Console.unknown("such end");
        };
        refused.ifPresent(why -> {
            throw Console.wrong(why);
        });
        long number = candor.platform()
                .ledger()
                .read(tx -> candor.respond().incidents().store().find(tx, commitment.incident()))
                .map(Incident::number)
                .orElse(0L);
        console.audit(call, "commitment." + call.value("end"), "incident/" + number);
        return Console.back("/incidents/" + number, "saved");
    }

    private record Asked(Incident incident, UpdateStore.Update update, List<UpdateStore.Correction> corrections) {
        String said() {
            return corrections.isEmpty() ? update.body() : corrections.getLast().body();
        }
    }

    private Asked asked(Call call) {
        Incident incident = IncidentHttp.find(candor, call);
        UpdateStore store = candor.tell().updates().store();
        return candor.platform()
                .ledger()
                .read(tx -> store.byCode(tx, incident.id(), call.value("code"))
                        .map(update -> new Asked(incident, update, store.corrections(tx, update.id()))))
                .orElseThrow(() -> Console.unknown("such update"));
    }

    private Answer form(Call call, int status, String wrong) {
        Asked asked = asked(call);
        boolean typed = call.method().equals("POST");
        return console.show(
                call,
                status,
                "/incidents",
                "Correct an update of incident " + asked.incident().number(),
                "correct",
                Map.of(
                        "incident",
                        asked.incident(),
                        "update",
                        asked.update(),
                        "said",
                        asked.said(),
                        "body",
                        typed ? call.form("body") : asked.said(),
                        "why",
                        typed ? call.form("why") : "",
                        "wrong",
                        wrong));
    }

    private Answer correct(Call call) {
        Asked asked = asked(call);
        Optional<String> refused = candor.tell()
                .updates()
                .correcting()
                .correct(
                        asked.incident().id(),
                        asked.update().code(),
                        call.form("body").replace("\r\n", "\n"),
                        call.form("why"),
                        call.principal().actor());
        if (refused.isPresent()) {
            return form(call, 422, refused.get());
        }
        console.audit(call, "update.correct", "incident/" + asked.incident().number());
        return Console.back("/incidents/" + asked.incident().number(), "published");
    }
}
