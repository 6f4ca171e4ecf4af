package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.page.kit.HandWord;
import dev.candor.page.kit.KitJson;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.tell.hand.HandWords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where words arrive that were said with a kit on another machine.
final class HandWordApi {
    private static final long HIGHEST = 100_000_000_000_000_000L;
    /// How far the clock of another machine may be ahead.
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final Candor candor;

    HandWordApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        return List.of(Route.post("/api/pages/{slug}/words", Access.permitted(Resource.PAGES, Action.ACT), this::take));
    }

    private Answer take(Call call) {
        String slug = call.value("slug");
        if (candor.catalogs().current().pageWithSlug(slug).isEmpty()) {
            return Answer.notFound("There is no page " + slug + ".");
        }
        Map<String, @Nullable Object> body = call.json();
        if (!(body.get("sequence") instanceof Long sequence) || sequence < 0 || sequence > HIGHEST) {
            return Answer.badRequest("'sequence' must be a whole number from 0 to " + HIGHEST);
        }
        return switch (KitJson.read(body)) {
            case KitJson.Words.Refused(String why) -> Answer.badRequest(why);
            case KitJson.Words.Read(List<HandWord> words) ->
                early(words)
                        .map(Answer::badRequest)
                        .orElseGet(() -> taken(candor.tell()
                                .handWords()
                                .take(slug, sequence, words, call.principal().actor())));
        };
    }

    /// Nothing said later could follow a word from the future.
    private Optional<String> early(List<HandWord> words) {
        Instant latest = candor.platform().clock().instant().plus(AHEAD);
        return words.stream()
                .filter(word -> word.at().isAfter(latest))
                .findFirst()
                .map(word -> "The word " + word.code() + " is from the future: " + word.at());
    }

    private static Answer taken(HandWords.Taken taken) {
        return Answer.json(Json.object("words", taken.words(), "incidents", taken.incidents()));
    }
}
