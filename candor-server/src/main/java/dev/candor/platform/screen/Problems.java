package dev.candor.platform.screen;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.platform.http.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Problem documents as a page, for whoever asked with a browser.
public final class Problems {
    private Problems() {}

    /// @param path and `accept` of the request; everything but a browser's view of our pages gets `answer` as it is
    public static Answer forBrowser(String path, Optional<String> accept, Answer answer) {
        boolean problem = "application/problem+json".equals(answer.headers().get("Content-Type"));
        boolean browser = accept.filter(types -> types.contains("text/html")).isPresent() && !path.startsWith("/api/");
        if (!problem || !browser) {
            return answer;
        }
        try {
            Map<String, ?> body = Json.parseObject(answer.body());
            var headers = new LinkedHashMap<>(answer.headers());
            Answer page = Screens.page(
                    answer.status(),
                    "dev/candor/platform/screen/problem.jte",
                    Map.of(
                            "title",
                            String.valueOf(body.get("title")),
                            "detail",
                            String.valueOf(body.get("detail")),
                            "signedIn",
                            answer.status() != 404));
            headers.putAll(page.headers());
            return new Answer(answer.status(), headers, page.body(), null);
        } catch (JsonException notOurs) {
            return answer;
        }
    }
}
