package dev.candor.telemetry.route;

import dev.candor.telemetry.format.Field;
import dev.candor.telemetry.format.Hit;
import dev.candor.telemetry.line.Scan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Route templates of one service: given by the log, by the operator, or learned from paths. Ids and e-mail
/// addresses
/// never become
/// part of a route, queries are dropped, and there are never more than `templates` routes. Answers 404 and 400
/// create none: what a scanner asks for does not exist. For one thread at a time.
public final class Routes {
    private static final int DEEPEST = 12;
    private static final byte[] DEEPER = "**".getBytes(StandardCharsets.US_ASCII);

    private static final int DIGIT = 1;
    private static final int NO_DIGIT = 2;
    private static final int SLASH = 4;
    private static final int END = 8;
    private static final byte[] KIND = kinds();

    private final RouteSettings settings;
    private final Segments segments;
    private final KnownRoutes known;
    private final Node root = Node.root();
    private final Node given = Node.root();
    private final Node[] walked = new Node[DEEPEST + 2];
    private int names;
    private int places;
    private boolean digits;

    /// @throws IllegalArgumentException when a pattern of the settings cannot be read
    public Routes(RouteSettings settings) {
        this.settings = settings;
        segments = new Segments(settings.ids());
        known = new KnownRoutes(settings.known());
    }

    /// The request's route; `RouteName.NONE` when the log has neither route nor path.
    public RouteName of(Hit hit) {
        if (hit.has(Field.ROUTE)) {
            return given(hit.bytes(Field.ROUTE), hit.from(Field.ROUTE), hit.to(Field.ROUTE));
        }
        if (!hit.has(Field.PATH)) {
            return RouteName.NONE;
        }
        boolean learn = hit.status() != 404 && hit.status() != 400;
        return of(hit.bytes(Field.PATH), hit.from(Field.PATH), hit.to(Field.PATH), learn);
    }

    /// How many routes there are.
    public int size() {
        return names;
    }

    /// @param learn whether a path like none before may become a route
    RouteName of(byte[] path, int from, int to, boolean learn) {
        int start = behindHost(path, from, to);
        RouteName named = known.any ? known.find(path, start, end(path, start, to)) : null;
        return named == null ? walk(path, start, to, learn) : named;
    }

    private RouteName given(byte[] bytes, int from, int to) {
        int hash = Scan.hash(bytes, from, to);
        Node node = given.child(bytes, from, to, hash);
        if (node == null) {
            if (names >= settings.templates() || to - from > 256) {
                return RouteName.OTHER;
            }
            node = given.add(bytes, from, to, hash);
            node.name(RouteName.of(node.text()));
            names++;
        }
        RouteName name = node.name();
        return name == null ? RouteName.OTHER : name;
    }

    /// `http://host/path`, as proxies write it.
    private static int behindHost(byte[] path, int from, int to) {
        if (from < to
                && path[from] != '/'
                && (Scan.startsWith(path, from, to, "http://") || Scan.startsWith(path, from, to, "https://"))) {
            return Scan.find(path, Math.min(to, from + 8), to, '/');
        }
        return from;
    }

    private static byte[] kinds() {
        var kinds = new byte[256];
        for (int b = 0; b < kinds.length; b++) {
            kinds[b] = (byte) (b >= '0' && b <= '9' ? DIGIT : NO_DIGIT);
        }
        kinds['/'] = SLASH;
        kinds['?'] = END;
        kinds['#'] = END;
        kinds[';'] = END;
        return kinds;
    }

    private static int kind(byte b) {
        return KIND[b & 0xff];
    }

    /// Where the path ends: at a query, a fragment, or parameters.
    private static int end(byte[] path, int from, int to) {
        int at = from;
        while (at < to && kind(path[at]) != END) {
            at++;
        }
        return at;
    }

    /// Where the segment ends. Segments are short: a plain loop is faster than eight bytes at a time.
    private static int segment(byte[] path, int from, int to) {
        int at = from;
        while (at < to && kind(path[at]) <= NO_DIGIT) {
            at++;
        }
        return at;
    }

    /// The same, and notes in `digits` whether there is nothing but digits.
    private int segmentOrId(byte[] path, int from, int to) {
        int seen = 0;
        int at = from;
        for (; at < to; at++) {
            int kind = kind(path[at]);
            if (kind > NO_DIGIT) {
                break;
            }
            seen |= kind;
        }
        digits = seen == DIGIT;
        return at;
    }

