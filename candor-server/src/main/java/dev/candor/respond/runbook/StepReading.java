package dev.candor.respond.runbook;

import dev.candor.base.text.Nearest;
import dev.candor.catalog.Page;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.catalog.document.Reading;
import dev.candor.page.IncidentPhase;
import dev.candor.paging.channel.Channel;
import dev.candor.platform.auth.Role;
import dev.candor.probe.steps.TextTemplate;
import dev.candor.respond.runbook.RunbookReading.Words;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads one step.
final class StepReading {
    private static final List<String> KINDS =
            List.of("haproxy", "http", "wait-until", "sql-check", "approval", "message", "page-update");
    private static final Map<String, String> INSTEAD = Map.of(
            "shell", "a runbook runs no shell commands",
            "script", "a runbook runs no scripts",
            "exec", "a runbook runs no commands",
            "command", "a runbook runs no commands",
            "ssh", "a runbook runs no commands on other machines");

    private static final String BEFORE = "before";

    private final Map<String, Pool> pools;
    private final Set<String> parameters;
    private final ConditionReading conditions;

    StepReading(Map<String, Pool> pools, Set<String> parameters) {
        this.pools = pools;
        this.parameters = parameters;
        this.conditions = new ConditionReading(pools, parameters);
    }

    Step step(Reading in) {
        String name = in.name("name");
        String kind = in.text("kind");
        Action action = action(in, kind);
        List<Condition> before = conditions.list(in, "before");
        boolean waits = action instanceof Action.Wait;
        Step.Patience verify =
                patience(in, waits ? "until" : "verify", waits ? Duration.ofMinutes(10) : Duration.ofMinutes(1));
        if (waits && verify.conditions().isEmpty()) {
            in.problem("until", "is missing: what must hold?");
        }
        if (action.acts() && verify.conditions().isEmpty()) {
            in.problem(
                    "verify",
                    "is missing: how is it seen that `" + name + "` worked? A step that acts is never believed");
        }
        if (action instanceof Action.SetServer set && set.aim() == Effect.Aim.READY && before.isEmpty()) {
            in.problem(
                    "before",
                    "is missing: what proves that the server works, asked directly and not through the load balancer? Nothing is activated that was not verified");
        }
        Optional<Step.Invariant> invariant =
                in.inner("invariant", inner -> new Step.Invariant(conditions.list(inner, "that"), inner.text("until")));
        if (invariant.isPresent() && invariant.get().conditions().isEmpty()) {
            in.problem("invariant", "needs `that`: a list of what must go on holding");
        }
        return new Step(name, action, before, verify, invariant, undo(in, name, action));
    }

    private Step.Patience patience(Reading in, String key, Duration usual) {
        return new Step.Patience(
                conditions.list(in, key),
                in.number("times", 1, 1, 100),
                in.duration("every", Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofMinutes(5)),
                in.duration("within", usual, Duration.ofSeconds(1), Duration.ofDays(1)));
    }

    private Step.Undo undo(Reading in, String name, Action action) {
        if (!action.acts()) {
            if (in.has("undo")) {
                in.problem("undo", "is of no use: the step changes nothing outside");
            }
            return new Step.Undo.Nothing();
        }
        if (!in.has("undo")) {
            in.problem(
                    "undo", "is missing: a step that takes it back, or `never`, or `nothing` where a later step does");
            return new Step.Undo.Nothing();
        }
        if (in.isText("undo")) {
            return in.oneOf("undo", "", "never", "nothing").equals("never")
                    ? new Step.Undo.Never()
                    : new Step.Undo.Nothing();
        }
        return in.inner("undo", inner -> undoing(inner, name, action))
                .<Step.Undo>map(Step.Undo.By::new)
                .orElse(new Step.Undo.Nothing());
    }

