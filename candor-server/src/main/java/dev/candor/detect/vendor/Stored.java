package dev.candor.detect.vendor;

import dev.candor.base.json.Json;
import dev.candor.detect.vendor.VendorReport.Part;
import dev.candor.detect.vendor.VendorReport.Update;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Parts of reports as JSON in rows, and back.
final class Stored {
    private static final int UPDATES = 30;

    private Stored() {}

    static Standing standing(String word) {
        for (Standing standing : Standing.values()) {
            if (standing.name().toLowerCase(Locale.ROOT).equals(word)) {
                return standing;
            }
        }
        return Standing.UNKNOWN;
    }

    static String parts(List<Part> parts) {
        return Json.write(parts.stream()
                .map(part -> Json.object("name", part.name(), "group", part.group(), "standing", part.standing()))
                .toList());
    }

    static List<Part> parts(String json) {
        return trees(json).stream()
                .map(tree -> new Part(tree.text("name"), tree.text("group"), standing(tree.text("standing"))))
                .toList();
    }

    static String updates(List<Update> updates) {
        return Json.write(updates.stream()
                .limit(UPDATES)
                .map(update -> Json.object(
                        "at",
                        update.at().toEpochMilli(),
                        "phase",
                        update.phase(),
                        "text",
                        Plain.cut(update.text(), 2000)))
                .toList());
    }

    static List<Update> updates(String json) {
        return trees(json).stream()
                .map(tree -> new Update(
                        tree.map().get("at") instanceof Number at
                                ? Instant.ofEpochMilli(at.longValue())
                                : Instant.EPOCH,
                        tree.text("phase"),
                        tree.words("text")))
                .toList();
    }

    static String names(List<String> names) {
        return Json.write((@Nullable Object) names);
    }

    static List<String> names(String json) {
        return Json.parse(json) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static List<Tree> trees(String json) {
        return new Tree(Map.of(
                        "all",
                        Optional.ofNullable(Json.parse(json.getBytes(StandardCharsets.UTF_8)))
                                .orElse(List.of())))
                .trees("all");
    }
}
