package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.catalog.change.ChangeJson;
import dev.candor.respond.suspect.Suspects;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What may have caused an incident, as the API shows it.
final class SuspectsJson {
    private SuspectsJson() {}

    static Map<String, @Nullable Object> of(Suspects suspects) {
        return Json.object(
                "suspects",
                        suspects.suspects().stream()
                                .map(one -> Json.object(
                                        "score", one.score(),
                                        "reasons", one.reasons(),
                                        "change", ChangeJson.of(one.change())))
                                .toList(),
                "acquitted",
                        suspects.acquitted().stream()
                                .map(one -> Json.object("why", one.why(), "change", ChangeJson.of(one.change())))
                                .toList());
    }
}