    private Step undoing(Reading in, String name, Action forwards) {
        String kind = in.text("kind");
        Action action =
                kind.equals("haproxy") && forwards instanceof Action.SetServer set ? back(in, set) : action(in, kind);
        if (!action.acts()) {
            in.problem("kind", "taking back is acting: haproxy or http");
        }
        List<Condition> before = conditions.list(in, "before");
        boolean serves = action instanceof Action.SetServer set && set.aim() == Effect.Aim.READY
                || action instanceof Action.SetBack back && back.as().aim() == Effect.Aim.READY;
        if (serves && before.isEmpty()) {
            in.problem(
                    "before",
                    "is missing: what proves that the server works, asked directly and not through the load balancer? It is switched on again by this");
        }
        Step.Patience verify = patience(in, "verify", Duration.ofMinutes(1));
        if (verify.conditions().isEmpty()) {
            in.problem("verify", "is missing: how is it seen that it was taken back?");
        }
        return new Step("undo " + name, action, before, verify, Optional.empty(), new Step.Undo.Nothing());
    }

    private Action action(Reading in, String kind) {
        return switch (kind) {
            case "haproxy" -> haproxy(in);
            case "http" -> http(in);
            case "wait-until" -> new Action.Wait(false);
            case "sql-check" -> new Action.Wait(true);
            case "approval" ->
                new Action.Approval(
                        in.optionalReference("person", Person.KIND.plural()),
                        in.word("role", Role.class, Role.RESPONDER),
                        in.flag("second-person", false),
                        Words.read(in, "text", in.text("text", "May it go on?"), parameters));
            case "message" -> message(in);
            case "page-update" -> pageUpdate(in);
            default -> {
                if (!kind.isEmpty()) {
                    String near = INSTEAD.containsKey(kind)
                            ? "; " + INSTEAD.get(kind)
                            : Nearest.of(kind, KINDS)
                                    .map(nearest -> " (did you mean `" + nearest + "`?)")
                                    .orElse("");
                    in.problem(
                            "kind",
                            "there is no kind of step `" + kind + "`" + near + "; kinds: " + String.join(", ", KINDS));
                }
                yield new Action.Wait(true);
            }
        };
    }

    /// Taking back what was done to a server is putting it back to what it was; to another server, it is a step like
    /// any other.
    private Action back(Reading in, Action.SetServer forwards) {
        Pool pool = ConditionReading.pool(in, pools);
        TextTemplate server = ConditionReading.server(in, "server", parameters);
        if (!pool.equals(forwards.pool()) || !tried(server).equals(tried(forwards.server()))) {
            return haproxy(in);
        }
        boolean weighs = forwards.aim() == Effect.Aim.WEIGHT;
        if (in.text("to", BEFORE).equals(BEFORE)) {
            // A server that was drained most likely served.
            Effect.Aim was = weighs ? Effect.Aim.WEIGHT : forwards.takesBack() ? Effect.Aim.MAINT : Effect.Aim.READY;
            return new Action.SetBack(new Action.SetServer(pool, server, was, 1, in.number("keep", 1, 1, 1000)), false);
        }
        Action named = haproxy(in);
        if (named instanceof Action.SetServer set && weighs != (set.aim() == Effect.Aim.WEIGHT)) {
            in.problem("to", "`before`, or the " + (weighs ? "weight" : "state") + " that the server had before");
        }
        return named instanceof Action.SetServer set ? new Action.SetBack(set, true) : named;
    }

    private String tried(TextTemplate server) {
        var values = new LinkedHashMap<String, String>();
        parameters.forEach(name -> values.put(name, "{" + name + "}"));
        return server.fill(values).strip();
    }

