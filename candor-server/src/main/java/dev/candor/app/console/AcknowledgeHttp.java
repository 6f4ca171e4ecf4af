package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.escalation.Escalations;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/a/{token}`: the link in a page. Looking changes nothing (mail scanners look too); the button acknowledges as the
/// person it was sent to.
final class AcknowledgeHttp {
    private final Console console;
    private final Candor candor;

    AcknowledgeHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access link = Access.key("the token in the link was sent to one person for one alert");
        return List.of(Route.get("/a/{token}", link, this::look), Route.post("/a/{token}", link, this::acknowledge));
    }

    private Optional<Escalations.LinkedTo> linked(Call call) {
        String token = call.value("token");
        return token.length() > 100
                ? Optional.empty()
                : candor.platform()
                        .ledger()
                        .read(tx -> candor.paging().escalations().linkedTo(tx, token, console.now()));
    }

    private Answer look(Call call) {
        return linked(call).map(linked -> screen(linked, "")).orElseGet(AcknowledgeHttp::gone);
    }

    private static Answer gone() {
        return Answer.problem(
                404, "This link is too old", "Links in messages work for seven days. Sign in to see the alert.");
    }

    private Answer screen(Escalations.LinkedTo linked, String said) {
        Optional<Alert> alert = candor.platform()
                .ledger()
                .read(tx -> candor.paging().alerts().store().find(tx, linked.alert()));
        return alert.map(found -> Console.alone(
                        200,
                        "acknowledge",
                        Map.of("alert", found, "person", linked.person(), "said", said, "now", console.now())))
                .orElseGet(AcknowledgeHttp::gone);
    }

    private Answer acknowledge(Call call) {
        Optional<Escalations.LinkedTo> linked = linked(call);
        if (linked.isEmpty()) {
            return gone();
        }
        boolean done = candor.paging()
                .alerts()
                .acknowledge(linked.get().alert(), linked.get().person());
        if (done) {
            candor.platform().ledger().inTransaction(tx -> {
                candor.platform()
                        .audit()
                        .note(
                                tx,
                                linked.get().person(),
                                call.address(),
                                "alert.acknowledge",
                                Alert.subject(linked.get().alert()),
                                "by link",
                                console.now());
                return true;
            });
        }
        return screen(linked.get(), done ? "Thank you. It is yours; nobody else is paged." : "");
    }
}
