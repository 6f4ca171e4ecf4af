package dev.candor.telemetry.syslog;

import dev.candor.telemetry.line.Scan;
import java.nio.charset.StandardCharsets;

/// Reads the header before a message, into itself (reused for every line). Three shapes are known: RFC 5424
/// (`<134>1 2026-11-22T01:02:34.7+00:00 host app 198 - - message`), RFC 3164 with or without host name as nginx
/// and
/// HAProxy send it (`<190>Nov 22 01:02:34 vm nginx: message`, `<134>Nov 22 01:02:34 haproxy[198]: message`),
/// and no
/// header at all. Never fails: what is not a header is message.
public final class SyslogHeader {
    /// Which shape was found.
    public enum Shape {
        RAW,
        RFC3164,
        RFC5424
    }

    private byte[] bytes = new byte[0];
    private Shape shape = Shape.RAW;
    private int facility;
    private int severity;
    private int hostFrom;
    private int hostTo;
    private int tagFrom;
    private int tagTo;
    private int message;

    /// @return where the message begins, in `[from, to]`
    public int parse(byte[] line, int from, int to) {
        bytes = line;
        shape = Shape.RAW;
        facility = -1;
        severity = -1;
        hostFrom = hostTo = tagFrom = tagTo = message = from;
        int close = from < to && line[from] == '<' ? Scan.find(line, from, Math.min(to, from + 5), '>') : to;
        long priority = close < to && line[close] == '>' ? Scan.digits(line, from + 1, close) : -1;
        if (priority < 0 || priority > 191) {
            return message;
        }
        facility = (int) priority >> 3;
        severity = (int) priority & 7;
        int at = close + 1;
        if (at + 1 < to && line[at] == '1' && line[at + 1] == ' ') {
            shape = Shape.RFC5424;
            rfc5424(at + 2, to);
        } else {
            shape = Shape.RFC3164;
            rfc3164(afterTime(at, to), to);
        }
        return message;
    }

    /// `timestamp host app procid msgid structured-data message`; `-` stands for nothing.
    private void rfc5424(int from, int to) {
        int at = from;
        for (int field = 0; field < 5; field++) {
            int end = Scan.find(bytes, at, to, ' ');
            boolean given = !Scan.is(bytes, at, end, "-");
            if (field == 1 && given) {
                hostFrom = at;
                hostTo = end;
            } else if (field == 2 && given) {
                tagFrom = at;
                tagTo = end;
            }
            at = Math.min(to, end + 1);
        }
        at = afterStructured(at, to);
        if (Scan.startsWith(bytes, at, to, " ")) {
            at++;
        }
        boolean mark = to - at >= 3
                && bytes[at] == (byte) 0xEF
                && bytes[at + 1] == (byte) 0xBB
                && bytes[at + 2] == (byte) 0xBF;
        message = mark ? at + 3 : at;
    }

    private int afterStructured(int from, int to) {
        if (from >= to || bytes[from] != '[') {
            return from < to && bytes[from] == '-' ? from + 1 : from;
        }
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (quoted && b == '\\') {
                i++;
            } else if (b == '"') {
                quoted = !quoted;
            } else if (!quoted && b == ']' && (i + 1 == to || bytes[i + 1] != '[')) {
                return i + 1;
            }
        }
        return to;
    }

    /// Behind `Nov 22 01:02:34 ` or an ISO time, if there is one.
    private int afterTime(int from, int to) {
        if (to - from >= 16
                && bytes[from + 3] == ' '
                && bytes[from + 6] == ' '
                && bytes[from + 9] == ':'
                && bytes[from + 12] == ':'
                && bytes[from + 15] == ' ') {
            return from + 16;
        }
        int end = Scan.find(bytes, from, Math.min(to, from + 40), ' ');
        boolean iso = end < to && end - from >= 19 && bytes[from + 4] == '-' && bytes[from + 10] == 'T';
        return iso ? end + 1 : from;
    }

    /// `host tag: message`, `tag: message`, or only a message.
    private void rfc3164(int from, int to) {
        int first = Scan.find(bytes, from, Math.min(to, from + 300), ' ');
        if (isTag(from, first)) {
            tag(from, first, to);
            return;
        }
        int second = Scan.find(bytes, Math.min(to, first + 1), Math.min(to, first + 100), ' ');
        if (first < to && isTag(first + 1, second)) {
            hostFrom = from;
            hostTo = first;
            tag(first + 1, second, to);
            return;
        }
        message = from;
    }

    private void tag(int from, int end, int to) {
        tagFrom = from;
        tagTo = Scan.find(bytes, from, end - 1, '[');
        message = Math.min(to, end + 1);
    }

    /// `name:` or `name[12]:`, with no second colon: an IPv6 address is no tag.
    private boolean isTag(int from, int to) {
        if (to - from < 2 || bytes[to - 1] != ':') {
            return false;
        }
        for (int i = from; i < to - 1; i++) {
            byte b = bytes[i];
            boolean fits = b >= '0' && b <= '9'
                    || b >= 'A' && b <= 'Z'
                    || b >= 'a' && b <= 'z'
                    || b == '-'
                    || b == '_'
                    || b == '.'
                    || b == '/'
                    || b == '['
                    || b == ']';
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    public Shape shape() {
        return shape;
    }

    /// 0 to 23, or -1 without header.
    public int facility() {
        return facility;
    }

    /// 0 (emergency) to 7 (debug), or -1 without header.
    public int severity() {
        return severity;
    }

    /// The sender's host name, empty when it gave none.
    public String host() {
        return new String(bytes, hostFrom, hostTo - hostFrom, StandardCharsets.UTF_8);
    }

    /// Tag or app name without process id, empty when there is none.
    public String tag() {
        return new String(bytes, tagFrom, tagTo - tagFrom, StandardCharsets.UTF_8);
    }

    public int messageFrom() {
        return message;
    }
}
