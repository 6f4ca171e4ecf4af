package dev.candor.probe.http;

import dev.candor.probe.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/// Status line and headers of an answer (RFC 9112, sections 4 and 5), 32 KiB at most. A bare line feed ends a line
/// too;
/// whatever else is broken is refused rather than guessed at.
/// @param minor 0 for HTTP/1.0, 1 for HTTP/1.1
record ResponseHead(int minor, int status, Headers headers) {
    private static final int MOST_BYTES = 32 << 10;
    private static final int MOST_HEADERS = 300;

    /// Reads up to and including the empty line. `first` runs when the first byte is there.
    static ResponseHead read(Connection from, Runnable first) throws ExchangeFailure {
        int scanned = 0;
        boolean begun = from.available() > 0;
        if (begun) {
            first.run();
        }
        while (true) {
            int end = endOfHead(from, scanned);
            if (end >= 0) {
                if (end - from.position > MOST_BYTES) {
                    throw ExchangeFailure.of(Reason.TOO_LARGE, "the headers are longer than 32 KiB");
                }
                ResponseHead head = parse(from.buffer, from.position, end);
                from.position = end;
                return head;
            }
            checkBeginning(from);
            if (from.available() > MOST_BYTES) {
                throw ExchangeFailure.of(Reason.TOO_LARGE, "the headers are longer than 32 KiB");
            }
            scanned = Math.max(0, from.available() - 3);
            if (!from.receive()) {
                throw from.available() == 0
                        ? ExchangeFailure.of(Reason.RESET, "the connection was closed without an answer")
                        : ExchangeFailure.of(
                                Reason.BAD_RESPONSE, "the connection was closed in the middle of the headers");
            }
            if (!begun) {
                begun = true;
                first.run();
            }
        }
    }

    /// The index behind the empty line, or -1.
    private static int endOfHead(Connection from, int scanned) {
        byte[] b = from.buffer;
        for (int i = from.position + scanned; i < from.limit; i++) {
            if (b[i] == '\n') {
                if (i + 1 < from.limit && b[i + 1] == '\n') {
                    return i + 2;
                }
                if (i + 2 < from.limit && b[i + 1] == '\r' && b[i + 2] == '\n') {
                    return i + 3;
                }
            }
        }
        return -1;
    }

    /// What cannot become HTTP any more is not waited for.
    private static void checkBeginning(Connection from) throws ExchangeFailure {
        for (int i = 0; i < Math.min(5, from.available()); i++) {
            if (from.buffer[from.position + i] != "HTTP/".charAt(i)) {
                throw notHttp(from.buffer, from.position, from.limit);
            }
        }
    }

    private static ExchangeFailure notHttp(byte[] b, int from, int to) {
        var seen = new StringBuilder("what came is not HTTP/1: '");
        for (int i = from; i < Math.min(to, from + 40); i++) {
            seen.append(b[i] >= ' ' && b[i] <= '~' ? (char) b[i] : '?');
        }
        return ExchangeFailure.of(Reason.BAD_RESPONSE, seen.append('\'').toString());
    }

    private static ResponseHead parse(byte[] b, int start, int end) throws ExchangeFailure {
        int lineEnd = lineEnd(b, start);
        // "HTTP/1.1 200" and then nothing, or a blank and any text
        boolean shaped = lineEnd - start >= 12
                && startsWithHttp1(b, start)
                && b[start + 8] == ' '
                && isDigit(b[start + 9])
                && isDigit(b[start + 10])
                && isDigit(b[start + 11])
                && (lineEnd - start == 12 || b[start + 12] == ' ');
        if (!shaped) {
            throw notHttp(b, start, lineEnd);
        }
        int minor = b[start + 7] - '0';
        int status = (b[start + 9] - '0') * 100 + (b[start + 10] - '0') * 10 + b[start + 11] - '0';
        if (status < 100) {
            throw ExchangeFailure.of(Reason.BAD_RESPONSE, "the status " + status + " does not exist");
        }
        var namesAndValues = new ArrayList<String>(24);
        int at = next(b, lineEnd);
        while (at < end) {
            lineEnd = lineEnd(b, at);
            if (lineEnd == at) {
                break;
            }
            header(b, at, lineEnd, namesAndValues);
            at = next(b, lineEnd);
        }
        return new ResponseHead(minor, status, new Headers(namesAndValues));
    }

    private static boolean startsWithHttp1(byte[] b, int at) {
        for (int i = 0; i < 7; i++) {
            if (b[at + i] != "HTTP/1.".charAt(i)) {
                return false;
            }
        }
        return b[at + 7] == '0' || b[at + 7] == '1';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static void header(byte[] b, int from, int to, ArrayList<String> into) throws ExchangeFailure {
        if (into.size() >= 2 * MOST_HEADERS) {
            throw ExchangeFailure.of(Reason.TOO_LARGE, "there are more than " + MOST_HEADERS + " headers");
        }
        int colon = from;
        while (colon < to && b[colon] != ':') {
            if (!Header.isTokenChar(b[colon])) {
                throw ExchangeFailure.of(Reason.BAD_RESPONSE, "a header name contains what no name may contain");
            }
            colon++;
        }
        if (colon == to || colon == from) {
            throw ExchangeFailure.of(Reason.BAD_RESPONSE, "a header line has no name or no colon");
        }
        int start = colon + 1;
        int stop = to;
        while (start < stop && (b[start] == ' ' || b[start] == '\t')) {
            start++;
        }
        while (stop > start && (b[stop - 1] == ' ' || b[stop - 1] == '\t')) {
            stop--;
        }
        for (int i = start; i < stop; i++) {
            if (b[i] == 0 || b[i] == '\r') {
                throw ExchangeFailure.of(Reason.BAD_RESPONSE, "a header value contains a control character");
            }
        }
        into.add(new String(b, from, colon - from, StandardCharsets.ISO_8859_1));
        into.add(new String(b, start, stop - start, StandardCharsets.ISO_8859_1));
    }

    /// The index of the line's end, before its CR LF or LF.
    private static int lineEnd(byte[] b, int from) {
        int i = from;
        while (b[i] != '\n') {
            i++;
        }
        return i > from && b[i - 1] == '\r' ? i - 1 : i;
    }

    private static int next(byte[] b, int lineEnd) {
        return b[lineEnd] == '\r' ? lineEnd + 2 : lineEnd + 1;
    }
}
