package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.detect.intake.Fields;
import dev.candor.detect.monitor.StillFailing;
import dev.candor.learn.figures.Figure;
import dev.candor.learn.figures.Figures;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentPhase;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentActions;
import dev.candor.respond.incident.Severity;
import dev.candor.tell.commitment.Commitments;
import dev.candor.tell.commitment.Promise;
import dev.candor.tell.update.Draft;
import dev.candor.tell.update.Updates;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Incidents: list, look with timeline, declare, edit, resolve, publish an update.
public final class IncidentApi {
    private static final List<String> STATES =
            Stream.of(Incident.State.values()).map(Incident.State::word).toList();

    private final Candor candor;

    IncidentApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/incidents", Access.permitted(Resource.INCIDENTS, Action.READ), this::list),
                Route.get("/api/incidents/{number}", Access.permitted(Resource.INCIDENTS, Action.READ), this::one),
                Route.post("/api/incidents", Access.permitted(Resource.INCIDENTS, Action.ACT), this::declare),
                Route.post(
                        "/api/incidents/{number}/resolve",
                        Access.permitted(Resource.INCIDENTS, Action.ACT),
                        this::resolve),
                Route.post(
                        "/api/incidents/{number}/updates", Access.permitted(Resource.PAGES, Action.ACT), this::publish),
                Route.post(
                        "/api/incidents/{number}/notes", Access.permitted(Resource.INCIDENTS, Action.ACT), this::note));
    }

    private Answer list(Call call) {
        int limit = Paged.limit(call);
        long before = Paged.numberCursor(call);
        String state = Paged.oneOf(call, "state", STATES);
        return candor.platform().ledger().read(tx -> {
            List<Incident> incidents = candor.respond().incidents().store().list(tx, state, before, limit);
            Map<UUID, Figures> figures = candor.learn().figures().of(tx, incidents);
            return Paged.answer(
                    incidents,
                    limit,
                    incident -> json(incident, Objects.requireNonNull(figures.get(incident.id()))),
                    Incident::number);
        });
    }

    private Map<String, @Nullable Object> json(Incident incident) {
        return json(
                incident,
                candor.platform().ledger().read(tx -> candor.learn().figures().of(tx, incident)));
    }

    private static Map<String, @Nullable Object> json(Incident incident, Figures figures) {
        var components = new LinkedHashMap<String, String>();
        incident.components().forEach((code, status) -> components.put(code, status.wireName()));
        return Json.object(
                "id", incident.id().toString(),
                "code", incident.code(),
                "number", incident.number(),
                "title", incident.title(),
                "public_title", incident.publicTitle(),
                "service", incident.service(),
                "severity", incident.severity().word(),
                "state", incident.state().word(),
                "phase", incident.phase().wireName(),
                "visibility", incident.visibility(),
                "impact", incident.impact().wireName(),
                "components", components,
                "commander", incident.commander(),
                "started_at", incident.startedAt().toString(),
                "detected_at", incident.detectedAt().toString(),
                "acknowledged_at",
                        incident.acknowledgedAt().map(Object::toString).orElse(null),
                "mitigated_at", incident.mitigatedAt().map(Object::toString).orElse(null),
                "resolved_at", incident.resolvedAt().map(Object::toString).orElse(null),
                "time_to_detect_s", seconds(figures, Figure.Kind.DETECT),
                "time_to_acknowledge_s", seconds(figures, Figure.Kind.ACKNOWLEDGE),
                "time_to_mitigate_s", seconds(figures, Figure.Kind.MITIGATE),
                "time_to_resolve_s", seconds(figures, Figure.Kind.RESOLVE),
                "truth_gap_s", seconds(figures, Figure.Kind.TRUTH_GAP));
    }

    /// Null where the facts for it are missing.
    private static @Nullable Object seconds(Figures figures, Figure.Kind kind) {
        return figures.length(kind).map(Duration::toSeconds).orElse(null);
    }

    private Optional<Incident> find(Call call) {
        return candor.respond().incident(call.value("number"));
    }

    /// Of a path that names an incident by its number.
    static Answer unknown(Call call) {
        return Answer.notFound("There is no incident " + call.value("number") + ".");
    }

    private Answer one(Call call) {
        return find(call)
                .map(incident -> {
                    var json = json(incident);
                    candor.platform()
                            .ledger()
                            .read(tx -> SuspectsJson.of(
                                    candor.respond().suspecting().of(tx, incident)))
                            .forEach(json::put);
                    json.put(
                            "timeline",
                            candor
                                    .platform()
                                    .ledger()
                                    .read(tx -> candor.respond().timeline(tx, incident))
                                    .stream()
                                    .map(fact -> Json.object(
                                            "at",
                                            fact.at().toString(),
                                            "kind",
                                            fact.kind(),
                                            "actor",
                                            fact.actor(),
                                            "text",
                                            fact.text()))
                                    .toList());
                    json.put("updates", CommitmentApi.updates(candor, incident));
                    json.put("commitments", CommitmentApi.of(candor, incident));
                    return Answer.json(json);
                })
                .orElseGet(() -> unknown(call));
    }

    /// `{"title", "service", "severity", "commitments": [{"kind", "by"}]}`.
    private Answer declare(Call call) {
        Map<String, @Nullable Object> body = call.json();
        var fields = new Fields(body);
        List<Promise> promises = PromisesJson.read(candor.tell().commitments(), body, fields, "");
        Commitments.wrong(promises, false).ifPresent(fields::error);
        String title = fields.required("title", 255);
        String service = fields.required("service", 100);
        Optional<Severity> severity = severity(fields);
        if (!service.isEmpty()
                && candor.catalogs()
                        .current()
                        .find(dev.candor.catalog.Service.KIND, service)
                        .isEmpty()) {
            fields.error("'service': there is no service `" + service + "`");
        }
        if (!fields.errors().isEmpty()) {
            return Answer.badRequest(String.join("; ", fields.errors()));
        }
        Incident incident = candor.respond()
                .actions()
                .declare(
                        title,
                        service,
                        severity.orElse(Severity.SEV3),
                        Map.of(),
                        call.principal().actor());
        var json = json(incident);
        if (!promises.isEmpty()) {
            candor.tell()
                    .commitments()
                    .make(incident.id(), "", promises, call.principal().actor());
            json.put("commitments", CommitmentApi.of(candor, incident));
        }
        return Answer.json(201, json);
    }

    private static Optional<Severity> severity(Fields fields) {
        Optional<String> word = fields.optional("severity", 10);
        try {
            return word.map(Severity::of);
        } catch (IllegalArgumentException unknown) {
            fields.error("'severity' is `" + word.orElse("") + "`; use sev1, sev2, sev3 or sev4");
            return Optional.empty();
        }
    }

    private Answer resolve(Call call) {
        Optional<Incident> incident = find(call);
        if (incident.isEmpty()) {
            return unknown(call);
        }
        Optional<String> objection = objection(
                resolveWithAlerts(candor, incident.get(), call.principal().actor()));
        return objection
                .map(why -> Answer.problem(409, "Not resolved", why))
                .orElseGet(() -> Answer.json(json(find(call).orElseThrow())));
    }

    /// Resolves an incident with every alert that is still open in it.
    public static IncidentActions.Wish resolveWithAlerts(Candor candor, Incident incident, String by) {
        List<String> failing = candor.respond().actions().stillFailing(incident.id());
        if (!failing.isEmpty()) {
            return new IncidentActions.Wish.StillFailing(failing); // before its alerts are touched
        }
        IncidentActions.Wish wish = new IncidentActions.Wish.AlertsOpen();
        // Alerts may come in faster than they are resolved; then there is nothing to resolve yet.
        for (int i = 0; i < 20 && wish instanceof IncidentActions.Wish.AlertsOpen; i++) {
            candor.paging().alerts().resolveAll(incident.id(), by);
            wish = candor.respond().actions().resolve(incident.id(), by);
        }
        return wish;
    }

    /// Why a wish was not done, for a person; empty when it was.
    public static Optional<String> objection(IncidentActions.Wish wish) {
        return switch (wish) {
            case IncidentActions.Wish.Done _ -> Optional.empty();
            case IncidentActions.Wish.Nothing _ -> Optional.of("It is resolved already.");
            case IncidentActions.Wish.AlertsOpen _ ->
                Optional.of("New alerts keep coming in: try again when they ebb.");
            case IncidentActions.Wish.StillFailing(List<String> monitors) ->
                Optional.of(StillFailing.objection(monitors));
            case IncidentActions.Wish.NotRepaired(List<String> left) ->
                Optional.of("Fixed is not repaired. Still open: "
                        + String.join("; ", left.subList(0, Math.min(5, left.size())))
                        + ". Say of each that it is done, or that it is lost.");
        };
    }

    /// `{"page", "phase", "body", "components": {code: status}, "commitments": [{"kind", "by"}]}`. The answer's
    /// `offers` are promises that seem to stand in the words and were not made.
    private Answer publish(Call call) {
        Optional<Incident> incident = find(call);
        if (incident.isEmpty()) {
            return unknown(call);
        }
        Map<String, @Nullable Object> sent = call.json();
        var fields = new Fields(sent);
        String page = fields.required("page", 100);
        String body = fields.required("body", Updates.LONGEST_BODY + 1);
        String title = fields.optional("title", 256).orElseGet(() -> usualTitle(incident.get(), page));
        String word = fields.optional("phase", 20)
                .orElseGet(() -> candor.tell()
                        .updates()
                        .lastPhase(incident.get().id(), page)
                        .orElse(IncidentPhase.INVESTIGATING)
                        .wireName());
        Optional<IncidentPhase> phase = phase(word);
        if (phase.isEmpty()) {
            fields.error("'phase' is `" + word + "`; use investigating, identified, monitoring or resolved");
        }
        var components = new LinkedHashMap<String, ComponentStatus>();
        fields.object("components")
                .ifPresent(map -> map.forEach((code, status) -> status(String.valueOf(status))
                        .ifPresentOrElse(
                                known -> components.put(code, known),
                                () -> fields.error("'components': `" + status + "` is no status"))));
        List<Promise> promises = PromisesJson.read(candor.tell().commitments(), sent, fields, page);
        if (!fields.errors().isEmpty()) {
            return Answer.badRequest(String.join("; ", fields.errors()));
        }
        var draft = new Draft(page, title, phase.orElseThrow(), body, components);
        Optional<String> early = candor.tell().updates().tooEarly(incident.get().id(), draft);
        if (early.isPresent()) {
            return Answer.problem(409, "Not published", early.get());
        }
        Optional<String> refused = candor.tell()
                .updates()
                .publish(incident.get().id(), draft, promises, call.principal().actor());
        return refused.map(Answer::badRequest).orElseGet(() -> published(call, draft, promises));
    }

    private Answer published(Call call, Draft draft, List<Promise> promises) {
        Incident incident = find(call).orElseThrow();
        var json = json(incident);
        json.put("commitments", CommitmentApi.of(candor, incident));
        json.put(
                "offers",
                candor
                        .tell()
                        .commitments()
                        .offers(draft.body(), draft.page(), draft.phase().open())
                        .stream()
                        .filter(offer -> promises.stream().noneMatch(made -> made.kind() == offer.kind()))
                        .map(PromisesJson::json)
                        .toList());
        return Answer.json(201, json);
    }

    /// What the draft would call it: never the team's own title, which may name hosts.
    private String usualTitle(Incident incident, String slug) {
        return candor.catalogs()
                .current()
                .pageWithSlug(slug)
                .map(page -> candor.tell().updates().draft(incident, page).title())
                .orElse("");
    }

    public static Optional<IncidentPhase> phase(String word) {
        for (IncidentPhase phase : IncidentPhase.values()) {
            if (phase.wireName().equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(phase);
            }
        }
        return Optional.empty();
    }

    public static Optional<ComponentStatus> status(String word) {
        for (ComponentStatus status : ComponentStatus.values()) {
            if (status.wireName().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    private Answer note(Call call) {
        String text = new Fields(call.json()).required("text", 4000);
        Optional<Incident> incident = find(call);
        if (incident.isEmpty()) {
            return unknown(call);
        }
        if (text.isEmpty()) {
            return Answer.badRequest("'text' is missing or blank");
        }
        candor.respond()
                .actions()
                .note(incident.get().id(), text, call.principal().actor());
        return Answer.empty(204);
    }
}
