package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.catalog.Person;
import dev.candor.detect.intake.Fields;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Passwords;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.auth.Role;
import dev.candor.platform.db.Tx;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// API tokens, passwords, the audit log.
final class AccessApi {
    private final Candor candor;

    AccessApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/tokens", Access.permitted(Resource.TOKENS, Action.READ), _ -> tokens()),
                Route.post("/api/tokens", Access.permitted(Resource.TOKENS, Action.WRITE), this::newToken),
                Route.of(
                        "DELETE", "/api/tokens/{id}", Access.permitted(Resource.TOKENS, Action.WRITE), 0, this::revoke),
                Route.of(
                        "PUT",
                        "/api/people/{name}/password",
                        Access.permitted(Resource.PEOPLE, Action.WRITE),
                        Route.FORM_BYTES,
                        this::password),
                Route.get("/api/audit", Access.permitted(Resource.AUDIT, Action.READ), this::audit));
    }

    private Answer tokens() {
        return Answer.json(Json.object(
                "items",
                candor.platform().ledger().read(candor.platform().access()::tokens).stream()
                        .map(token -> Json.object(
                                "id", token.id().toString(),
                                "name", token.name(),
                                "role", token.role(),
                                "created_by", token.createdBy(),
                                "created_at", token.createdAt().toString(),
                                "used_at", token.usedAt().map(Object::toString).orElse(null)))
                        .toList(),
                "next",
                null));
    }

    private Answer newToken(Call call) {
        var fields = new Fields(call.json());
        String name = fields.required("name", 100);
        String word = fields.required("role", 20);
        Optional<Role> role = Role.of(word);
        if (role.isEmpty()) {
            fields.error("'role' is `" + word + "`; use viewer, responder or admin");
        }
        if (!fields.errors().isEmpty()) {
            return Answer.badRequest(String.join("; ", fields.errors()));
        }
        Optional<String> token = candor.gate()
                .newToken(name, role.orElseThrow(), call.principal().actor());
        token.ifPresent(_ -> audit(call, "token.create", name));
        return token.map(clear -> Answer.json(201, Json.object("name", name, "role", word, "token", clear)))
                .orElseGet(() -> Answer.problem(409, "Name taken", "There is a token `" + name + "` already."));
    }

    private Answer revoke(Call call) {
        UUID id = Paged.id(call.value("id"), "token");
        boolean revoked = candor.platform().ledger().inTransaction(tx -> {
            boolean done = candor.platform()
                    .access()
                    .revoke(tx, id, candor.platform().clock().instant());
            if (done) {
                note(tx, call, "token.revoke", id.toString());
            }
            return done;
        });
        return revoked ? Answer.empty(204) : Answer.notFound("There is no such token.");
    }

    private Answer password(Call call) {
        String name = call.value("name");
        String password = new Fields(call.json()).required("password", 1000);
        if (candor.catalogs().current().find(Person.KIND, name).isEmpty()) {
            return Answer.notFound("There is no person `" + name + "`.");
        }
        Optional<String> objection = Passwords.objection(password);
        if (objection.isPresent()) {
            return Answer.badRequest(objection.get());
        }
        String hash = candor.passwords().hash(password);
        candor.platform().ledger().inTransaction(tx -> {
            candor.platform()
                    .access()
                    .setPassword(tx, name, hash, candor.platform().clock().instant());
            note(tx, call, "person.password", name);
            return true;
        });
        return Answer.empty(204);
    }

    private void audit(Call call, String action, String subject) {
        candor.platform().ledger().inTransaction(tx -> {
            note(tx, call, action, subject);
            return true;
        });
    }

    private void note(Tx tx, Call call, String action, String subject) {
        candor.platform()
                .audit()
                .note(
                        tx,
                        call.principal().actor(),
                        call.address(),
                        action,
                        subject,
                        "",
                        candor.platform().clock().instant());
    }

    private Answer audit(Call call) {
        int limit = Paged.limit(call);
        var cursor = Paged.idCursor(call);
        var entries =
                candor.platform().ledger().read(tx -> candor.platform().audit().list(tx, cursor, limit));
        return Paged.answer(
                entries,
                limit,
                entry -> Json.object(
                        "id", entry.id().toString(),
                        "at", entry.at().toString(),
                        "actor", entry.actor(),
                        "address", entry.address(),
                        "action", entry.action(),
                        "subject", entry.subject(),
                        "detail", entry.detail()),
                entry -> entry.id());
    }
}
