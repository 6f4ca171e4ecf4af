package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.detect.intake.Fields;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.commitment.Commitment;
import dev.candor.tell.commitment.Commitments;
import dev.candor.tell.commitment.Promise;
import dev.candor.tell.update.UpdateStore;
import dev.candor.tell.update.Updates;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What was promised for when: list, promise without words, end; and words that are put right.
final class CommitmentApi {
    private static final List<String> STATES = List.of("open", "kept", "missed", "dropped");

    private final Candor candor;

    CommitmentApi(Candor candor) {
        this.candor = candor;
    }

    private Commitments commitments() {
        return candor.tell().commitments();
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.INCIDENTS, Action.READ);
        Access act = Access.permitted(Resource.PAGES, Action.ACT);
        return List.of(
                Route.get("/api/commitments", read, this::list),
                Route.post("/api/incidents/{number}/commitments", act, this::make),
                Route.post("/api/commitments/{id}/{end}", act, this::end),
                Route.of("POST", "/api/incidents/{number}/updates/{code}/correct", act, 128 << 10, this::correct));
    }

    private Answer list(Call call) {
        int limit = Paged.limit(call);
        Optional<UUID> before = Paged.idCursor(call);
        String state = Paged.oneOf(call, "state", STATES);
        Instant now = candor.platform().clock().instant();
        return candor.platform()
                .ledger()
                .read(tx -> Paged.answer(
                        commitments().store().list(tx, state, before, limit),
                        limit,
                        one -> PromisesJson.json(
                                one,
                                candor.respond()
                                        .incidents()
                                        .store()
                                        .find(tx, one.incident())
                                        .map(Incident::number)
                                        .orElse(0L),
                                now),
                        Commitment::id));
    }

    private Optional<Incident> incident(Call call) {
        return candor.respond().incident(call.value("number"));
    }

    /// Those of an incident, in the order they were made.
    static List<Map<String, @Nullable Object>> of(Candor candor, Incident incident) {
        Instant now = candor.platform().clock().instant();
        return candor
                .platform()
                .ledger()
                .read(tx -> candor.tell().commitments().store().ofIncident(tx, incident.id()))
                .stream()
                .map(one -> PromisesJson.json(one, incident.number(), now))
                .toList();
    }

    /// `{"page", "commitments": [{"kind", "by", "what"}]}`; without a page it is promised to nobody in particular.
    private Answer make(Call call) {
        Optional<Incident> incident = incident(call);
        if (incident.isEmpty()) {
            return IncidentApi.unknown(call);
        }
        Map<String, @Nullable Object> body = call.json();
        var fields = new Fields(body);
        String page = fields.optional("page", 100).orElse("");
        List<Promise> promises = PromisesJson.read(commitments(), body, fields, page);
        if (promises.isEmpty() && fields.errors().isEmpty()) {
            fields.error("'commitments' is missing or empty");
        }
        if (!fields.errors().isEmpty()) {
            return Answer.badRequest(String.join("; ", fields.errors()));
        }
        return commitments()
                .make(incident.get().id(), page, promises, call.principal().actor())
                .map(Answer::badRequest)
                .orElseGet(() -> Answer.json(201, Json.object("items", of(candor, incident.get()))));
    }

    /// `kept`, or `withdrawn` with `{"why"}`.
    private Answer end(Call call) {
        UUID id = Paged.id(call.value("id"), "commitment");
        Optional<Commitment> found =
                candor.platform().ledger().read(tx -> commitments().store().find(tx, id));
        if (found.isEmpty() || !List.of("kept", "withdrawn").contains(call.value("end"))) {
            return Answer.notFound("There is no such commitment; it ends with `kept` or `withdrawn`.");
        }
        String by = call.principal().actor();
        Optional<String> refused;
        if (call.value("end").equals("kept")) {
            refused = commitments().kept(id, by);
        } else {
            String why = new Fields(call.json()).required("why", 301);
            if (why.isEmpty()) {
                return Answer.badRequest("'why' is missing or blank");
            }
            refused = commitments().withdraw(id, why, by);
        }
        Instant now = candor.platform().clock().instant();
        return refused.map(why -> Answer.problem(409, "Not ended", why))
                .orElseGet(() -> candor.platform()
                        .ledger()
                        .read(tx -> Answer.json(PromisesJson.json(
                                commitments().store().find(tx, id).orElseThrow(),
                                candor.respond()
                                        .incidents()
                                        .store()
                                        .find(tx, found.get().incident())
                                        .map(Incident::number)
                                        .orElse(0L),
                                now))));
    }

    /// `{"body", "why"}`: other words in the place of an update's; what it said before stays to be read.
    private Answer correct(Call call) {
        Optional<Incident> incident = incident(call);
        if (incident.isEmpty()) {
            return IncidentApi.unknown(call);
        }
        var fields = new Fields(call.json());
        String body = fields.required("body", Updates.LONGEST_BODY + 1);
        String why = fields.required("why", 301);
        if (!fields.errors().isEmpty()) {
            return Answer.badRequest(String.join("; ", fields.errors()));
        }
        String code = call.value("code");
        boolean known = candor.platform()
                .ledger()
                .read(tx -> candor.tell()
                        .updates()
                        .store()
                        .byCode(tx, incident.get().id(), code))
                .isPresent();
        if (!known) {
            return Answer.notFound("Incident " + incident.get().number() + " has no update " + code + ".");
        }
        return candor.tell()
                .updates()
                .correcting()
                .correct(incident.get().id(), code, body, why, call.principal().actor())
                .map(Answer::badRequest)
                .orElseGet(() -> Answer.json(Json.object("updates", updates(candor, incident.get()))));
    }

    /// What was said of an incident, newest first, each with what it said before it was put right.
    static List<Map<String, @Nullable Object>> updates(Candor candor, Incident incident) {
        return candor.platform().ledger().read(tx -> {
            UpdateStore store = candor.tell().updates().store();
            Map<UUID, List<UpdateStore.Correction>> corrections = store.correctionsOfIncident(tx, incident.id());
            return store.ofIncident(tx, incident.id()).stream()
                    .map(update -> json(update, corrections.getOrDefault(update.id(), List.of())))
                    .toList();
        });
    }

    private static Map<String, @Nullable Object> json(
            UpdateStore.Update update, List<UpdateStore.Correction> corrections) {
        return Json.object(
                "code", update.code(),
                "page", update.page(),
                "phase", update.phase().wireName(),
                "body",
                        corrections.isEmpty()
                                ? update.body()
                                : corrections.getLast().body(),
                "author", update.author(),
                "display_at", update.displayAt().toString(),
                "first_body", corrections.isEmpty() ? null : update.body(),
                "corrections",
                        corrections.stream()
                                .map(one -> Json.object(
                                        "body", one.body(),
                                        "why", one.why(),
                                        "author", one.author(),
                                        "at", one.at().toString()))
                                .toList());
    }
}
