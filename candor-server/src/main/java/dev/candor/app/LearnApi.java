package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.catalog.Page;
import dev.candor.learn.figures.Cause;
import dev.candor.learn.figures.Figure;
import dev.candor.learn.figures.Figures;
import dev.candor.learn.figures.Interruptions;
import dev.candor.learn.figures.Measured;
import dev.candor.learn.figures.Spread;
import dev.candor.learn.figures.Summary;
import dev.candor.learn.postmortem.PostmortemDraft;
import dev.candor.learn.postmortem.PostmortemStore;
import dev.candor.learn.postmortem.Postmortems;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.repair.Repair;
import dev.candor.respond.repair.Repairs;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What the company learns: figures, causes, postmortems.
public final class LearnApi {
    private static final Duration USUAL = Duration.ofDays(90);
    private static final Duration LONGEST = Duration.ofDays(3 * 366);

    private final Candor candor;

    LearnApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.INCIDENTS, Action.READ);
        Access act = Access.permitted(Resource.INCIDENTS, Action.ACT);
        Access write = Access.permitted(Resource.INCIDENTS, Action.WRITE);
        return List.of(
                Route.get("/api/figures", read, this::figures),
                Route.of("PUT", "/api/incidents/{number}/cause", write, 4 << 10, call -> with(call, this::cause)),
                Route.get("/api/incidents/{number}/postmortem", read, call -> with(call, this::postmortem)),
                Route.of(
                        "PUT",
                        "/api/incidents/{number}/postmortem",
                        write,
                        512 << 10,
                        call -> with(call, this::putPostmortem)),
                Route.of(
                        "POST",
                        "/api/incidents/{number}/postmortem/review",
                        write,
                        512 << 10,
                        call -> with(call, this::review)),
                Route.get("/api/incidents/{number}/similar", read, call -> with(call, this::similar)),
                Route.get("/api/incidents/{number}/repairs", read, call -> with(call, this::repairs)),
                Route.post("/api/incidents/{number}/repairs", act, call -> with(call, this::toRepair)),
                Route.post("/api/incidents/{number}/repairs/{id}/{end}", act, call -> with(call, this::repaired)));
    }

    private Answer with(Call call, BiFunction<Call, Incident, Answer> answer) {
        return candor.respond()
                .incident(call.value("number"))
                .map(incident -> answer.apply(call, incident))
                .orElseGet(() -> IncidentApi.unknown(call));
    }

    private Answer figures(Call call) {
        Instant now = candor.platform().clock().instant();
        Optional<Instant> until = moment(call.query("until", now.toString()));
        Optional<Instant> from =
                until.flatMap(end -> moment(call.query("from", end.minus(USUAL).toString())));
        if (from.isEmpty() || until.isEmpty()) {
            return Answer.badRequest("'from' and 'until' are days (2026-11-01) or moments (2026-11-01T00:00:00Z)");
        }
        if (!from.get().isBefore(until.get()) || from.get().plus(LONGEST).isBefore(until.get())) {
            return Answer.badRequest("'from' must lie before 'until', by three years at most");
        }
        Summary summary =
                candor.platform().ledger().read(tx -> candor.learn().figures().over(tx, from.get(), until.get()));
        return Answer.json(json(summary));
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(
                    text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static Map<String, @Nullable Object> json(Summary summary) {
        return Json.object(
                "from", summary.from().toString(),
                "until", summary.until().toString(),
                "cut", summary.cut(),
                "all", json(summary.all()),
                "by_service", summary.byService().stream().map(LearnApi::json).toList(),
                "by_team", summary.byTeam().stream().map(LearnApi::json).toList(),
                "by_cause", summary.byCause().stream().map(LearnApi::json).toList(),
                "interruptions",
                        summary.interruptions().stream().map(LearnApi::json).toList(),
                "alerts",
                        Json.object(
                                "paged", summary.precision().paged(),
                                "acted_on", summary.precision().acted(),
                                "precision_percent",
                                        summary.precision().percent().orElse(null)),
                "incidents", summary.incidents().stream().map(LearnApi::json).toList());
    }

    private static Map<String, @Nullable Object> json(Summary.Group group) {
        var spreads = new LinkedHashMap<String, @Nullable Object>();
        for (Figure.Kind kind : Figure.Kind.values()) {
            spreads.put(kind.wire(), group.spread(kind).map(LearnApi::json).orElse(null));
        }
        return Json.object("name", group.name(), "incidents", group.incidents(), "figures", spreads);
    }

    private static Map<String, @Nullable Object> json(Spread spread) {
        return Json.object(
                "count", spread.count(),
                "median_s", spread.median().toMillis() / 1000.0,
                "p90_s", spread.ninetieth().toMillis() / 1000.0);
    }

    private static Map<String, @Nullable Object> json(Interruptions one) {
        return Json.object("person", one.person(), "business", one.business(), "off", one.off(), "sleep", one.sleep());
    }

    private static Map<String, @Nullable Object> json(Measured measured) {
        return Json.object(
                "number", measured.incident().number(),
                "service", measured.incident().service(),
                "team", measured.team(),
                "cause", measured.cause().map(Cause::wire).orElse(null),
                "figures", json(measured.figures()));
    }

    private static Map<String, @Nullable Object> json(Figures figures) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        for (Figure.Kind kind : Figure.Kind.values()) {
            all.put(
                    kind.wire(),
                    figures.get(kind)
                            .map(figure -> Json.object(
                                    "seconds",
                                    figure.length().toMillis() / 1000.0,
                                    "from",
                                    fact(figure.from()),
                                    "until",
                                    fact(figure.until())))
                            .orElse(null));
        }
        return all;
    }

    private static Map<String, @Nullable Object> fact(dev.candor.platform.journal.Journal.Entry entry) {
        return Json.object(
                "fact", entry.id().toString(),
                "kind", entry.kind(),
                "at", entry.at().toString());
    }

    private Answer cause(Call call, Incident incident) {
        Optional<Cause> cause = call.json().get("cause") instanceof String word ? Cause.of(word) : Optional.empty();
        if (cause.isEmpty()) {
            return Answer.badRequest("'cause' is one of "
                    + String.join(
                            ", ", Arrays.stream(Cause.values()).map(Cause::wire).toList()));
        }
        candor.learn().say(incident, cause.get(), call.principal().actor());
        return Answer.json(Json.object("cause", cause.get().wire()));
    }

    private Answer postmortem(Call call, Incident incident) {
        var found = candor.platform()
                .ledger()
                .read(tx -> candor.learn().postmortems().find(tx, incident.id()));
        return Answer.json(Json.object(
                "body", found.map(one -> one.body()).orElseGet(() -> draft(candor, incident)),
                "drafted", found.isEmpty(),
                "author", found.map(one -> one.author()).orElse(null),
                "published_at",
                        found.flatMap(one -> one.publishedAt())
                                .map(Instant::toString)
                                .orElse(null),
                "reviewed_by", found.flatMap(one -> one.reviewedBy()).orElse(null)));
    }

    /// The text the timeline gives, for a person to finish.
    public static String draft(Candor candor, Incident incident) {
        List<Page> pages = candor.catalogs().current().all(Page.KIND).stream()
                .map(item -> item.value())
                .toList();
        List<String> names = pages.stream()
                .flatMap(page -> page.components().stream())
                .filter(component -> incident.components().containsKey(component.code()))
                .map(component -> component.name())
                .distinct()
                .toList();
        ZoneId zone = pages.stream()
                .filter(page -> !page.showing(incident.service()).isEmpty())
                .map(Page::timeZone)
                .findFirst()
                .orElse(ZoneOffset.UTC);
        return candor.platform()
                .ledger()
                .read(tx -> PostmortemDraft.of(
                        incident,
                        candor.respond().timeline(tx, incident),
                        candor.learn().figures().of(tx, incident),
                        names,
                        zone));
    }

    /// `{"body": Markdown, "publish": true, "copy_reason": why it may be another one's text}`. Published once, it stays
    /// published.
    private Answer putPostmortem(Call call, Incident incident) {
        if (!(call.json().get("body") instanceof String body)) {
            return Answer.badRequest("'body' is missing");
        }
        boolean publish = Boolean.TRUE.equals(call.json().get("publish"));
        String reason = call.json().get("copy_reason") instanceof String words ? words : "";
        String by = call.principal().actor();
        boolean shown = candor.platform()
                .ledger()
                .read(tx -> candor.learn().postmortems().find(tx, incident.id()))
                .flatMap(PostmortemStore.Postmortem::publishedAt)
                .isPresent();
        if (shown && !publish) {
            return Answer.problem(
                    409,
                    "Published already",
                    "Readers see this postmortem. Say \"publish\": true to change what they see.");
        }
        Postmortems writing = candor.learn().writing();
        return answer(
                publish ? writing.publish(incident, body, by, reason) : writing.save(incident, body, by, reason),
                Answer.json(Json.object("published", publish)));
    }

    private Answer review(Call call, Incident incident) {
        if (!(call.json().get("body") instanceof String body)) {
            return Answer.badRequest("'body' is missing: a review is of exactly one text");
        }
        return answer(
                candor.learn().writing().review(incident, body, call.principal().actor()),
                Answer.json(Json.object("reviewed", true)));
    }

    private Answer similar(Call call, Incident incident) {
        return Answer.json(Json.object(
                "items",
                candor.platform().ledger().read(tx -> candor.learn().similar(tx, incident)).stream()
                        .map(one -> Json.object(
                                "number",
                                one.incident().number(),
                                "title",
                                one.incident().title(),
                                "why",
                                one.why()))
                        .toList()));
    }

    private Answer repairs(Call call, Incident incident) {
        return Answer.json(Json.object(
                "items",
                candor
                        .platform()
                        .ledger()
                        .read(tx -> candor.respond().repairs().store().ofIncident(tx, incident.id()))
                        .stream()
                        .map(LearnApi::json)
                        .toList()));
    }

    private static Map<String, @Nullable Object> json(Repair repair) {
        var json = Json.object(
                "id",
                repair.id().toString(),
                "what",
                repair.what(),
                "amount",
                repair.amount(),
                "owner",
                repair.owner(),
                "state",
                repair.open() ? "open" : repair.state() instanceof Repair.State.Done ? "done" : "lost");
        switch (repair.state()) {
            case Repair.State.Open _ -> json.put("evidence", null);
            case Repair.State.Done done -> json.put("evidence", done.evidence());
            case Repair.State.Lost lost -> json.put("evidence", lost.evidence());
        }
        return json;
    }

    /// `{"what", "amount", "owner"}`.
    private Answer toRepair(Call call, Incident incident) {
        var refused = candor.respond()
                .repairs()
                .open(
                        incident.id(),
                        word(call, "what"),
                        word(call, "amount"),
                        word(call, "owner"),
                        call.principal().actor());
        return refused.map(Answer::badRequest).orElseGet(() -> repairs(call, incident));
    }

    /// `{"evidence"}`.
    private Answer repaired(Call call, Incident incident) {
        Optional<Repairs.End> end = Arrays.stream(Repairs.End.values())
                .filter(one -> one.wire().equals(call.value("end")))
                .findFirst();
        Optional<UUID> id = candor
                .platform()
                .ledger()
                .read(tx -> candor.respond().repairs().store().ofIncident(tx, incident.id()))
                .stream()
                .map(Repair::id)
                .filter(one -> one.toString().equals(call.value("id")))
                .findFirst();
        if (end.isEmpty() || id.isEmpty()) {
            return Answer.notFound("There is no such repair; it ends with `done` or `lost`.");
        }
        var refused = candor.respond()
                .repairs()
                .close(
                        incident.id(),
                        id.get(),
                        end.get(),
                        word(call, "evidence"),
                        call.principal().actor());
        return refused.map(Answer::badRequest).orElseGet(() -> repairs(call, incident));
    }

    private static String word(Call call, String name) {
        return call.json().get(name) instanceof String text ? text : "";
    }

    private static Answer answer(Postmortems.Outcome outcome, Answer done) {
        return switch (outcome) {
            case Postmortems.Outcome.Done _ -> done;
            case Postmortems.Outcome.Wrong(String why) -> Answer.badRequest(why);
            case Postmortems.Outcome.Copy(var likeness) ->
                Answer.problem(
                        409,
                        "Not published",
                        likeness.words() + " Write this incident's own, or say with `copy_reason` why it is right.");
        };
    }
}
