package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.page.IncidentModel;
import dev.candor.page.MaintenanceModel;
import dev.candor.page.kit.HandWord;
import dev.candor.page.kit.KitJson;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.tell.hand.HandWords;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where words arrive that were said with a kit on another machine.
final class HandWordApi {
    private static final long HIGHEST = 100_000_000_000_000_000L;

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
            case KitJson.Words.Read(List<HandWord> words) -> {
                HandWords.Brought brought = candor.tell()
                        .handWords()
                        .bring(
                                slug,
                                sequence,
                                words,
                                taken(slug),
                                call.principal().actor());
                yield switch (brought) {
                    case HandWords.Brought.Done(HandWords.Taken done) -> taken(done);
                    case HandWords.Brought.Wrong(String why) -> Answer.badRequest(why);
                    case HandWords.Brought.Clashing(String why) -> Answer.problem(409, "Not taken in", why);
                };
            }
        };
    }

    /// What the page calls its maintenances and its history from elsewhere: they are in the same folder as incidents.
    private Set<String> taken(String slug) {
        return candor.tell()
                .pages()
                .model(slug, candor.platform().clock().instant())
                .map(page -> Stream.concat(
                                page.maintenances().stream().map(MaintenanceModel::id),
                                page.incidents().stream()
                                        .filter(IncidentModel::imported)
                                        .map(IncidentModel::id))
                        .collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    private static Answer taken(HandWords.Taken taken) {
        return Answer.json(Json.object("words", taken.words(), "incidents", taken.incidents()));
    }
}
