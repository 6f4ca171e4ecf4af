package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Lists in pieces: `limit` (1 to 200, usually 50) and `cursor`, the `next` of the piece before.
final class Paged {
    private static final String UNKNOWN_CURSOR = "cursor: pass the `next` of the page before";

    private Paged() {}

    /// A query parameter that takes one of a few words, or nothing.
    static String oneOf(Call call, String name, List<String> words) {
        String word = call.query(name, "");
        if (!word.isEmpty() && !words.contains(word)) {
            throw new RefusedException(
                    Answer.badRequest("'" + name + "' is `" + word + "`; use " + String.join(", ", words)));
        }
        return word;
    }

    static int limit(Call call) {
        String text = call.query("limit", "50");
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 200) {
            throw new RefusedException(Answer.badRequest("limit: a number from 1 to 200, was `" + text + "`"));
        }
        return Integer.parseInt(text);
    }

    static long numberCursor(Call call) {
        Optional<String> cursor = call.query("cursor");
        return cursor.isEmpty()
                ? Long.MAX_VALUE
                : Call.number(cursor.get()).orElseThrow(() -> new RefusedException(Answer.badRequest(UNKNOWN_CURSOR)));
    }

    /// For a list that has no second piece.
    static void noCursor(Call call) {
        if (call.query("cursor").isPresent()) {
            throw new RefusedException(Answer.badRequest(UNKNOWN_CURSOR));
        }
    }

    static Optional<UUID> idCursor(Call call) {
        return call.query("cursor").map(text -> {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException notAnId) {
                throw new RefusedException(Answer.badRequest(UNKNOWN_CURSOR));
            }
        });
    }

    static UUID id(String text, String what) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw new RefusedException(Answer.notFound(what + ": `" + text + "` is no id of ours."));
        }
    }

    static <T> Answer answer(List<T> items, int limit, Function<T, Object> json, Function<T, Object> cursor) {
        String next = items.size() == limit ? String.valueOf(cursor.apply(items.getLast())) : null;
        return Answer.json(Json.object("items", items.stream().map(json).toList(), "next", next));
    }
}
