package dev.candor.respond.runbook;

import dev.candor.base.json.Json;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The runbook of a run, stored when the run began.
///
/// @param runbook with one empty step where it cannot be read
/// @param wrong why it cannot be read any more; empty when it can
record Stored(Runbook runbook, String wrong) {
    private static final Step NOTHING = new Step(
            "?",
            new Action.Wait(true),
            List.of(),
            new Step.Patience(List.of(), 1, Condition.TIMEOUT, Condition.TIMEOUT),
            Optional.empty(),
            new Step.Undo.Nothing());

    /// @param document JSON, secrets sealed; an older Candor may have written it, or a hand
    static Stored read(Catalogs catalogs, Run run, String document) {
        Optional<String> service = Optional.empty();
        var problems = new ArrayList<Problem>();
        try {
            Map<String, @Nullable Object> sealed = Json.parseObject(document.getBytes(StandardCharsets.UTF_8));
            if (sealed.get("service") instanceof String name) {
                service = Optional.of(name);
            }
            Runbook runbook = Runbook.KIND
                    .reader()
                    .apply(Reading.of(
                            Nodes.json("run", catalogs.store().opened(sealed)),
                            "runbook",
                            problems,
                            new ArrayList<>()));
            return problems.isEmpty()
                    ? new Stored(runbook, "")
                    : unreadable(catalogs, run, service, String.valueOf(problems.getFirst()));
        } catch (RuntimeException broken) {
            return unreadable(catalogs, run, service, String.valueOf(broken.getMessage()));
        }
    }

    private static Stored unreadable(Catalogs catalogs, Run run, Optional<String> service, String wrong) {
        Optional<String> whose = service.or(
                () -> catalogs.current().find(Runbook.KIND, run.runbook()).flatMap(Runbook::service));
        var empty = new Runbook(
                run.runbook(),
                "",
                whose,
                List.of(),
                List.of(),
                List.of(),
                Condition.TIMEOUT,
                Optional.empty(),
                List.of(NOTHING));
        return new Stored(empty, wrong);
    }

    boolean readable() {
        return wrong.isEmpty();
    }

    Plan plan(Run run) {
        return readable() ? Plan.of(runbook, run) : new Plan(runbook, runbook.steps(), run.values());
    }

    /// In words for people.
    String refusal() {
        return "Its runbook, as it was when the run began, cannot be read any more (" + wrong + ")";
    }
}
