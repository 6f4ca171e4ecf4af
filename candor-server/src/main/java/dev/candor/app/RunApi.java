package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.detect.intake.Fields;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Principal;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.auth.Role;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.platform.journal.Fact;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.runbook.By;
import dev.candor.respond.runbook.Mitigation;
import dev.candor.respond.runbook.Plan;
import dev.candor.respond.runbook.Run;
import dev.candor.respond.runbook.RunActions.Wish;
import dev.candor.respond.runbook.StepStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Runs of runbooks: start, look, answer, stop, take back.
public final class RunApi {
    public static final List<String> WISHES =
            List.of("stop", "resume", "approve", "decline", "done", "not-done", "undo", "give-up", "extend");

    private static final Set<String> ANSWERS = Set.of("approve", "decline", "done", "not-done");
    private static final Duration MORE = Duration.ofHours(1);
    private static final int FACTS = 1000;

    private final Candor candor;

    RunApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/runs", Access.permitted(Resource.RUNBOOKS, Action.READ), this::list),
                Route.get("/api/runs/{number}", Access.permitted(Resource.RUNBOOKS, Action.READ), this::one),
                Route.post("/api/runs", Access.permitted(Resource.RUNBOOKS, Action.ACT), this::start),
                Route.post("/api/runs/{number}/{wish}", Access.permitted(Resource.RUNBOOKS, Action.ACT), this::wish),
                Route.get("/api/mitigations", Access.permitted(Resource.RUNBOOKS, Action.READ), this::mitigations));
    }

    private Answer list(Call call) {
        int limit = Paged.limit(call);
        long before = Paged.numberCursor(call);
        List<Run> runs =
                candor.platform().ledger().read(tx -> candor.runbooks().store().list(tx, before, limit));
        return Paged.answer(runs, limit, RunApi::json, Run::number);
    }

    private static Map<String, @Nullable Object> json(Run run) {
        return Json.object(
                "id", run.id().toString(),
                "number", run.number(),
                "runbook", run.runbook(),
                "params", run.values(),
                "undo_of", run.undoOf().map(UUID::toString).orElse(null),
                "state", run.phase().word(),
                "reason", run.reason() == Run.Reason.NONE ? null : run.reason().word(),
                "why", run.why(),
                "step", run.at() + 1,
                "attempt", run.attempt(),
                "started_by", run.startedBy(),
                "started_at", run.startedAt().toString(),
                "deadline", run.deadline().toString(),
                "question", run.phase() == Run.Phase.ASK || run.phase() == Run.Phase.STOPPED ? run.question() : null,
                "ended_at", run.turn().endedAt().map(Object::toString).orElse(null));
    }

    private Optional<Run> find(Call call) {
        return Call.number(call.value("number"))
                .flatMap(number -> candor.platform()
                        .ledger()
                        .read(tx -> candor.runbooks().store().byNumber(tx, number)));
    }

    private static Answer unknown(Call call) {
        return Answer.notFound("There is no run " + call.value("number") + ".");
    }

    private Answer one(Call call) {
        return find(call).map(run -> Answer.json(whole(run))).orElseGet(() -> unknown(call));
    }

    private Map<String, @Nullable Object> whole(Run run) {
        return candor.platform().ledger().read(tx -> {
            Plan plan = candor.runbooks().plan(tx, run);
            List<StepStore.StepTime> times = candor.runbooks().steps().times(tx, run.id());
            var whole = new LinkedHashMap<>(json(run));
            var steps = new java.util.ArrayList<Map<String, @Nullable Object>>();
            for (int i = 0; i < plan.steps().size(); i++) {
                int at = i;
                Optional<StepStore.StepTime> time =
                        times.stream().filter(one -> one.step() == at).findFirst();
                steps.add(Json.object(
                        "name", plan.steps().get(i).name(),
                        "kind", plan.steps().get(i).action().kind(),
                        "state", state(run, i),
                        "began_at", time.map(one -> one.beganAt().toString()).orElse(null),
                        "ended_at",
                                time.flatMap(StepStore.StepTime::endedAt)
                                        .map(Object::toString)
                                        .orElse(null),
                        "left", run.left().marks().getOrDefault(i, "")));
            }
            whole.put("steps", steps);
            whole.put(
                    "attempts",
                    candor.runbooks().steps().attempts(tx, run.id()).stream()
                            .map(attempt -> Json.object(
                                    "step", attempt.step() + 1,
                                    "attempt", attempt.attempt(),
                                    "effect", attempt.effect(),
                                    "intent_at", attempt.intentAt().toString(),
                                    "seen_before", attempt.before(),
                                    "acted_at",
                                            attempt.actedAt()
                                                    .map(Object::toString)
                                                    .orElse(null),
                                    "result", attempt.result()))
                            .toList());
            whole.put(
                    "events",
                    candor.platform().journal().about(tx, List.of(run.subject()), FACTS).stream()
                            .map(RunApi::json)
                            .toList());
            return whole;
        });
    }

    private static Map<String, @Nullable Object> json(Fact fact) {
        return Json.object("at", fact.at().toString(), "kind", fact.kind(), "actor", fact.actor(), "text", fact.text());
    }

    /// How a step of a run stands, in a word.
    public static String state(Run run, int step) {
        if (step < run.at() || run.phase() == Run.Phase.DONE) {
            return "done";
        }
        return step > run.at() ? "to do" : run.phase().word();
    }

    private Answer start(Call call) {
        var body = call.json();
        var fields = new Fields(body);
        String runbook = fields.required("runbook", 100);
        if (!fields.errors().isEmpty()) {
            return Answer.badRequest(String.join("; ", fields.errors()));
        }
        var values = new LinkedHashMap<String, String>();
        if (body.get("params") instanceof Map<?, ?> params) {
            params.forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
        }
        Optional<UUID> incident = Optional.empty();
        if (body.get("incident") != null) {
            incident = candor.respond()
                    .incident(String.valueOf(body.get("incident")))
                    .map(Incident::id);
            if (incident.isEmpty()) {
                return Answer.badRequest("incident: there is no incident " + body.get("incident") + ".");
            }
        }
        return answer(candor.runbooks().actions().start(runbook, values, incident, by(call.principal())), 201);
    }

    private Answer answer(Wish wish, int status) {
        return switch (wish) {
            case Wish.Done(Run run) -> Answer.json(status, json(run));
            case Wish.Same(Run run) -> Answer.json(200, json(run));
            case Wish.Refused(List<String> why) -> Answer.problem(409, "Refused", String.join("\n", why));
        };
    }

    private Answer wish(Call call) {
        String wish = call.value("wish");
        String by = call.principal().actor();
        if (call.value("number").equals("all") && (wish.equals("stop") || wish.equals("resume"))) {
            candor.runbooks().actions().stopAll(wish.equals("stop") ? by : "");
            return Answer.json(Json.object("stopped_by", wish.equals("stop") ? by : null));
        }
        if (!WISHES.contains(wish)) {
            return Answer.notFound("Of a run one may wish: " + String.join(", ", WISHES) + ".");
        }
        return find(call)
                .map(run -> answer(of(candor, run, wish, question(call), call.principal()), 200))
                .orElseGet(() -> unknown(call));
    }

    /// What comes of a wish somebody has of a run.
    ///
    /// @param wish one of {@link #WISHES}
    /// @param question the number of what they saw it ask; empty where they do not say
    public static Wish of(Candor candor, Run run, String wish, OptionalInt question, Principal principal) {
        var actions = candor.runbooks().actions();
        var answers = candor.runbooks().answers();
        String by = principal.actor();
        if (ANSWERS.contains(wish) && question.isEmpty()) {
            return new Wish.Refused(List.of("Say which question this answers (`question`). " + run.asks()));
        }
        return switch (wish) {
            case "stop" -> actions.stop(run.id(), by);
            case "resume" -> actions.resume(run.id(), question, by);
            case "approve", "decline" ->
                answers.approve(
                        run.id(), question.orElseThrow(), wish.equals("approve"), by(principal), role(principal));
            case "done", "not-done" ->
                answers.outcome(run.id(), question.orElseThrow(), wish.equals("done"), by(principal));
            case "undo" -> actions.undo(run.id(), by(principal));
            case "give-up" -> actions.giveUp(run.id(), by);
            case "extend" ->
                actions.extend(run.id(), MORE, by)
                        ? new Wish.Done(run)
                        : new Wish.Refused(List.of("It left nothing behind that is on."));
            default -> new Wish.Refused(List.of("Nobody knows what that means."));
        };
    }

    /// Which question an answer is to, as its body says: `{"question": 3}`.
    private static OptionalInt question(Call call) {
        return call.body().length > 0 && call.json().get("question") instanceof Number number
                ? OptionalInt.of(Math.clamp(number.longValue(), 0, Integer.MAX_VALUE))
                : OptionalInt.empty();
    }

    public static By by(Principal principal) {
        return new By(principal.actor(), principal.behind());
    }

    /// The highest role somebody has as far as runs are concerned.
    public static Optional<Role> role(Principal principal) {
        Optional<Role> role = Optional.empty();
        for (Role one : Role.values()) {
            boolean has = switch (one) {
                case VIEWER -> principal.may(Resource.RUNBOOKS, Action.READ);
                case RESPONDER -> principal.may(Resource.RUNBOOKS, Action.ACT);
                case ADMIN -> principal.may(Resource.RUNBOOKS, Action.WRITE);
            };
            if (has) {
                role = Optional.of(one);
            }
        }
        return role;
    }

    private Answer mitigations(Call call) {
        Paged.noCursor(call);
        int limit = Paged.limit(call);
        List<Map<String, @Nullable Object>> items = candor.platform()
                .ledger()
                .read(tx -> candor.runbooks().mitigations().on(tx).stream()
                        .limit(limit)
                        .map(mitigation -> json(
                                mitigation,
                                candor.runbooks()
                                        .store()
                                        .find(tx, mitigation.run())
                                        .map(Run::number)
                                        .orElse(0L)))
                        .toList());
        return Answer.json(Json.object("items", items, "next", null));
    }

    private static Map<String, @Nullable Object> json(Mitigation mitigation, long run) {
        return Json.object(
                "title", mitigation.title(),
                "run", run,
                "owner", mitigation.owner(),
                "began_at", mitigation.beganAt().toString(),
                "expires_at", mitigation.expiresAt().toString());
    }
}
