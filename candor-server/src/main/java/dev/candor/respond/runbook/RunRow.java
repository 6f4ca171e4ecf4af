package dev.candor.respond.runbook;

import dev.candor.base.json.Json;
import dev.candor.platform.db.Row;
import dev.candor.respond.runbook.Run.Phase;
import dev.candor.respond.runbook.Run.Reason;
import dev.candor.respond.runbook.Run.Undone;
import dev.candor.respond.runbook.Run.Was;
import dev.candor.respond.runbook.Standing.Open;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A run as a row.
final class RunRow {
    /// What never changes, in the order of {@link #order}.
    private static final List<String> ORDER = List.of(
            "id",
            "number",
            "runbook",
            "params",
            "incident",
            "started_by",
            "started_person",
            "started_at",
            "undo_of",
            "undoes");
    /// What changes, in the order of {@link #state}.
    private static final List<String> STATE = List.of(
            "deadline",
            "step",
            "phase",
            "since",
            "attempt",
            "open_first",
            "open_last",
            "open_count",
            "held",
            "blind_since",
            "resume_at",
            "question",
            "reason",
            "why",
            "processes",
            "marks",
            "maintenance",
            "stop_by",
            "answer",
            "answer_by",
            "due_at",
            "ended_at");

    static final String COLUMNS = String.join(", ", ORDER) + ", " + String.join(", ", STATE) + ", epoch";
    /// Takes {@link #order}, {@link #state}, and the document.
    static final String INSERT =
            "INSERT INTO runbook_run (" + COLUMNS + ", lease_owner, lease_until, document) VALUES ("
                    + String.join(", ", Collections.nCopies(ORDER.size() + STATE.size(), "?")) + ", 0, '', 0, ?)";
    /// Takes {@link #state}.
    static final String SET = String.join(" = ?, ", STATE) + " = ?";

    private RunRow() {}

    static List<@Nullable Object> order(Run run) {
        Run.Order order = run.order();
        return Arrays.asList(
                run.id(),
                run.number(),
                order.runbook(),
                Json.write(order.values()),
                order.incident(),
                order.by().actor(),
                order.by().person(),
                order.at(),
                order.undoOf(),
                Json.write(order.undoes().stream().map(RunRow::undone).toList()));
    }

    static List<@Nullable Object> state(Run run) {
        Standing standing = run.standing();
        Optional<Open> open = standing.tries().open();
        return Arrays.asList(
                run.deadline(),
                run.at(),
                run.phase(),
                standing.place().since(),
                run.attempt(),
                open.map(Open::firstAt),
                open.map(Open::lastAt),
                open.map(Open::count).orElse(0),
                standing.sight().held(),
                standing.sight().blindSince(),
                standing.resume(),
                run.question(),
                run.reason(),
                run.why(),
                Json.write(run.left().processes()),
                Json.write(run.left().marks()),
                run.left().maintenance(),
                run.controls().stopBy(),
                run.controls().answer(),
                run.controls().answerBy(),
                run.turn().dueAt(),
                run.turn().endedAt());
    }

    static Run run(Row row) {
        var order = new Run.Order(
                row.text("runbook"),
                texts(row.text("params")),
                row.optionalUuid("incident"),
                new By(row.text("started_by"), row.optionalText("started_person")),
                row.instant("started_at"),
                row.optionalUuid("undo_of"),
                undoes(row.text("undoes")));
        return new Run(
                row.uuid("id"),
                row.number("number"),
                order,
                standing(row),
                new Run.Left(texts(row.text("processes")), marks(row.text("marks")), row.optionalUuid("maintenance")),
                new Run.Controls(row.text("stop_by"), row.text("answer"), row.text("answer_by")),
                new Run.Turn(
                        row.number("epoch"),
                        row.instant("due_at"),
                        row.instant("deadline"),
                        row.optionalInstant("ended_at")));
    }

    private static Standing standing(Row row) {
        Optional<Instant> first = row.optionalInstant("open_first");
        Optional<Open> open =
                first.map(at -> new Open(at, row.optionalInstant("open_last").orElse(at), row.integer("open_count")));
        return new Standing(
                new Standing.Place(row.integer("step"), phase(row.text("phase")), row.instant("since")),
                new Standing.Sight(row.integer("held"), row.optionalInstant("blind_since")),
                new Standing.Tries(row.integer("attempt"), open),
                new Standing.Question(row.integer("question"), reason(row.text("reason")), row.text("why")),
                phase(row.text("resume_at")));
    }

    /// Another version's word that is none here must not hide all other runs: such a run stands still.
    private static Phase phase(String word) {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.word().equals(word))
                .findFirst()
                .orElse(Phase.STOPPED);
    }

    private static Reason reason(String word) {
        String name = word.toUpperCase(Locale.ROOT);
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .orElse(Reason.UNREADABLE);
    }

    private static Map<String, @Nullable Object> undone(Undone undone) {
        return undone.was()
                .map(was ->
                        Json.object("step", undone.step(), "state", was.admin().word(), "weight", was.weight()))
                .orElseGet(() -> Json.object("step", undone.step()));
    }

    private static List<Undone> undoes(String json) {
        var undoes = new ArrayList<Undone>();
        if (Json.parse(json) instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> map && map.get("step") instanceof Number step) {
                    undoes.add(new Undone(step.intValue(), was(map.get("state"), map.get("weight"))));
                }
            }
        }
        return List.copyOf(undoes);
    }

    private static Optional<Was> was(@Nullable Object state, @Nullable Object weight) {
        return state instanceof String word && weight instanceof Number number
                ? was(word, number.intValue())
                : Optional.empty();
    }

    static Optional<Was> was(String state, int weight) {
        return Arrays.stream(Seen.Server.Admin.values())
                .filter(admin -> admin.word().equals(state))
                .findFirst()
                .map(admin -> new Was(admin, weight));
    }

    private static Map<String, String> texts(String json) {
        var texts = new LinkedHashMap<String, String>();
        Json.parseObject(json.getBytes(StandardCharsets.UTF_8))
                .forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return texts;
    }

    private static Map<Integer, String> marks(String json) {
        var marks = new TreeMap<Integer, String>();
        texts(json).forEach((key, value) -> marks.put(Integer.valueOf(key), value));
        return marks;
    }
}
