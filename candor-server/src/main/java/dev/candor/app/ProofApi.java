package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.detect.intake.Fields;
import dev.candor.paging.proof.Contacts;
import dev.candor.paging.proof.Coverage;
import dev.candor.paging.proof.Proof;
import dev.candor.paging.proof.Proving;
import dev.candor.paging.proof.Result;
import dev.candor.paging.proof.Silence;
import dev.candor.paging.proof.Standing;
import dev.candor.paging.proof.WatchedRule;
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
import org.jspecify.annotations.Nullable;

/// The proof that somebody is woken: how rules stand, how people are reached, and rehearsing them.
final class ProofApi {
    private final Candor candor;

    ProofApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/proofs", Access.permitted(Resource.MONITORS, Action.READ), this::proofs),
                Route.get("/api/rehearsals", Access.permitted(Resource.PEOPLE, Action.READ), this::rehearsals),
                Route.post("/api/rehearsals", Access.permitted(Resource.MONITORS, Action.ACT), this::rehearse));
    }

    private Instant now() {
        return candor.platform().clock().instant();
    }

    private Answer proofs(Call call) {
        Paged.noCursor(call);
        Proving.Picture picture = candor.proving().picture(now());
        return Answer.json(Json.object(
                "sentence", picture.sentence(),
                "rules", picture.standings().size(),
                "waking_nobody", picture.wakingNobody(),
                "unproven", picture.unproven(),
                "items", picture.standings().stream().map(ProofApi::json).toList(),
                "gaps", picture.gaps().stream().map(ProofApi::json).toList(),
                "silences",
                        picture.silences().stream()
                                .map(silence -> json(silence))
                                .toList(),
                "on_call", picture.onCall(),
                "unproven_on_call",
                        picture.unprovenDuties().stream().map(ProofApi::json).toList(),
                "next", null));
    }

    private static Map<String, @Nullable Object> json(Standing standing) {
        Optional<Result> result = standing.proof().map(Proof::result);
        return Json.object(
                "rule", standing.rule().name(),
                "kind", standing.rule().kind().word(),
                "service", standing.rule().service(),
                "outcome", standing.outcome().word(),
                "why", standing.why(),
                "to_do", standing.toDo(),
                "wakes", standing.wakes(),
                "fires_after_seconds",
                        result.filter(Result.Fires.class::isInstance)
                                .map(Result.Fires.class::cast)
                                .map(fires -> fires.firesAfter().toMillis() / 1000.0)
                                .orElse(null),
                "rehearsed_at",
                        standing.proof()
                                .map(proof -> proof.triedAt().toString())
                                .orElse(null),
                "proven_at",
                        standing.proof()
                                .flatMap(Proof::provenAt)
                                .map(Instant::toString)
                                .orElse(null),
                "tried",
                        result.map(Result::tried).orElse(List.of()).stream()
                                .map(one -> Json.object("what", one.what(), "held", one.held(), "words", one.words()))
                                .toList());
    }

    private static Map<String, @Nullable Object> json(Coverage.Gap gap) {
        return Json.object(
                "schedule", gap.schedule(),
                "policies", gap.policies(),
                "from", gap.from().toString(),
                "until", gap.until().toString(),
                "why", gap.why());
    }

    private static Map<String, @Nullable Object> json(Silence silence) {
        return Json.object(
                "maintenance", silence.maintenance().name(),
                "services", silence.services(),
                "now", silence.now(),
                "from", silence.maintenance().scheduledFor().toString(),
                "until", silence.maintenance().scheduledUntil().toString(),
                "ends_by_itself", silence.maintenance().automatic());
    }

    private static Map<String, @Nullable Object> json(Coverage.Duty duty) {
        return Json.object(
                "schedule", duty.schedule(),
                "person", duty.shift().person(),
                "from", duty.shift().from().toString(),
                "until", duty.shift().until().toString(),
                "now", duty.now());
    }

    private Answer rehearsals(Call call) {
        Paged.noCursor(call);
        Instant now = now();
        List<Contacts.Way> ways = candor.platform()
                .ledger()
                .read(tx -> candor.proving().contacts().ways(tx, now));
        return Answer.json(
                Json.object("items", ways.stream().map(way -> json(way, now)).toList(), "next", null));
    }

    private static Map<String, @Nullable Object> json(Contacts.Way way, Instant now) {
        return Json.object(
                "person", way.person(),
                "contact", way.index(),
                "kind", way.method().kind(),
                "address", way.method().shown().address(),
                "proven", way.proven(now),
                "broken", way.broken().orElse(null),
                "last_sent_at", way.last().map(sent -> sent.sentAt().toString()).orElse(null),
                "provider", way.last().map(sent -> sent.provider()).orElse(null),
                "confirmed_at", way.confirmedAt().map(Instant::toString).orElse(null));
    }

    /// `{"rule": "monitor/home"}`, `{"all": true}` or `{"person": "ana"}`.
    private Answer rehearse(Call call) {
        var fields = new Fields(call.json());
        Optional<String> rule = fields.optional("rule", 300);
        Optional<String> person = fields.optional("person", 200);
        boolean all = Boolean.TRUE.equals(call.json().get("all"));
        if (!fields.errors().isEmpty()) {
            return Answer.badRequest(String.join("; ", fields.errors()));
        }
        if (person.isPresent()) {
            return contacts(call, person.get());
        }
        if (rule.isPresent()) {
            return one(rule.get());
        }
        return all
                ? Answer.json(
                        Json.object("rehearsed", candor.proving().rehearsals().rehearseAll(now())))
                : Answer.badRequest("say what to rehearse: `rule`, `person`, or `all`: true");
    }

    private Answer contacts(Call call, String person) {
        String by = call.principal().actor();
        return switch (candor.proving().contacts().rehearse(person, Optional.empty(), by, now())) {
            case Contacts.Asked.Sent(int ways) -> Answer.json(202, Json.object("sent", ways));
            case Contacts.Asked.Refused(String why) -> Answer.problem(409, "Not rehearsed", why);
        };
    }

    private Answer one(String name) {
        Optional<WatchedRule> found = candor.proving().rehearsals().rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst();
        if (found.isEmpty()) {
            return Answer.notFound("There is no rule " + name + ".");
        }
        candor.proving().rehearsals().rehearse(found.get(), now());
        return candor.proving().rehearsals().standings(now()).stream()
                .filter(standing -> standing.rule().name().equals(name))
                .findFirst()
                .map(standing -> Answer.json(json(standing)))
                .orElseGet(() -> Answer.notFound("There is no rule " + name + " any more."));
    }
}
