package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.detect.intake.Fields;
import dev.candor.learn.action.ActionItem;
import dev.candor.learn.action.ActionItems;
import dev.candor.learn.action.ActionStore;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.RefusedException;
import dev.candor.platform.http.Route;
import dev.candor.respond.incident.Incident;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/actions`: what is to change after incidents.
final class ActionApi {
    private static final List<String> STATES = List.of("open", "overdue", "done", "dropped");

    private final Candor candor;

    ActionApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.INCIDENTS, Action.READ);
        Access write = Access.permitted(Resource.INCIDENTS, Action.WRITE);
        return List.of(
                Route.get("/api/actions", read, this::list),
                Route.get("/api/actions/{id}", read, this::one),
                Route.post("/api/actions", write, this::make),
                Route.of("PUT", "/api/actions/{id}", write, 16 << 10, this::change));
    }

    private LocalDate today() {
        return candor.platform().clock().instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private Answer list(Call call) {
        int limit = Paged.limit(call);
        Optional<UUID> before = Paged.idCursor(call);
        String state = Paged.oneOf(call, "state", STATES);
        Optional<UUID> incident = call.query("incident")
                .map(text -> candor.respond()
                        .incident(text)
                        .map(Incident::id)
                        .orElseThrow(() -> new RefusedException(
                                Answer.badRequest("'incident': there is no incident `" + text + "`"))));
        var filter = new ActionStore.Filter(
                state,
                call.query("owner", ""),
                call.query("service", ""),
                incident,
                state.equals("overdue") ? Optional.of(today()) : Optional.empty());
        return candor.platform()
                .ledger()
                .read(tx -> Paged.answer(
                        candor.actions().store().list(tx, filter, before, limit),
                        limit,
                        item -> json(item, candor.respond().incidents().store().find(tx, item.incident())),
                        ActionItem::id));
    }

    private Map<String, @Nullable Object> json(ActionItem item, Optional<Incident> incident) {
        record End(
                String word, @Nullable String by, @Nullable String proof) {}
        End end = switch (item.state()) {
            case ActionItem.State.Open _ -> new End("open", null, null);
            case ActionItem.State.Done(String by, String proof) -> new End("done", by, proof);
            case ActionItem.State.Dropped(String by, String why) -> new End("dropped", by, why);
        };
        return Json.object(
                "id", item.id().toString(),
                "incident", incident.map(Incident::number).orElse(null),
                "service", item.service(),
                "what", item.what(),
                "owner", item.owner(),
                "due", item.due().toString(),
                "overdue", item.overdue(today()),
                "state", end.word(),
                "closed_by", end.by(),
                "proof", end.proof());
    }

    private Answer shown(int status, UUID id) {
        return candor.platform()
                .ledger()
                .read(tx -> candor.actions()
                        .store()
                        .find(tx, id)
                        .map(item -> Answer.json(
                                status,
                                json(item, candor.respond().incidents().store().find(tx, item.incident()))))
                        .orElseGet(() -> Answer.notFound("There is no such action item.")));
    }

    private Answer one(Call call) {
        return shown(200, Paged.id(call.value("id"), "action item"));
    }

    /// `{"incident": 7, "what", "owner", "due": "2026-12-01"}`.
    private Answer make(Call call) {
        var fields = new Fields(call.json());
        String what = fields.required("what", ActionItems.LONGEST + 1);
        String owner = fields.required("owner", 100);
        Optional<LocalDate> due = day(fields);
        String number = fields.required("incident", 20);
        Optional<Incident> incident = candor.respond().incident(number);
        if (!number.isEmpty() && incident.isEmpty()) {
            fields.error("'incident': there is no incident `" + number + "`");
        }
        if (due.isEmpty() && !fields.has("due")) {
            fields.error("'due' is missing: a day as `2026-12-01`");
        }
        if (!fields.errors().isEmpty()) {
            return Answer.badRequest(String.join("; ", fields.errors()));
        }
        UUID id = candor.platform().ids().next();
        return candor.actions()
                .open(
                        id,
                        incident.orElseThrow(),
                        what,
                        owner,
                        due.orElseThrow(),
                        call.principal().actor())
                .map(Answer::badRequest)
                .orElseGet(() -> shown(201, id));
    }

    private static Optional<LocalDate> day(Fields fields) {
        Optional<String> text = fields.optional("due", 20);
        try {
            return text.map(LocalDate::parse);
        } catch (DateTimeException notADay) {
            fields.error("'due' is `" + text.orElse("") + "`; write a day as `2026-12-01`");
            return Optional.empty();
        }
    }

    /// Any of `{"owner", "due"}`, or `{"state": "done" | "dropped", "proof"}`.
    private Answer change(Call call) {
        UUID id = Paged.id(call.value("id"), "action item");
        Optional<ActionItem> item =
                candor.platform().ledger().read(tx -> candor.actions().store().find(tx, id));
        if (item.isEmpty()) {
            return Answer.notFound("There is no such action item.");
        }
        var fields = new Fields(call.json());
        List.of("state", "owner", "due", "proof").forEach(fields::mustBeText);
        Optional<LocalDate> due = day(fields);
        Optional<String> state = fields.optional("state", 20);
        if (state.isPresent() && !List.of("done", "dropped").contains(state.get())) {
            fields.error("'state' is `" + state.get() + "`; it ends as done or dropped");
        }
        Optional<String> owner = fields.optional("owner", 100);
        if (state.isPresent() == (owner.isPresent() || fields.has("due"))) {
            fields.error("say either 'state' with 'proof', or 'owner' or 'due' or both");
        }
        if (!fields.errors().isEmpty()) {
            return Answer.badRequest(String.join("; ", fields.errors()));
        }
        if (!item.get().open()) {
            return Answer.problem(
                    409, "Closed", "This action item is closed already; what changes next is another one.");
        }
        String by = call.principal().actor();
        Optional<String> refused = state.isPresent()
                ? candor.actions()
                        .close(
                                id,
                                state.get().equals("done") ? ActionItems.End.DONE : ActionItems.End.DROPPED,
                                fields.optional("proof", ActionItems.LONGEST + 1)
                                        .orElse(""),
                                by)
                : candor.actions()
                        .change(
                                id,
                                owner.orElse(item.get().owner()),
                                due.orElse(item.get().due()),
                                by);
        return refused.map(Answer::badRequest).orElseGet(() -> shown(200, id));
    }
}