    private Action haproxy(Reading in) {
        Pool pool = ConditionReading.pool(in, pools);
        TextTemplate server = ConditionReading.server(in, "server", parameters);
        String to = in.oneOf("to", "", "drain", "maint", "ready", "weight");
        Effect.Aim aim = to.isEmpty() ? Effect.Aim.READY : aim(to);
        if (to.equals("weight") && !in.has("weight")) {
            in.problem("weight", "is missing: a number from 1 to 256");
        }
        if (!to.equals("weight") && in.has("weight")) {
            in.problem("weight", "goes with `to: weight`");
        }
        return new Action.SetServer(pool, server, aim, in.number("weight", 1, 1, 256), in.number("keep", 1, 1, 1000));
    }

    private static Effect.Aim aim(String word) {
        for (Effect.Aim aim : Effect.Aim.values()) {
            if (aim.word().equals(word)) {
                return aim;
            }
        }
        return Effect.Aim.READY;
    }

    private Action http(Reading in) {
        TextTemplate url = ConditionReading.address(in, "url", parameters);
        String method = in.text("method", "POST").toUpperCase(Locale.ROOT);
        if (!List.of("GET", "POST", "PUT", "PATCH", "DELETE").contains(method)) {
            in.problem("method", "expected one of GET, POST, PUT, PATCH, DELETE, found `" + method + "`");
        }
        var headers = new LinkedHashMap<String, TextTemplate>();
        in.textMap("headers").forEach((name, value) -> headers.put(name, Words.read(in, "headers", value, parameters)));
        TextTemplate body = Words.read(in, "body", in.text("body", ""), parameters);
        boolean keyed = in.oneOf("repeat", "", "keyed", "ask").equals("keyed");
        Action.Call call = new Action.Call(
                method,
                url,
                headers,
                body,
                expected(in),
                keyed,
                conditions.list(in, "already"),
                in.duration("timeout", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(9)));
        try {
            var tried = new LinkedHashMap<String, String>();
            parameters.forEach(name -> tried.put(name, "x"));
            call.effect(tried, "key");
        } catch (IllegalArgumentException wrong) {
            in.problem("url", String.valueOf(wrong.getMessage()));
        }
        return call;
    }

    private static Set<Integer> expected(Reading in) {
        var expected = new LinkedHashSet<Integer>();
        for (String text : in.texts("expected")) {
            if (text.matches("[1-5][0-9][0-9]")) {
                expected.add(Integer.parseInt(text));
            } else {
                in.problem("expected", "a status is a number from 100 to 599, found `" + text + "`");
            }
        }
        return expected.isEmpty() ? Set.of(200, 201, 202, 204) : Set.copyOf(expected);
    }

    private Action message(Reading in) {
        TextTemplate text = Words.read(in, "text", in.text("text"), parameters);
        String to = in.onlyKeyAmong(List.of("person", "channel")).orElse("");
        return new Action.Message(
                to.equals("person") ? in.optionalReference("person", Person.KIND.plural()) : Optional.empty(),
                to.equals("channel") ? in.optionalReference("channel", Channel.KIND.plural()) : Optional.empty(),
                text);
    }

    private Action pageUpdate(Reading in) {
        return switch (in.onlyKeyAmong(List.of("maintenance", "publish", "draft"))
                .orElse("")) {
            case "maintenance" -> maintenance(in);
            case "publish" -> words(in, "publish");
            case "draft" -> words(in, "draft");
            default -> new Action.FinishMaintenance();
        };
    }

    private Action maintenance(Reading in) {
        if (in.oneOf("maintenance", "", "start", "finish").equals("finish")) {
            return new Action.FinishMaintenance();
        }
        return new Action.StartMaintenance(
                in.reference("page", Page.KIND),
                Words.read(in, "title", in.text("title"), parameters),
                in.references("services", Service.KIND.plural()),
                in.duration("lasts", Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(7)));
    }

    private Action words(Reading in, String key) {
        return new Action.Words(
                in.reference("page", Page.KIND),
                phase(in.oneOf("phase", "identified", "investigating", "identified", "monitoring")),
                Words.read(in, key, in.text(key), parameters),
                key.equals("publish"));
    }

    private static IncidentPhase phase(String word) {
        return IncidentPhase.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
