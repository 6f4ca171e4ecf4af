package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.learn.action.ActionItem;
import dev.candor.learn.action.ActionItems;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.respond.incident.Incident;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/actions`: what is to change, whose it is, until when.
public final class ActionHttp {
    private final Console console;
    private final Candor candor;

    ActionHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access write = Access.permitted(Resource.INCIDENTS, Action.WRITE);
        return List.of(
                Route.get("/actions", Access.permitted(Resource.INCIDENTS, Action.READ), this::list),
                Route.post(
                        "/incidents/{number}/actions",
                        write,
                        call -> console.once().answer(call, () -> open(call))),
                Route.post("/actions/{id}/{end}", write, this::close));
    }

    /// An open one with the incident it answers.
    public record Line(ActionItem item, Optional<Incident> incident, boolean overdue) {}

    private Answer list(Call call) {
        LocalDate today = today(console.now());
        var lines = new ArrayList<Line>();
        candor.platform().ledger().read(tx -> {
            candor.actions()
                    .store()
                    .open(tx)
                    .forEach(item -> lines.add(new Line(
                            item,
                            candor.respond().incidents().store().find(tx, item.incident()),
                            item.overdue(today))));
            return true;
        });
        return console.show(
                call,
                LearnTabs.SECTION,
                "Action items",
                "actions",
                Map.of("lines", List.copyOf(lines), "mailsLeave", console.mailsLeave()));
    }

    /// The day by which lists say that something is overdue.
    public static LocalDate today(Instant now) {
        return now.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private Answer open(Call call) {
        Incident incident = IncidentHttp.find(candor, call);
        LocalDate due;
        try {
            due = LocalDate.parse(call.form("due"));
        } catch (DateTimeException notADay) {
            throw Console.wrong("An action item has a day on which it is due.");
        }
        candor.actions()
                .open(
                        incident,
                        call.form("what"),
                        call.form("owner"),
                        due,
                        call.principal().actor())
                .ifPresent(why -> {
                    throw Console.wrong(why);
                });
        return Console.back("/incidents/" + incident.number(), "saved");
    }

    private Answer close(Call call) {
        ActionItems.End end = call.value("end").equals("done") ? ActionItems.End.DONE : ActionItems.End.DROPPED;
        if (!call.value("end").equals(end.wire())) {
            throw Console.unknown("such end");
        }
        candor.actions()
                .close(
                        Console.id(call, "action item"),
                        end,
                        call.form("proof"),
                        call.principal().actor())
                .ifPresent(why -> {
                    throw Console.wrong(why);
                });
        return Console.back("/actions", "saved");
    }
}
