package dev.candor.probe.agree;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.probe.http.GuardedResponse.Answered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares two complete answers.
public final class Agreement {
    private Agreement() {}

    /// Where they differ; empty when they agree.
    public static List<Comparing.Difference> differences(Answered left, Answered right, Comparing comparing) {
        var found = new ArrayList<Comparing.Difference>();
        if (left.status() != right.status()) {
            found.add(
                    new Comparing.Difference("status", String.valueOf(left.status()), String.valueOf(right.status())));
        }
        for (String name : comparing.headers()) {
            Optional<String> a = left.headers().first(name);
            Optional<String> b = right.headers().first(name);
            if (!a.equals(b)) {
                found.add(new Comparing.Difference("header " + name, header(a), header(b)));
            }
        }
        if (comparing.body() != Comparing.Body.NONE) {
            found.addAll(bodies(left, right, comparing));
        }
        return found.size() > Comparing.MOST_SHOWN ? List.copyOf(found.subList(0, Comparing.MOST_SHOWN)) : found;
    }

    private static String header(Optional<String> value) {
        return value.map(Comparing::shown).orElse("does not send it");
    }

    /// A JSON value, or why it is none.
    private record Document(@Nullable Object value, Optional<String> why) {
        static Document of(Answered answer) {
            try {
                return new Document(Json.parse(answer.body()), Optional.empty());
            } catch (JsonException broken) {
                return new Document(null, Optional.of("is no JSON (" + broken.getMessage() + ")"));
            }
        }
    }

    private static List<Comparing.Difference> bodies(Answered left, Answered right, Comparing comparing) {
        if (!isWhole(left) || !isWhole(right)) {
            return List.of(new Comparing.Difference("body", size(left), size(right)));
        }
        if (comparing.body() == Comparing.Body.TEXT) {
            return texts(left.text(), right.text());
        }
        Document a = Document.of(left);
        Document b = Document.of(right);
        if (a.why().isEmpty() && b.why().isEmpty()) {
            return JsonDiff.of(a.value(), b.value(), comparing);
        }
        return comparing.body() == Comparing.Body.JSON
                        || a.why().isEmpty()
                        || b.why().isEmpty()
                ? List.of(new Comparing.Difference(
                        "body", a.why().orElse("is JSON"), b.why().orElse("is JSON")))
                : texts(left.text(), right.text());
    }

    private static boolean isWhole(Answered answer) {
        return answer.bodyComplete() && answer.bodyReadable();
    }

    private static String size(Answered answer) {
        return isWhole(answer) ? answer.body().length + " bytes" : "is too long, or cannot be read, to compare";
    }

    private static List<Comparing.Difference> texts(String left, String right) {
        if (left.equals(right)) {
            return List.of();
        }
        List<String> a = left.lines().toList();
        List<String> b = right.lines().toList();
        int line = 0;
        while (line < a.size() && line < b.size() && a.get(line).equals(b.get(line))) {
            line++;
        }
        return List.of(new Comparing.Difference("line " + (line + 1), quoted(a, line), quoted(b, line)));
    }

    private static String quoted(List<String> lines, int line) {
        return line < lines.size() ? "\"" + Comparing.shown(lines.get(line)) + "\"" : "has ended";
    }
}
