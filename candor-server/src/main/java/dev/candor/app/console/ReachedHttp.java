package dev.candor.app.console;

import dev.candor.paging.proof.ContactStore;
import dev.candor.paging.proof.Contacts;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/reached/{token}`: the link in a rehearsal. Looking confirms nothing (mail scanners look too); the button does.
final class ReachedHttp {
    private final Console console;
    private final Contacts contacts;

    ReachedHttp(Console console) {
        this.console = console;
        this.contacts = console.candor().proving().contacts();
    }

    List<Route> routes() {
        Access link = Access.key("the token in the link was sent to one person as a rehearsal");
        return List.of(
                Route.get("/reached/{token}", link, this::look), Route.post("/reached/{token}", link, this::confirm));
    }

    private Answer look(Call call) {
        String token = call.value("token");
        Optional<ContactStore.Sent> sent = token.length() > 100
                ? Optional.empty()
                : console.candor().platform().ledger().read(tx -> contacts.linked(tx, token, console.now()));
        return sent.map(this::screen).orElseGet(ReachedHttp::gone);
    }

    private Answer confirm(Call call) {
        String token = call.value("token");
        return token.length() > 100
                ? gone()
                : contacts.confirm(token, console.now()).map(this::screen).orElseGet(ReachedHttp::gone);
    }

    private Answer screen(ContactStore.Sent sent) {
        return Console.alone(200, "reached", Map.of("sent", sent, "now", console.now()));
    }

    private static Answer gone() {
        return Answer.problem(404, "This link is too old", "Links in rehearsals work for seven days.");
    }
}
