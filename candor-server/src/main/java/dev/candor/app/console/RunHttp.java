package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.app.RunApi;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.db.Tx;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.platform.journal.Fact;
import dev.candor.respond.runbook.Condition;
import dev.candor.respond.runbook.Plan;
import dev.candor.respond.runbook.Run;
import dev.candor.respond.runbook.RunActions.Wish;
import dev.candor.respond.runbook.RunStore;
import dev.candor.respond.runbook.Runs;
import dev.candor.respond.runbook.Step;
import dev.candor.respond.runbook.StepStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// `/runs/{number}`: a run while it runs: its steps, what was seen, who agreed, and what can be done about it.
final class RunHttp {
    private static final int FACTS = 300;

    private final Console console;
    private final Candor candor;

    RunHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/runs/{number}", Access.permitted(Resource.RUNBOOKS, Action.READ), this::one),
                Route.post("/runs/{number}/wish", Access.permitted(Resource.RUNBOOKS, Action.ACT), this::wish));
    }

    private Run find(Tx tx, Call call) {
        long number = Console.number(call, "run");
        return candor.runbooks().store().byNumber(tx, number).orElseThrow(() -> Console.unknown("run " + number));
    }

    private Answer one(Call call) {
        RunView view = candor.platform().ledger().read(tx -> view(tx, call));
        return console.show(
                call,
                "/runbooks",
                "Run " + view.run().number(),
                "run",
                Map.of("view", view, "once", console.once().key()));
    }

    private RunView view(Tx tx, Call call) {
        RunStore store = candor.runbooks().store();
        Run run = find(tx, call);
        Plan plan = candor.runbooks().plan(tx, run);
        List<StepStore.Attempt> tries = candor.runbooks().steps().attempts(tx, run.id());
        List<StepStore.StepTime> times = candor.runbooks().steps().times(tx, run.id());
        var lines = new ArrayList<RunView.Line>();
        for (int i = 0; i < plan.steps().size(); i++) {
            lines.add(line(run, plan, i, tries, times));
        }
        return new RunView(
                run,
                plan,
                lines,
                candor.platform().journal().about(tx, List.of(run.subject()), FACTS).stream()
                        .map(fact -> here(run, fact))
                        .toList(),
                run.incident()
                        .flatMap(id -> candor.respond().incidents().store().find(tx, id)),
                candor.runbooks().mitigations().ofRun(tx, run.id()),
                store.undoing(tx, run.id()),
                run.undoOf().flatMap(of -> store.find(tx, of)),
                run.phase() == Run.Phase.ASK && run.reason() == Run.Reason.APPROVAL
                        ? candor.runbooks()
                                .answers()
                                .mayApprove(run, plan, RunApi.by(call.principal()), RunApi.role(call.principal()))
                                .orElse("")
                        : "");
    }

    /// On its own screen nobody has to be told whose fact it is.
    private static Fact here(Run run, Fact fact) {
        String prefix = Runs.prefix(run);
        return fact.text().startsWith(prefix)
                ? new Fact(
                        fact.id(),
                        fact.at(),
                        fact.recordedAt(),
                        fact.subject(),
                        fact.kind(),
                        fact.actor(),
                        fact.text().substring(prefix.length()),
                        fact.detail())
                : fact;
    }

    private static RunView.Line line(
            Run run, Plan plan, int at, List<StepStore.Attempt> tries, List<StepStore.StepTime> times) {
        Step step = plan.steps().get(at);
        String state = RunApi.state(run, at);
        return new RunView.Line(
                at + 1,
                step.name(),
                step.action().kind(),
                state,
                state.equals("done") ? "good" : state.equals("to do") ? "unknown" : Looks.of(run.phase()),
                words(step.verify().conditions(), plan),
                step.invariant()
                        .map(invariant -> String.join("; ", words(invariant.conditions(), plan)) + ", until `"
                                + invariant.until() + "`")
                        .orElse(""),
                run.left().marks().getOrDefault(at, ""),
                tries.stream().filter(one -> one.step() == at).toList(),
                times.stream()
                        .filter(one -> one.step() == at)
                        .flatMap(one -> one.endedAt().stream())
                        .findFirst());
    }

    private static List<String> words(List<Condition> conditions, Plan plan) {
        return conditions.stream().map(one -> one.words(plan.values())).toList();
    }

    private Answer wish(Call call) {
        Run run = candor.platform().ledger().read(tx -> find(tx, call));
        String wish = call.form("wish");
        if (!RunApi.WISHES.contains(wish)) {
            throw Console.wrong("Nobody knows what that means.");
        }
        OptionalInt question = Call.number(call.form("question")).stream()
                .mapToInt(number -> Math.clamp(number, 0, Integer.MAX_VALUE))
                .findFirst();
        return switch (RunApi.of(candor, run, wish, question, call.principal())) {
            case Wish.Done(Run done) -> Console.back("/runs/" + done.number(), notice(wish));
            case Wish.Same(Run same) -> Answer.seeOther("/runs/" + same.number());
            case Wish.Refused(List<String> why) -> throw Console.late(String.join(" ", why));
        };
    }

    private static String notice(String wish) {
        return switch (wish) {
            case "stop" -> "stopping";
            case "resume" -> "goes-on";
            case "extend" -> "extended";
            case "undo", "give-up" -> "saved";
            default -> "answered";
        };
    }
}
