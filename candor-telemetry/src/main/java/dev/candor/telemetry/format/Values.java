package dev.candor.telemetry.format;

import dev.candor.telemetry.line.Scan;

/// Puts one value with a known meaning into a hit. `-` and nothing mean "not given".
final class Values {
    private static final long[] TENS = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000};
    private static final long LONGEST_MICROS = 30L * 24 * 3600 * 1_000_000;

    private Values() {}

    static void put(Hit hit, Meaning meaning, byte[] bytes, int from, int to, Times times) {
        if (from >= to || to - from == 1 && bytes[from] == '-') {
            return;
        }
        switch (meaning) {
            case TIME -> hit.time(times.any(bytes, from, to));
            case STATUS -> status(hit, bytes, from, to);
            case UPSTREAM_STATUS ->
                hit.upstreamStatus((int) Math.max(0, Scan.digits(bytes, lastOf(bytes, from, to), to)));
            case LATENCY_SECONDS -> latency(hit, bytes, from, to, 6);
            case LATENCY_MILLIS -> latency(hit, bytes, from, to, 3);
            case LATENCY_MICROS -> latency(hit, bytes, from, to, 0);
            case UPSTREAM_LATENCY_SECONDS -> {
                if (hit.latencyMicros() < 0) {
                    latency(hit, bytes, lastOf(bytes, from, to), to, 6);
                }
            }
            case BYTES -> hit.sent(Scan.digits(bytes, from, to));
            case REQUEST -> request(hit, bytes, from, to);
            case CLIENT -> client(hit, bytes, from, to);
            case UPSTREAM -> hit.slice(Field.UPSTREAM, bytes, lastOf(bytes, from, to), to);
            case METHOD -> hit.slice(Field.METHOD, bytes, from, to);
            case PATH -> hit.slice(Field.PATH, bytes, from, to);
            case HOST -> hit.slice(Field.HOST, bytes, from, to);
            case CUSTOMER -> hit.slice(Field.CUSTOMER, bytes, from, to);
            case REGION -> hit.slice(Field.REGION, bytes, from, to);
            case AGENT -> hit.slice(Field.AGENT, bytes, from, to);
            case ROUTE -> hit.slice(Field.ROUTE, bytes, from, to);
            case IGNORED -> {}
        }
    }

    /// Three digits; floats as some encoders write them (`200.0`) are taken by their whole part.
    private static void status(Hit hit, byte[] bytes, int from, int to) {
        int end = Scan.find(bytes, from, to, '.');
        hit.status((int) Math.clamp(Scan.digits(bytes, from, end), 0L, 1000L));
    }

    /// Decimal number shifted by `shift` places into microseconds; a minus sign or anything odd is "not given".
    static void latency(Hit hit, byte[] bytes, int from, int to, int shift) {
        long micros = decimal(bytes, from, to, shift);
        if (micros >= 0 && micros <= LONGEST_MICROS) {
            hit.latency(micros);
        }
    }

    /// `12.034` with shift 3 is 12034; -1 when it is no such number. Exponents as in `2.3786e-05` are
    /// understood.
    static long decimal(byte[] bytes, int from, int to, int shift) {
        long value = 0;
        int places = shift;
        boolean behind = false;
        int at = from;
        for (; at < to && to - from <= 12; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                places -= behind ? 1 : 0;
            } else if (bytes[at] == '.' && !behind) {
                behind = true;
            } else {
                break;
            }
        }
        boolean plain = at == to && to > from && places >= 0 && (!behind || to - from > 1);
        return plain ? value * TENS[places] : unusual(bytes, from, to, shift);
    }

    /// More digits than microseconds, exponents, and what is no number.
    private static long unusual(byte[] bytes, int from, int to, int shift) {
        int end = to;
        int places = shift;
        for (int i = from; i < to; i++) {
            if (bytes[i] == 'e' || bytes[i] == 'E') {
                boolean minus = i + 1 < to && bytes[i + 1] == '-';
                int start = minus || i + 1 < to && bytes[i + 1] == '+' ? i + 2 : i + 1;
                long exponent = Scan.digits(bytes, start, to);
                if (exponent < 0 || exponent > 30) {
                    return -1;
                }
                places += minus ? -(int) exponent : (int) exponent;
                end = i;
                break;
            }
        }
        return shifted(bytes, from, end, places);
    }

    private static long shifted(byte[] bytes, int from, int to, int places) {
        if (from >= to) {
            return -1;
        }
        long value = 0;
        int after = -1;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (bytes[i] == '.' && after < 0) {
                after = 0;
            } else if (digit >= 0 && digit <= 9) {
                if (value > Long.MAX_VALUE / 100 || after >= 15) {
                    continue; // more digits than anybody can mean
                }
                value = value * 10 + digit;
                after += after >= 0 ? 1 : 0;
            } else {
                return -1;
            }
        }
        int missing = places - Math.max(after, 0);
        for (; missing > 0 && value <= Long.MAX_VALUE / 10; missing--) {
            value *= 10;
        }
        for (; missing < 0 && value > 0; missing++) {
            value /= 10;
        }
        return missing > 0 && value > 0 ? -1 : value;
    }

    /// nginx writes `a, b` for retried servers and `a : b` across internal redirects: the last one gave the
    /// answer.
    static int lastOf(byte[] bytes, int from, int to) {
        for (int i = to - 1; i > from; i--) {
            if (bytes[i] == ' ' && (bytes[i - 1] == ',' || bytes[i - 1] == ':')) {
                return i + 1;
            }
        }
        return from;
    }

    /// `GET /path HTTP/1.1`; without protocol the rest is the path, without blank there is neither.
    static void request(Hit hit, byte[] bytes, int from, int to) {
        int space = Scan.find(bytes, from, Math.min(to, from + 24), ' ');
        if (space >= to || bytes[space] != ' ' || !isMethod(bytes, from, space)) {
            return;
        }
        hit.slice(Field.METHOD, bytes, from, space);
        int end = to;
        for (int i = to - 1; i > space && to - i <= 12; i--) {
            if (bytes[i] == ' ') {
                if (Scan.startsWith(bytes, i + 1, to, "HTTP/")) {
                    end = i;
                }
                break;
            }
        }
        hit.slice(Field.PATH, bytes, space + 1, end);
    }

    private static boolean isMethod(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if ((bytes[i] < 'A' || bytes[i] > 'Z') && bytes[i] != '-' && bytes[i] != '_') {
                return false;
            }
        }
        return to > from;
    }

    /// Without port: `10.0.0.9:5514`, `[::1]:80`; a bare IPv6 address keeps its colons. Of a list the first is
    /// meant
    /// (`X-Forwarded-For`).
    static void client(Hit hit, byte[] bytes, int from, int to) {
        int end = Scan.find(bytes, from, to, ',');
        if (bytes[from] == '[') {
            hit.slice(Field.CLIENT, bytes, from + 1, Scan.find(bytes, from, end, ']'));
            return;
        }
        int colon = Scan.find(bytes, from, end, ':');
        boolean one = colon < end && Scan.find(bytes, colon + 1, end, ':') == end;
        hit.slice(Field.CLIENT, bytes, from, one ? colon : end);
    }
}
