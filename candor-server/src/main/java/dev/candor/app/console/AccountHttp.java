package dev.candor.app.console;

import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Attempts;
import dev.candor.platform.auth.Passwords;
import dev.candor.platform.auth.Principal;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One's own account: change the password, sign out.
final class AccountHttp {
    private final Console console;
    private final Attempts attempts = new Attempts();

    AccountHttp(Console console) {
        this.console = console;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/account", Access.permitted(Resource.OWN_ACCOUNT, Action.READ), call -> screen(call, 200, "")),
                Route.post("/account/password", Access.permitted(Resource.OWN_ACCOUNT, Action.WRITE), this::password),
                Route.post("/logout", Access.permitted(Resource.OWN_ACCOUNT, Action.ACT), this::signOut));
    }

    private Answer screen(Call call, int status, String wrong) {
        return console.show(call, status, "/account", "Your account", "account", Map.of("wrong", wrong));
    }

    private Answer signOut(Call call) {
        if (call.principal() instanceof Principal.Signed signed) {
            console.candor().platform().ledger().inTransaction(tx -> {
                console.candor().platform().access().endSession(tx, signed.sessionHash());
                return true;
            });
            console.candor().live().end(Console.streamsOf(signed));
        }
        return Answer.seeOther("/login")
                .with("Set-Cookie", console.candor().gate().forgetCookie(call));
    }

    private Answer password(Call call) {
        if (!(call.principal() instanceof Principal.Signed signed)) {
            return Answer.problem(403, "Not permitted", "A token has no password.");
        }
        var now = console.now();
        String old = field(call, "old");
        String fresh = field(call, "new");
        if (attempts.exhausted(signed.person(), now)) {
            return screen(call, 429, "Too many attempts. Wait a quarter of an hour.");
        }
        Optional<String> hash = console.candor()
                .platform()
                .ledger()
                .read(tx -> console.candor().platform().access().passwordHash(tx, signed.person()));
        if (!console.candor().passwords().verify(old, hash)) {
            attempts.failed(signed.person(), now);
            return screen(call, 422, "The present password is wrong.");
        }
        Optional<String> objection = Passwords.objection(fresh);
        if (objection.isPresent()) {
            return screen(call, 422, objection.get());
        }
        String made = console.candor().passwords().hash(fresh);
        console.candor().platform().ledger().inTransaction(tx -> {
            console.candor().platform().access().setPassword(tx, signed.person(), made, now);
            return true;
        });
        console.audit(call, "person.password", signed.person());
        return Console.back("/account", "password")
                .with("Set-Cookie", console.candor().gate().openSession(call, signed.person()));
    }

    private static String field(Call call, String name) {
        return Optional.ofNullable(call.form().get(name)).map(List::getFirst).orElse("");
    }
}
