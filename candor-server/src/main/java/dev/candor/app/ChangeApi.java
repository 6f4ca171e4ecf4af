package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.catalog.Service;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeJson;
import dev.candor.catalog.change.ChangeKind;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.catalog.change.Labels;
import dev.candor.catalog.change.Links;
import dev.candor.catalog.change.Outcome;
import dev.candor.catalog.change.SaidTime;
import dev.candor.detect.intake.Fields;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.RefusedException;
import dev.candor.platform.http.Route;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What was changed: record, end, list.
final class ChangeApi {
    private final Candor candor;

    ChangeApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.CHANGES, Action.READ);
        Access act = Access.permitted(Resource.CHANGES, Action.ACT);
        return List.of(
                Route.get("/api/changes", read, this::list),
                Route.get("/api/changes/{number}", read, this::one),
                Route.post("/api/changes", act, this::record),
                Route.post("/api/changes/{number}/done", act, this::done));
    }

    private ChangeStore store() {
        return candor.changes().store();
    }

    private Answer list(Call call) {
        int limit = Paged.limit(call);
        long before = Paged.numberCursor(call);
        var wanted = new ChangeStore.Wanted(
                call.query("service", ""),
                time(call, "from").orElse(ChangeStore.Wanted.ALL.from()),
                time(call, "until").orElse(ChangeStore.Wanted.ALL.until()));
        List<ChangeEvent> changes = candor.platform().ledger().read(tx -> store().list(tx, wanted, before, limit));
        return Paged.answer(changes, limit, ChangeJson::of, ChangeEvent::number);
    }

    private static Optional<Instant> time(Call call, String name) {
        return call.query(name).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException wrong) {
                throw new RefusedException(Answer.badRequest(name + ": a time such as 2026-03-02T03:00:00Z, was `"
                        + text.substring(0, Math.min(40, text.length())) + "`"));
            }
        });
    }

    private Optional<ChangeEvent> find(Call call) {
        return Call.number(call.value("number"))
                .flatMap(number -> candor.platform().ledger().read(tx -> store().byNumber(tx, number)));
    }

    private static Answer unknown(Call call) {
        return Answer.notFound("There is no change " + call.value("number") + ".");
    }

    private Answer one(Call call) {
        return find(call).map(change -> Answer.json(json(change))).orElseGet(() -> unknown(call));
    }

    /// With how its watch stands, if it is guarded.
    private Map<String, @Nullable Object> json(ChangeEvent change) {
        var json = ChangeJson.of(change);
        candor.platform()
                .ledger()
                .read(tx -> candor.watches().store().find(tx, change.id()))
                .ifPresent(watch -> json.put(
                        "watch",
                        Json.object(
                                "state", watch.state().word(),
                                "said", watch.said(),
                                "rollback", !watch.rollback().isEmpty(),
                                "began_at", watch.beganAt().toString(),
                                "until_at", watch.untilAt().toString(),
                                "called_at",
                                        watch.calledAt().map(Instant::toString).orElse(null),
                                "ended_at",
                                        watch.endedAt().map(Instant::toString).orElse(null))));
        return json;
    }

    private Answer record(Call call) {
        Instant now = candor.platform().clock().instant();
        var fields = new Fields(call.jsonAsSent());
        ChangeEvent said = read(fields, call.jsonAsSent(), call.principal().actor(), now);
        Optional<WatchWish> wish = WatchWish.read(fields, said.service());
        if (!fields.errors().isEmpty()) {
            return Answer.badRequest(String.join("; ", fields.errors()));
        }
        var recorded = candor.platform().ledger().inTransaction(tx -> {
            var stored = store().record(tx, said);
            wish.ifPresent(
                    watch -> candor.watches().guard(tx, stored.change(), watch.lasting(), watch.rollback(), now));
            return stored;
        });
        return Answer.json(recorded.first() ? 201 : 200, json(recorded.change()));
    }

    /// A change as somebody with a token tells it. What cannot be is refused, not corrected.
    private ChangeEvent read(Fields fields, Map<String, @Nullable Object> body, String actor, Instant now) {
        String word = fields.optional("kind", 20).orElse("other");
        Optional<ChangeKind> kind = ChangeKind.of(word);
        if (kind.isEmpty()) {
            fields.error("'kind' is `" + word + "`; use " + ChangeKind.words());
        }
        String service = fields.optional("service", 100).orElse("");
        if (!service.isEmpty()
                && candor.catalogs().current().find(Service.KIND, service).isEmpty()) {
            fields.error("'service': there is no service `" + service + "`");
        }
        String ended = fields.optional("outcome", 20).orElse("done");
        Optional<Outcome> outcome = Outcome.of(ended);
        if (outcome.isEmpty()) {
            fields.error("'outcome' is `" + ended + "`; use running, done, failed or rolled_back");
        }
        boolean running = Boolean.TRUE.equals(body.get("running")) || outcome.equals(Optional.of(Outcome.RUNNING));
        Instant startedAt = time(fields, "started_at", now).orElse(now);
        Optional<Instant> endedAt = time(fields, "ended_at", now);
        if (endedAt.isPresent() && endedAt.get().isBefore(startedAt)) {
            fields.error("'ended_at' is before 'started_at'");
        }
        Optional<String> link = fields.optional("link", ChangeEvent.LONGEST_LINK + 1);
        if (link.isPresent() && Links.safe(link.get()).isEmpty()) {
            fields.error(
                    "'link' must be an http or https address of at most " + ChangeEvent.LONGEST_LINK + " characters");
        }
        List.of("summary", "service", "kind", "who", "key", "link").forEach(fields::mustBeText);
        String source = fields.optional("source", 40).orElse("api");
        UUID id = candor.platform().ids().next();
        return new ChangeEvent(
                id,
                0,
                kind.orElse(ChangeKind.OTHER),
                fields.required("summary", ChangeEvent.LONGEST_SUMMARY),
                service,
                Labels.read(labels(fields, body), fields::error),
                fields.optional("who", ChangeEvent.LONGEST_NAME).orElse(actor),
                source.matches("[a-z][a-z0-9-]*") ? source : "api",
                link.orElse(""),
                fields.optional("key", ChangeEvent.LONGEST_KEY).orElse(id.toString()),
                running ? Outcome.RUNNING : outcome.orElse(Outcome.DONE),
                "",
                startedAt,
                running ? Optional.empty() : endedAt.or(() -> Optional.of(startedAt)),
                now);
    }

    /// Without what no database takes; whatever else stands there is refused later.
    private static @Nullable Object labels(Fields fields, Map<String, @Nullable Object> body) {
        Optional<Map<String, @Nullable Object>> clean = fields.object("labels");
        return clean.isPresent() ? clean.get() : body.get("labels");
    }

    private static Optional<Instant> time(Fields fields, String name, Instant now) {
        Optional<Instant> said = fields.instant(name);
        if (said.isEmpty()) {
            if (fields.has(name)) {
                fields.error("'" + name + "' is no time; use ISO 8601 with an offset, or seconds since 1970");
            }
            return said;
        }
        SaidTime time = SaidTime.of(said, now);
        if (!time.odd().isEmpty()) {
            fields.error("'" + name + "': " + time.odd());
        }
        return Optional.of(time.at());
    }

    private Answer done(Call call) {
        var fields = new Fields(call.body().length == 0 ? Map.of() : call.jsonAsSent());
        String word = fields.optional("outcome", 20).orElse("done");
        Optional<Outcome> outcome = Outcome.of(word).filter(it -> it != Outcome.RUNNING);
        if (outcome.isEmpty()) {
            return Answer.badRequest("'outcome' is `" + word + "`; use done, failed or rolled_back");
        }
        Instant now = candor.platform().clock().instant();
        Optional<ChangeEvent> ended = find(call)
                .map(change ->
                        candor.platform().ledger().inTransaction(tx -> store().end(tx, change, outcome.get(), now)));
        return ended.map(change -> Answer.json(ChangeJson.of(change))).orElseGet(() -> unknown(call));
    }
}
