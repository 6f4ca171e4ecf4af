package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.learn.history.HistoryText;
import dev.candor.learn.history.ImportReport;
import dev.candor.learn.history.ImportedHistory;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Import of past incidents from texts: `POST /api/history/import` with `{"page", "files": {name: text}}`.
final class HistoryApi {
    private static final int BODY = 12 << 20;

    private final Candor candor;

    HistoryApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        return List.of(Route.of(
                "POST",
                "/api/history/import",
                Access.permitted(Resource.HISTORY, Action.WRITE),
                BODY,
                this::importTexts));
    }

    private Answer importTexts(Call call) {
        var body = call.jsonAsSent();
        if (!(body.get("page") instanceof String page) || !(body.get("files") instanceof Map<?, ?> files)) {
            return Answer.badRequest("expected {\"page\": slug, \"files\": {name: text}}");
        }
        if (candor.catalogs().current().pageWithSlug(page).isEmpty()) {
            return Answer.notFound("There is no page `" + page + "`.");
        }
        var histories = new ArrayList<ImportedHistory>();
        files.forEach((name, text) -> histories.add(HistoryText.read(String.valueOf(name), String.valueOf(text))));
        int added = candor.learn().importInto(page, histories);
        return Answer.json(
                Json.object("added", added, "report", ImportReport.of(histories).totals()));
    }
}
