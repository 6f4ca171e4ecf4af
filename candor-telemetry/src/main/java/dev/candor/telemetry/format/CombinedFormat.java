package dev.candor.telemetry.format;

import dev.candor.telemetry.line.Scan;

/// nginx's and Apache's `combined`, also `common` (no referrer), `vhost_combined` (a host in front), and with a
/// tail:
/// `rt=0.012 urt=0.010 upstream=10.0.0.3:80`, a bare request time (`0.012` seconds, `12034` Apache's
/// microseconds,
/// `12ms`), quoted X-Forwarded-For, Traefik's `12 "router" "http://server" 3ms`.
final class CombinedFormat implements LineFormat {
    /// From `[` to `]` around `22/Nov/2026:01:02:36 +0100`.
    private static final int CLF_TIME = 27;

    private final NameTable names;
    private final Bindings bindings;
    private final Times times;

    CombinedFormat(Bindings bindings, Times times) {
        this.bindings = bindings;
        this.times = times;
        names = NameTable.of(bindings.keys());
    }

    @Override
    public String name() {
        return "nginx/Apache combined";
    }

    @Override
    public Parsed parse(byte[] b, int from, int to, boolean cut, Hit hit) {
        hit.reset();
        int open = Scan.find(b, from, Math.min(to, from + 2048), '[');
        if (open - from < 6 || open >= to || b[open] != '[' || b[open - 1] != ' ') {
            return Parsed.UNKNOWN_FORMAT;
        }
        int close = open + CLF_TIME < to && b[open + CLF_TIME] == ']'
                ? open + CLF_TIME
                : Scan.find(b, open, Math.min(to, open + 40), ']');
        if (close + 3 >= to || b[close] != ']' || b[close + 1] != ' ' || b[close + 2] != '"') {
            return cut ? Parsed.NO_STATUS : Parsed.UNKNOWN_FORMAT;
        }
        if (!front(b, from, open, hit)) {
            return Parsed.UNKNOWN_FORMAT;
        }
        long time = times.clf(b, open + 1, close);
        if (time == Hit.NO_TIME) {
            return Parsed.BAD_TIME;
        }
        hit.time(time);
        int end = Quoted.end(b, close + 3, to);
        if (end + 5 > to || b[end + 1] != ' ') {
            return Parsed.NO_STATUS;
        }
        Values.request(hit, b, close + 3, end);
        int status = status(b, end + 2, to);
        if (status < 0) {
            return Parsed.NO_STATUS;
        }
        hit.status(status);
        if (cut) {
            hit.markCut();
        }
        int at = end + 5;
        if (at < to && b[at] == ' ') {
            int size = at + 1;
            at = token(b, size, to);
            hit.sent(Scan.digits(b, size, at));
        }
        tail(b, at, to, hit);
        bindings.finish(hit);
        return Parsed.HIT;
    }

    /// Exactly three digits, then a blank or the end.
    private static int status(byte[] b, int at, int to) {
        if (at + 3 < to && b[at + 3] != ' ') {
            return -1;
        }
        int first = b[at] - '0';
        int second = b[at + 1] - '0';
        int third = b[at + 2] - '0';
        boolean digits = first >= 0 && first <= 9 && second >= 0 && second <= 9 && third >= 0 && third <= 9;
        return digits ? first * 100 + second * 10 + third : -1;
    }

    /// `client identity user`, or `host client identity user`; users may contain blanks.
    private static boolean front(byte[] b, int from, int open, Hit hit) {
        int first = Scan.find(b, from, open, ' ');
        if (open == first + 5 && b[first + 1] == '-' && b[first + 2] == ' ') { // client - - [
            hit.slice(Field.CLIENT, b, from, first);
            return true;
        }
        int second = Scan.find(b, first + 1, open, ' ');
        if (second >= open - 1) {
            return false;
        }
        int third = Scan.find(b, second + 1, open, ' ');
        boolean hostInFront = third < open - 1
                && b[second + 1] == '-'
                && third == second + 2
                && !(second == first + 2 && b[first + 1] == '-');
        if (hostInFront) {
            int colon = Scan.find(b, from, first, ':');
            hit.slice(Field.HOST, b, from, colon);
            Values.client(hit, b, first + 1, second);
        } else {
            hit.slice(Field.CLIENT, b, from, first);
        }
        return true;
    }

    private static int token(byte[] b, int from, int to) {
        int at = from;
        while (at < to && b[at] != ' ') {
            at++; // tokens here are short
        }
        return at;
    }

    private void tail(byte[] b, int from, int to, Hit hit) {
        int at = from;
        int quoted = 0;
        int previousFrom = 0;
        int previousTo = 0;
        int lastFrom = 0;
        int lastTo = 0;
        while (at + 1 < to) {
            at++; // the blank between
            if (b[at] == '"') {
                int end = Quoted.end(b, at + 1, to);
                if (end == to) {
                    hit.markCut();
                }
                quoted++;
                previousFrom = lastFrom;
                previousTo = lastTo;
                lastFrom = at + 1;
                lastTo = end;
                if (quoted == 2) {
                    hit.slice(Field.AGENT, b, at + 1, end);
                }
                at = Math.min(to, end + 1);
                continue;
            }
            int equals = at;
            while (equals < to && b[equals] != '=' && b[equals] != ' ') {
                equals++;
            }
            int end = equals < to && b[equals] == '=' ? token(b, equals, to) : equals;
            if (equals < end) {
                at = named(b, at, equals, end, to, hit);
            } else {
                bare(b, at, end, hit);
                if (end - at > 2 && quoted >= 4 && b[end - 1] == 's' && b[end - 2] == 'm') {
                    Values.put(hit, Meaning.ROUTE, b, previousFrom, previousTo, times);
                    Values.put(hit, Meaning.UPSTREAM, b, lastFrom, lastTo, times);
                }
                at = end;
            }
        }
    }

    /// `key=value`, `key="value"`, and nginx's unquoted lists: `urt=0.001, 0.002`.
    private int named(byte[] b, int from, int equals, int tokenEnd, int to, Hit hit) {
        int start = equals + 1;
        int end = tokenEnd;
        int next = tokenEnd;
        if (start < to && b[start] == '"') {
            start++;
            end = Quoted.end(b, start, to);
            next = Math.min(to, end + 1);
        } else {
            while (end < to && (b[end - 1] == ',' || Scan.startsWith(b, end, to, " : "))) {
                end = token(b, b[end - 1] == ',' ? end + 1 : end + 3, to);
            }
            next = end;
        }
        var entry = names.find(b, from, equals);
        if (entry != null) {
            Values.put(hit, entry.meaning(), b, start, end, times);
        }
        return next;
    }

    /// A number alone: seconds when it has a point, microseconds (Apache's `%D`) when it has none.
    private static void bare(byte[] b, int from, int end, Hit hit) {
        if (end - from > 2 && b[end - 1] == 's' && b[end - 2] == 'm') {
            Values.latency(hit, b, from, end - 2, 3);
        } else if (hit.latencyMicros() < 0 && b[from] >= '0' && b[from] <= '9') {
            boolean seconds = Scan.find(b, from, end, '.') < end;
            Values.latency(hit, b, from, end, seconds ? 6 : 0);
        }
    }
}