    private RouteName walk(byte[] path, int from, int to, boolean learn) {
        Node node = root;
        int depth = 0;
        int at = from;
        walked[0] = root;
        while (at < to && kind(path[at]) != END) {
            if (path[at] == '/') {
                at++;
                continue;
            }
            if (depth == DEEPEST) {
                Node rest = step(node, DEEPER, 0, DEEPER.length, learn);
                if (rest == null) {
                    return RouteName.OTHER;
                }
                node = rest;
                walked[++depth] = node;
                break;
            }
            int end = segmentOrId(path, at, to);
            Node ids = digits ? node.ids() : null;
            Node next = ids != null ? ids : next(node, path, at, end, learn);
            if (next == null) {
                return RouteName.OTHER;
            }
            node = next;
            walked[++depth] = node;
            at = end;
        }
        RouteName name = node.name();
        if (name == null) {
            if (!learn || names >= settings.templates()) {
                return RouteName.OTHER;
            }
            name = RouteName.of(text(depth));
            node.name(name);
            names++;
        }
        if (learn) {
            for (int i = 1; i <= depth; i++) {
                walked[i].hit();
            }
        }
        return name;
    }

    private String text(int depth) {
        var text = new StringBuilder();
        for (int i = 1; i <= depth; i++) {
            text.append('/').append(walked[i].text());
        }
        return text.isEmpty() ? "/" : text.toString();
    }

    private @Nullable Node next(Node node, byte[] path, int from, int to, boolean learn) {
        Node word = node.child(path, from, to, Scan.hash(path, from, to));
        if (word != null) {
            return word; // ids are never words, so no look at the bytes is needed
        }
        byte[] placeholder = segments.placeholder(path, from, to);
        return placeholder == null
                ? step(node, path, from, to, learn)
                : step(node, placeholder, 0, placeholder.length, learn);
    }

    private @Nullable Node step(Node node, byte[] label, int from, int to, boolean learn) {
        int hash = Scan.hash(label, from, to);
        Node child = node.child(label, from, to, hash);
        boolean placeholder = label[from] == '{';
        if (child == null && node.folded() && !placeholder) {
            child = learn ? node.starOrNew() : node.star();
        }
        if (child != null || !learn) {
            return child;
        }
        if (places >= settings.templates() * 4 + 1000) {
            return null;
        }
        places++;
        child = node.add(label, from, to, hash);
        if (node.size() > settings.fanOut()) {
            node.fold(settings.keptShare());
            names = root.names() + given.names();
            places = root.places();
            child = placeholder ? node.child(label, from, to, hash) : node.starOrNew();
        }
        return child;
    }

    /// The operator's own templates.
    private static final class KnownRoutes {
        private final Node root = Node.root();
        final boolean any;

        KnownRoutes(List<String> templates) {
            any = !templates.isEmpty();
            for (String template : templates) {
                Node node = root;
                for (String segment : template.split("/")) {
                    if (!segment.isEmpty()) {
                        boolean open = segment.startsWith("{") || segment.startsWith(":") || segment.equals("*");
                        byte[] label = segment.getBytes(StandardCharsets.UTF_8);
                        int hash = Scan.hash(label, 0, label.length);
                        Node child = open ? node.starOrNew() : node.child(label, 0, label.length, hash);
                        node = child == null ? node.add(label, 0, label.length, hash) : child;
                    }
                }
                node.name(RouteName.of(template));
            }
        }

        @Nullable
        RouteName find(byte[] path, int from, int to) {
            return find(root, path, from, to, 0);
        }

        /// Words before placeholders; when that leads nowhere, the other way.
        private static @Nullable RouteName find(Node node, byte[] path, int from, int to, int depth) {
            int at = from;
            while (at < to && path[at] == '/') {
                at++;
            }
            if (at >= to) {
                return node.name();
            }
            if (depth > DEEPEST) {
                return null;
            }
            int end = segment(path, at, to);
            Node word = node.child(path, at, end, Scan.hash(path, at, end));
            RouteName name = word == null ? null : find(word, path, end, to, depth + 1);
            Node star = name == null ? node.star() : null;
            return star == null ? name : find(star, path, end, to, depth + 1);
        }
    }
}
