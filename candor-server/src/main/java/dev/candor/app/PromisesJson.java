package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.detect.intake.Fields;
import dev.candor.tell.commitment.Commitment;
import dev.candor.tell.commitment.Commitment.Kind;
import dev.candor.tell.commitment.Commitments;
import dev.candor.tell.commitment.Promise;
import dev.candor.tell.commitment.PromiseFinder;
import dev.candor.tell.commitment.PromisedTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Commitments as the API reads and writes them.
final class PromisesJson {
    private static final String KINDS =
            Arrays.stream(Kind.values()).map(Kind::wire).collect(Collectors.joining(", "));

    private PromisesJson() {}

    /// Reads `"commitments": [{"kind": "next_update", "by": "14:30"}, {"kind": "other", "what": "…", "by": …}]`.
    /// What is wrong is said in `fields`.
    ///
    /// @param page by whose clock times are read
    static List<Promise> read(Commitments commitments, Map<String, @Nullable Object> body, Fields fields, String page) {
        var promises = new ArrayList<Promise>();
        Object listed = body.get("commitments");
        if (listed != null && !(listed instanceof List<?>)) {
            fields.error("'commitments' must be a list of objects with `kind` and `by`");
        }
        if (listed instanceof List<?> list) {
            for (Object one : list.subList(0, Math.min(list.size(), Commitments.AT_ONCE + 1))) {
                if (one instanceof Map<?, ?> map) {
                    one(commitments, object(map), fields, page).ifPresent(promises::add);
                } else {
                    fields.error("'commitments' must be a list of objects with `kind` and `by`");
                }
            }
        }
        return promises;
    }

    private static Map<String, @Nullable Object> object(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    private static Optional<Promise> one(
            Commitments commitments, Map<String, @Nullable Object> object, Fields errors, String page) {
        var fields = new Fields(object);
        String word = fields.required("kind", 30);
        String by = fields.required("by", PromisedTime.LONGEST_TEXT + 1);
        String what = fields.optional("what", Promise.LONGEST_WHAT + 1).orElse("");
        Optional<Kind> kind = Kind.of(word);
        if (!word.isEmpty() && kind.isEmpty()) {
            fields.error("'kind' is `" + word + "`; use " + KINDS);
        }
        Optional<Instant> due = Optional.empty();
        if (!by.isEmpty()) {
            switch (commitments.read(by, page)) {
                case PromisedTime.At(Instant at) -> due = Optional.of(at);
                case PromisedTime.Wrong(String why) -> fields.error("'by': " + why);
            }
        }
        fields.errors().forEach(error -> errors.error("'commitments': " + error));
        return fields.errors().isEmpty()
                ? Optional.of(new Promise(kind.orElseThrow(), what, due.orElseThrow()))
                : Optional.empty();
    }

    /// @param incident its number
    static Map<String, @Nullable Object> json(Commitment commitment, long incident, Instant now) {
        record End(@Nullable String at, @Nullable String why) {}
        End end = switch (commitment.state()) {
            case Commitment.State.Open _ -> new End(null, null);
            case Commitment.State.Kept(Instant at) -> new End(at.toString(), null);
            case Commitment.State.Missed(Instant at, String why) -> new End(at.toString(), why.isEmpty() ? null : why);
            case Commitment.State.Dropped(Instant at, String why) -> new End(at.toString(), why);
        };
        return Json.object(
                "id", commitment.id().toString(),
                "incident", incident,
                "page", commitment.page().isEmpty() ? null : commitment.page(),
                "kind", commitment.kind().wire(),
                "what", commitment.words(),
                "made_at", commitment.madeAt().toString(),
                "made_by", commitment.madeBy(),
                "due_at", commitment.dueAt().toString(),
                "state", commitment.state().wire(),
                "overdue", commitment.overdue(now),
                "ended_at", end.at(),
                "why", end.why());
    }

    static Map<String, @Nullable Object> json(PromiseFinder.Offer offer) {
        return Json.object(
                "kind", offer.kind().wire(),
                "by", offer.when(),
                "due_at", offer.dueAt().toString(),
                "words", offer.words());
    }
}
