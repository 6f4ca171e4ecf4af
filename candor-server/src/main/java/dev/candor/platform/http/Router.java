package dev.candor.platform.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The one table of all routes: finds the route for a method and path. A fixed segment wins over `{value}`, that over
/// `{rest...}`.
public final class Router {
    /// @param values the path's values, still as sent but percent-decoded
    public record Match(Route route, Map<String, String> values) {}

    private static final class Node {
        final Map<String, Node> fixed = new HashMap<>();
        final Map<String, Route> routes = new LinkedHashMap<>();
        final Map<String, Route> restRoutes = new LinkedHashMap<>();
        Optional<Node> any = Optional.empty();
    }

    private final Node root = new Node();
    private final List<Route> all = new ArrayList<>();

    /// @throws IllegalArgumentException when two routes have the same method and shape
    public Router(List<Route> routes) {
        routes.forEach(this::add);
    }

    private void add(Route route) {
        Node node = root;
        boolean rest = false;
        for (String segment : segments(route.path())) {
            if (segment.endsWith("...}")) {
                rest = true;
            } else if (segment.startsWith("{")) {
                if (node.any.isEmpty()) {
                    node.any = Optional.of(new Node());
                }
                node = node.any.orElseThrow();
            } else {
                node = node.fixed.computeIfAbsent(segment, _ -> new Node());
            }
        }
        if ((rest ? node.restRoutes : node.routes).put(route.method(), route) != null) {
            throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
        }
        all.add(route);
    }

    public List<Route> routes() {
        return List.copyOf(all);
    }

    /// HEAD is answered by GET's route.
    public Optional<Match> find(String method, List<String> path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        return find(root, path, 0, asked).map(route -> new Match(route, values(route, path)));
    }

    /// The methods `path` knows, for `Allow`; empty when nothing is there.
    public List<String> allowed(List<String> path) {
        var methods = new TreeSet<String>();
        all.stream()
                .map(Route::method)
                .distinct()
                .filter(method -> find(root, path, 0, method).isPresent())
                .forEach(methods::add);
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return List.copyOf(methods);
    }

    private static Optional<Route> find(Node node, List<String> path, int at, String method) {
        if (at == path.size()) {
            return Optional.ofNullable(node.routes.get(method));
        }
        Node fixed = node.fixed.get(path.get(at));
        Optional<Route> found = fixed == null ? Optional.empty() : find(fixed, path, at + 1, method);
        if (found.isEmpty() && node.any.isPresent() && !path.get(at).isEmpty()) {
            found = find(node.any.orElseThrow(), path, at + 1, method);
        }
        return found.isPresent() ? found : Optional.ofNullable(node.restRoutes.get(method));
    }

    private static Map<String, String> values(Route route, List<String> path) {
        var values = new HashMap<String, String>();
        List<String> pattern = segments(route.path());
        for (int i = 0; i < pattern.size(); i++) {
            String segment = pattern.get(i);
            if (segment.endsWith("...}")) {
                values.put(segment.substring(1, segment.length() - 4), String.join("/", path.subList(i, path.size())));
            } else if (segment.startsWith("{")) {
                values.put(segment.substring(1, segment.length() - 1), path.get(i));
            }
        }
        return values;
    }

    /// `/a/b/` gives `[a, b]`: a trailing slash means nothing.
    static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        for (String segment : path.split("/", -1)) {
            segments.add(segment);
        }
        segments.removeFirst();
        if (!segments.isEmpty() && segments.getLast().isEmpty()) {
            segments.removeLast();
        }
        return segments;
    }
}
