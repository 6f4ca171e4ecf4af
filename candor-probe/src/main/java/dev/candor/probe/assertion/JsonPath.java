package dev.candor.probe.assertion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A path into a JSON document: `$`, `.name`, `["name"]`, `[0]`, `[-1]` (from the end), `[*]` (all items or values)
/// and a final `.length()`. No filters, no expressions, no `..`: the work is bounded by the size of the document.
public final class JsonPath {
    private static final int MOST_STEPS = 32;
    private static final int MOST_VALUES = 10_000;
    private final List<Step> steps;

    private sealed interface Step {
        record Key(String name) implements Step {}

        record Index(int at) implements Step {}

        record All() implements Step {}

        record Length() implements Step {}
    }

    private JsonPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /// Raised for a path that is not in the form above; `at` counts characters of the path from 0.
    public static final class Wrong extends Exception {
        public final int at;

        Wrong(int at, String message) {
            super(message, null, false, false);
            this.at = at;
        }
    }

    public static JsonPath parse(String text) throws Wrong {
        if (!text.startsWith("$")) {
            throw new Wrong(0, "a JSON path begins with $");
        }
        var steps = new ArrayList<Step>();
        int at = 1;
        while (at < text.length()) {
            if (steps.size() >= MOST_STEPS) {
                throw new Wrong(at, "a JSON path may have " + MOST_STEPS + " steps at most");
            }
            if (text.startsWith(".length()", at) && at + 9 == text.length()) {
                steps.add(new Step.Length());
                at += 9;
            } else if (text.charAt(at) == '.') {
                int end = at + 1;
                while (end < text.length() && isNamePart(text.charAt(end))) {
                    end++;
                }
                if (end == at + 1) {
                    throw new Wrong(end, "expected a name after the dot");
                }
                steps.add(new Step.Key(text.substring(at + 1, end)));
                at = end;
            } else if (text.charAt(at) == '[') {
                at = bracket(text, at + 1, steps);
            } else {
                throw new Wrong(at, "expected . or [ in the JSON path");
            }
        }
        return new JsonPath(steps);
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '$' || c == '@';
    }

    private static int bracket(String text, int from, List<Step> into) throws Wrong {
        if (from >= text.length()) {
            throw new Wrong(from, "expected a number, a quoted name or * after [");
        }
        char quote = text.charAt(from);
        int end;
        if (quote == '"' || quote == '\'') {
            end = text.indexOf(quote, from + 1);
            if (end < 0) {
                throw new Wrong(from, "the quoted name does not end");
            }
            into.add(new Step.Key(text.substring(from + 1, end)));
            end++;
        } else if (quote == '*') {
            into.add(new Step.All());
            end = from + 1;
        } else {
            end = quote == '-' ? from + 1 : from;
            while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9' && end - from < 8) {
                end++;
            }
            if (end == from || end == from + 1 && quote == '-') {
                throw new Wrong(from, "expected a number, a quoted name or * after [");
            }
            into.add(new Step.Index(Integer.parseInt(text.substring(from, end))));
        }
        if (end >= text.length() || text.charAt(end) != ']') {
            throw new Wrong(end, "expected ] in the JSON path");
        }
        return end + 1;
    }

    /// What was found; `value` may be JSON's null.
    public record Found(@Nullable Object value) {}

    /// Empty when the path leads nowhere. With `[*]` a list of what was found, which may be empty.
    public Optional<Found> in(@Nullable Object document) {
        List<@Nullable Object> current = new ArrayList<>();
        current.add(document);
        boolean many = false;
        for (Step step : steps) {
            var next = new ArrayList<@Nullable Object>();
            if (step instanceof Step.Length && many) {
                next.add((long) current.size());
                many = false;
            } else {
                for (Object value : current) {
                    take(step, value, next);
                }
                many |= step instanceof Step.All;
            }
            if (next.size() > MOST_VALUES) {
                return Optional.empty();
            }
            current = next;
        }
        if (many) {
            return Optional.of(new Found(current));
        }
        return current.isEmpty() ? Optional.empty() : Optional.of(new Found(current.getFirst()));
    }

    /// Whether the path names this very place or one above it.
    ///
    /// @param place keys (String) and indexes (Integer) from the root to a value
    public boolean covers(List<Object> place) {
        if (place.size() < steps.size()) {
            return false;
        }
        for (int i = 0; i < steps.size(); i++) {
            Object at = place.get(i);
            boolean same = switch (steps.get(i)) {
                case Step.Key(String name) -> name.equals(at);
                case Step.Index(int index) -> at instanceof Integer found && found == index;
                case Step.All _ -> true;
                case Step.Length _ -> false;
            };
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static void take(Step step, @Nullable Object value, List<@Nullable Object> into) {
        switch (step) {
            case Step.Key(String name) -> {
                if (value instanceof Map<?, ?> map && map.containsKey(name)) {
                    into.add(map.get(name));
                }
            }
            case Step.Index(int at) -> {
                if (value instanceof List<?> list) {
                    int index = at < 0 ? list.size() + at : at;
                    if (index >= 0 && index < list.size()) {
                        into.add(list.get(index));
                    }
                }
            }
            case Step.All _ -> {
                if (value instanceof List<?> list) {
                    into.addAll(list);
                } else if (value instanceof Map<?, ?> map) {
                    into.addAll(map.values());
                }
            }
            case Step.Length _ -> {
                switch (value) {
                    case List<?> list -> into.add((long) list.size());
                    case Map<?, ?> map -> into.add((long) map.size());
                    case String text -> into.add((long) text.length());
                    case null, default -> {}
                }
            }
        }
    }
}
