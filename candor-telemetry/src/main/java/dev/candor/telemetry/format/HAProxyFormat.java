package dev.candor.telemetry.format;

import dev.candor.telemetry.line.Scan;

/// HAProxy's `option httplog`:
/// `client:port [time] frontend backend/server TR/Tw/Tc/Tr/Ta status bytes cc cs tsc a/f/b/s/r s/b {captures}
/// "request"`.
/// Timers are milliseconds and -1 when a phase was not reached. Lines are cut at 1024 bytes by default:
/// everything
/// behind the status may be missing. Times have no zone.
final class HAProxyFormat implements LineFormat {
    private final Bindings bindings;
    private final Times times;

    HAProxyFormat(Bindings bindings, Times times) {
        this.bindings = bindings;
        this.times = times;
    }

    @Override
    public String name() {
        return "HAProxy HTTP";
    }

    @Override
    public Parsed parse(byte[] b, int from, int to, boolean cut, Hit hit) {
        hit.reset();
        int client = Scan.find(b, from, Math.min(to, from + 128), ' ');
        if (client - from < 3 || client + 26 > to || b[client + 1] != '[') {
            return Parsed.UNKNOWN_FORMAT;
        }
        int close = Scan.find(b, client, Math.min(to, client + 40), ']');
        if (close + 2 >= to || b[close] != ']' || b[close + 1] != ' ') {
            return Parsed.UNKNOWN_FORMAT;
        }
        int port = client - 1;
        while (port > from && b[port] != ':') {
            port--;
        }
        hit.slice(Field.CLIENT, b, from, port == from ? client : port);
        long time = times.clf(b, client + 2, close);
        if (time == Hit.NO_TIME) {
            return Parsed.BAD_TIME;
        }
        hit.time(time);
        int backend = Scan.find(b, close + 2, to, ' ') + 1;
        int timers = Scan.find(b, backend, to, ' ') + 1;
        int status = Scan.find(b, timers, to, ' ') + 1;
        if (status >= to) {
            return Parsed.NO_STATUS;
        }
        if (!timers(b, timers, status - 1, hit)) {
            return Parsed.NOT_A_REQUEST; // a message about a server, or a TCP log with three timers
        }
        int size = Scan.find(b, status, to, ' ') + 1;
        if (size > to && cut && to - status < 3 || !status(b, status, Math.min(to, size - 1), hit)) {
            return Parsed.NO_STATUS;
        }
        server(b, backend, timers - 1, hit);
        if (cut) {
            hit.markCut();
        }
        rest(b, size, to, hit);
        bindings.finish(hit);
        return Parsed.HIT;
    }

    private static boolean status(byte[] b, int from, int to, Hit hit) {
        if (Scan.is(b, from, to, "-1")) {
            return true; // nothing was sent to the client
        }
        long status = Scan.digits(b, from, to);
        hit.status((int) Math.clamp(status, 0L, 1000L));
        return status >= 100 && status <= 999;
    }

    /// Five numbers between slashes; the last one (perhaps with `+`) is the whole request.
    private static boolean timers(byte[] b, int from, int to, Hit hit) {
        int last = from;
        int slashes = 0;
        for (int i = from; i < to; i++) {
            if (b[i] == '/') {
                slashes++;
                last = i + 1;
            } else if ((b[i] < '0' || b[i] > '9') && b[i] != '-' && b[i] != '+') {
                return false;
            }
        }
        if (slashes != 4) {
            return false;
        }
        Values.latency(hit, b, last < to && b[last] == '+' ? last + 1 : last, to, 3);
        return true;
    }

    private static void server(byte[] b, int from, int to, Hit hit) {
        int slash = Scan.find(b, from, to, '/');
        hit.slice(Field.BACKEND, b, from, slash);
        if (slash + 1 < to) {
            if (b[slash + 1] == '<') {
                hit.markBalancerMade(); // <NOSRV>: no server was asked; <STATS>, <lua...>
            } else {
                hit.slice(Field.UPSTREAM, b, slash + 1, to);
            }
        }
    }

    /// Behind the status: bytes, two cookies, termination state, connections, queues, captures, request.
    private void rest(byte[] b, int from, int to, Hit hit) {
        int at = from;
        for (int field = 0; field < 6; field++) {
            if (at >= to) {
                hit.markCut();
                return;
            }
            int end = Scan.find(b, at, to, ' ');
            if (field == 0) {
                hit.sent(Scan.digits(b, at, end));
            } else if (field == 3 && end > at && b[at] != '-') {
                hit.markBalancerMade();
            }
            at = end + 1;
        }
        int capture = 0;
        while (at < to && b[at] == '{') {
            int end = closing(b, at + 1, to);
            capture = captures(b, at + 1, end, capture, hit);
            at = Math.min(to, end + 2);
        }
        if (at >= to || b[at] != '"') {
            hit.markCut();
            return;
        }
        int end = to > at + 1 && b[to - 1] == '"' ? to - 1 : to;
        if (end == to) {
            hit.markCut();
        }
        Values.request(hit, b, at + 1, end);
    }

    /// The brace before ` {` or ` "`: captured texts may contain braces themselves.
    private static int closing(byte[] b, int from, int to) {
        int at = Scan.find(b, from, to, '}');
        while (at < to) {
            if (at + 2 < to && b[at + 1] == ' ' && (b[at + 2] == '"' || b[at + 2] == '{')) {
                return at;
            }
            at = Scan.find(b, at + 1, to, '}');
        }
        return to;
    }

    private int captures(byte[] b, int from, int to, int first, Hit hit) {
        int number = first;
        int at = from;
        while (at <= to && number < Bindings.CAPTURES) {
            int end = Scan.find(b, at, to, '|');
            for (Field field : bindings.captures(number)) {
                if (end > at) {
                    hit.slice(field, b, at, end);
                }
            }
            if (bindings.hostFromCapture() && !hit.has(Field.HOST) && looksLikeHost(b, at, end)) {
                hit.slice(Field.HOST, b, at, end);
            }
            number++;
            at = end + 1;
        }
        return number;
    }

    /// `shop.example`, `shop.example:8443`: letters, digits, dots, dashes, a dot in the middle, no blank.
    private static boolean looksLikeHost(byte[] b, int from, int to) {
        boolean dot = false;
        boolean letter = false;
        for (int i = from; i < to; i++) {
            byte c = b[i];
            boolean alphabetic = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!alphabetic && (c < '0' || c > '9') && c != '.' && c != '-' && c != ':') {
                return false;
            }
            letter |= alphabetic;
            dot |= c == '.' && i > from;
        }
        return dot && letter;
    }
}
