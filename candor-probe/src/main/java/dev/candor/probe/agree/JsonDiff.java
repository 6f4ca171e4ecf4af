package dev.candor.probe.agree;

import dev.candor.base.json.Json;
import dev.candor.probe.assertion.JsonPath;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where two JSON documents differ, place by place. Numbers are compared by value (`1` equals `1.0`), keys without
/// order.
final class JsonDiff {
    private final List<JsonPath> ignored;
    private final boolean ignoreOrder;
    private final List<Comparing.Difference> found = new ArrayList<>();

    private JsonDiff(List<JsonPath> ignored, boolean ignoreOrder) {
        this.ignored = ignored;
        this.ignoreOrder = ignoreOrder;
    }

    /// At most {@link Comparing#MOST_SHOWN} differences, in the order of the left document.
    static List<Comparing.Difference> of(@Nullable Object left, @Nullable Object right, Comparing comparing) {
        var diff = new JsonDiff(comparing.paths(), comparing.ignoreOrder());
        diff.compare(left, right, new ArrayList<>());
        return List.copyOf(diff.found);
    }

    private void compare(@Nullable Object left, @Nullable Object right, List<Object> place) {
        if (found.size() >= Comparing.MOST_SHOWN || ignored.stream().anyMatch(path -> path.covers(place))) {
            return;
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            objects(a, b, place);
        } else if (left instanceof List<?> a && right instanceof List<?> b) {
            arrays(a, b, place);
        } else if (!Objects.equals(canonical(left), canonical(right))) {
            differs(place, Json.write(left), Json.write(right));
        }
    }

    private void objects(Map<?, ?> left, Map<?, ?> right, List<Object> place) {
        var keys = new LinkedHashSet<Object>(left.keySet());
        keys.addAll(right.keySet());
        for (Object key : keys) {
            place.add(key);
            if (left.containsKey(key) && right.containsKey(key)) {
                compare(left.get(key), right.get(key), place);
            } else if (ignored.stream().noneMatch(path -> path.covers(place))) {
                differs(place, only(left, key), only(right, key));
            }
            place.removeLast();
        }
    }

    private static String only(Map<?, ?> in, Object key) {
        return in.containsKey(key) ? Json.write(in.get(key)) : "is missing";
    }

    private void arrays(List<?> left, List<?> right, List<Object> place) {
        if (ignoreOrder) {
            bags(left, right, place);
            return;
        }
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            place.add(i);
            if (i < left.size() && i < right.size()) {
                compare(left.get(i), right.get(i), place);
            } else if (ignored.stream().noneMatch(path -> path.covers(place))) {
                differs(place, at(left, i), at(right, i));
            }
            place.removeLast();
        }
    }

    private static String at(List<?> in, int index) {
        return index < in.size() ? Json.write(in.get(index)) : "is missing";
    }

    /// Items that have no equal on the other side.
    private void bags(List<?> left, List<?> right, List<Object> place) {
        var unmatched = new ArrayList<Object>(right);
        for (Object item : left) {
            Object equal = unmatched.stream()
                    .filter(other -> isEqual(item, other, place))
                    .findFirst()
                    .orElse(null);
            if (equal == null || !removeIdentical(unmatched, equal)) {
                differs(place, "has " + Json.write(item), "has not");
            }
        }
        unmatched.forEach(item -> differs(place, "has not", "has " + Json.write(item)));
    }

    private boolean isEqual(@Nullable Object left, @Nullable Object right, List<Object> place) {
        var inside = new JsonDiff(ignored, true);
        var item = new ArrayList<>(place);
        item.add(0);
        inside.compare(left, right, item);
        return inside.found.isEmpty();
    }

    private static boolean removeIdentical(List<Object> from, Object what) {
        for (int i = 0; i < from.size(); i++) {
            if (from.get(i) == what) {
                from.remove(i);
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object canonical(@Nullable Object value) {
        return switch (value) {
            case Long number -> BigDecimal.valueOf(number);
            case BigInteger number -> new BigDecimal(number);
            case BigDecimal number -> number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
            case null, default -> value;
        };
    }

    private void differs(List<Object> place, String left, String right) {
        if (found.size() < Comparing.MOST_SHOWN) {
            found.add(new Comparing.Difference(path(place), Comparing.shown(left), Comparing.shown(right)));
        }
    }

    private static String path(List<Object> place) {
        var path = new StringBuilder("$");
        for (Object step : place) {
            if (step instanceof Integer index) {
                path.append('[').append(index).append(']');
            } else if (String.valueOf(step).matches("[\\p{L}\\p{N}_-]+")) {
                path.append('.').append(step);
            } else {
                path.append("[\"").append(step).append("\"]");
            }
        }
        return path.toString();
    }
}
