package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.app.LearnApi;
import dev.candor.learn.figures.Cause;
import dev.candor.learn.postmortem.Likeness;
import dev.candor.learn.postmortem.PostmortemStore;
import dev.candor.learn.postmortem.Postmortems;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.respond.incident.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/postmortems` and `/incidents/{number}/postmortem`: drafted, edited, looked at, reviewed, published.
public final class PostmortemHttp {
    private static final int LISTED = 100;

    private final Console console;
    private final Candor candor;

    PostmortemHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.INCIDENTS, Action.READ);
        Access write = Access.permitted(Resource.INCIDENTS, Action.WRITE);
        return List.of(
                Route.get("/postmortems", read, this::list),
                Route.get("/incidents/{number}/postmortem", write, this::edit),
                Route.of("POST", "/incidents/{number}/postmortem", write, 400 << 10, this::take));
    }

    /// A postmortem that is there, or one that is owed.
    ///
    /// @param text empty while it is owed
    public record Line(Incident incident, Optional<PostmortemStore.Postmortem> text) {
        public String look() {
            return text.isEmpty() ? "minor" : text.get().published() ? "good" : "unknown";
        }

        public String word() {
            return text.isEmpty()
                    ? "pending"
                    : text.get().published()
                            ? "published"
                            : text.get().reviewedBy().isPresent() ? "reviewed" : "draft";
        }
    }

    private Answer list(Call call) {
        var lines = new ArrayList<Line>();
        candor.platform().ledger().read(tx -> {
            candor.learn()
                    .pending(tx, console.now())
                    .forEach(owed -> lines.add(
                            new Line(owed, candor.learn().postmortems().find(tx, owed.id()))));
            candor.learn().postmortems().list(tx, LISTED).stream()
                    .filter(PostmortemStore.Postmortem::published)
                    .forEach(text -> candor.respond()
                            .incidents()
                            .store()
                            .find(tx, text.incident())
                            .ifPresent(incident -> lines.add(new Line(incident, Optional.of(text)))));
            return true;
        });
        return console.show(call, LearnTabs.SECTION, "Postmortems", "postmortems", Map.of("lines", List.copyOf(lines)));
    }

    private Answer edit(Call call) {
        Incident incident = IncidentHttp.find(candor, call);
        return screen(call, 200, incident, "", "", Optional.empty(), false);
    }

    private Answer screen(
            Call call,
            int status,
            Incident incident,
            String typed,
            String wrong,
            Optional<Likeness> likeness,
            boolean look) {
        var stored = candor.platform()
                .ledger()
                .read(tx -> candor.learn().postmortems().find(tx, incident.id()));
        String body = !typed.isEmpty()
                ? typed
                : stored.map(PostmortemStore.Postmortem::body).orElseGet(() -> LearnApi.draft(candor, incident));
        Optional<Cause> cause = candor.platform()
                .ledger()
                .read(tx -> candor.learn().figures().store().cause(tx, incident.id()));
        return console.show(
                call,
                status,
                "/incidents",
                "Postmortem of incident " + incident.number(),
                "postmortem",
                Map.of(
                        "view",
                        new PostmortemView(
                                incident,
                                stored,
                                body,
                                wrong,
                                likeness,
                                look,
                                cause,
                                call.principal().actor())));
    }

    private Answer take(Call call) {
        Incident incident = IncidentHttp.find(candor, call);
        String body = call.form("body").replace("\r\n", "\n");
        String reason = call.form("reason");
        String by = call.principal().actor();
        Postmortems writing = candor.learn().writing();
        String wish = call.form("do");
        Cause.of(call.form("cause")).ifPresent(cause -> candor.learn().say(incident, cause, by));
        if (wish.equals("look")) {
            Optional<String> wrong = Postmortems.wrong(body);
            return screen(call, wrong.isEmpty() ? 200 : 422, incident, body, wrong.orElse(""), Optional.empty(), true);
        }
        Postmortems.Outcome outcome = switch (wish) {
            case "publish" -> writing.publish(incident, body, by, reason);
            case "review" -> writing.review(incident, body, by);
            default -> writing.save(incident, body, by, reason);
        };
        return switch (outcome) {
            case Postmortems.Outcome.Done _ -> {
                console.audit(
                        call,
                        "postmortem." + (wish.equals("publish") || wish.equals("review") ? wish : "save"),
                        "incident/" + incident.number());
                yield Console.back(
                        wish.equals("publish")
                                ? "/incidents/" + incident.number()
                                : "/incidents/" + incident.number() + "/postmortem",
                        wish.equals("publish") ? "published" : "saved");
            }
            case Postmortems.Outcome.Wrong(String why) ->
                screen(call, 422, incident, cut(body), why, Optional.empty(), false);
            case Postmortems.Outcome.Copy(Likeness likeness) ->
                screen(call, 409, incident, body, "", Optional.of(likeness), false);
        };
    }

    /// What is shown again of a text that is too long.
    private static String cut(String body) {
        return body.length() > Postmortems.LONGEST ? body.substring(0, Postmortems.LONGEST) : body;
    }
}
