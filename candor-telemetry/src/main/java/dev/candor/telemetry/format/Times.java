package dev.candor.telemetry.format;

import dev.candor.telemetry.line.Scan;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;

/// Reads times. Lines come in order, so the minute read last is remembered: most lines cost a comparison and
/// two
/// digits.
final class Times {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int MINUTE = 17;

    private final ZoneId zone;
    private final byte[] lastMinute = new byte[MINUTE];
    private byte[] lastZone = new byte[0];
    private long lastMinuteMillis;
    private boolean remembered;

    Times(ZoneId zone) {
        this.zone = zone;
    }

    /// Any of the spellings of `Meaning.TIME`.
    long any(byte[] bytes, int from, int to) {
        if (to - from < 9) {
            return Hit.NO_TIME;
        }
        if (bytes[from + 2] == '/') {
            return clf(bytes, from, to);
        }
        return bytes[from + 4] == '-' ? iso(bytes, from, to) : epoch(bytes, from, to);
    }

    /// `22/Nov/2026:01:02:36`, then perhaps `.032`, then perhaps ` +0100`.
    long clf(byte[] bytes, int from, int to) {
        if (to - from < 20 || bytes[from + MINUTE] != ':') {
            return Hit.NO_TIME;
        }
        int seconds = two(bytes, from + 18);
        int at = from + 20;
        long millis = 0;
        if (at < to && bytes[at] == '.') {
            int end = at + 1;
            while (end < to && bytes[end] >= '0' && bytes[end] <= '9') {
                end++;
            }
            millis = fraction(bytes, at + 1, end);
            at = end;
        }
        if (at < to && bytes[at] == ' ') {
            at++;
        }
        if (seconds < 0) {
            return Hit.NO_TIME;
        }
        boolean same = remembered
                && Scan.eight(bytes, from) == Scan.eight(lastMinute, 0)
                && Scan.eight(bytes, from + 8) == Scan.eight(lastMinute, 8)
                && bytes[from + 16] == lastMinute[16]
                && Scan.same(bytes, at, to, lastZone);
        if (!same && !minute(bytes, from, at, to)) {
            return Hit.NO_TIME;
        }
        return lastMinuteMillis + seconds * 1000L + millis;
    }

    private boolean minute(byte[] bytes, int from, int zoneFrom, int to) {
        int day = two(bytes, from);
        int month = month(bytes, from + 3);
        long year = Scan.digits(bytes, from + 7, from + 11);
        int hour = two(bytes, from + 12);
        int minute = two(bytes, from + 15);
        long offset = zoneFrom == to ? Long.MIN_VALUE : offset(bytes, zoneFrom, to);
        if (day < 1 || month < 1 || year < 1970 || hour < 0 || minute < 0 || offset == Long.MAX_VALUE) {
            return false;
        }
        long millis = millis((int) year, month, day, hour, minute, 0, offset);
        if (millis == Hit.NO_TIME) {
            return false;
        }
        System.arraycopy(bytes, from, lastMinute, 0, MINUTE);
        lastZone = Arrays.copyOfRange(bytes, zoneFrom, to);
        lastMinuteMillis = millis;
        remembered = true;
        return true;
    }

    /// `2026-11-22T01:02:34.765731+00:00`, `2026-11-22 01:02:34Z`; without zone the configured one.
    long iso(byte[] bytes, int from, int to) {
        if (to - from < 19
                || bytes[from + 4] != '-'
                || bytes[from + 7] != '-'
                || bytes[from + 13] != ':'
                || bytes[from + 16] != ':') {
            return Hit.NO_TIME;
        }
        long year = Scan.digits(bytes, from, from + 4);
        int at = from + 19;
        long fraction = 0;
        if (at < to && (bytes[at] == '.' || bytes[at] == ',')) {
            int end = at + 1;
            while (end < to && bytes[end] >= '0' && bytes[end] <= '9') {
                end++;
            }
            fraction = fraction(bytes, at + 1, end);
            at = end;
        }
        long offset = at == to ? Long.MIN_VALUE : offset(bytes, at, to);
        int second = two(bytes, from + 17);
        if (year < 1970 || second < 0 || offset == Long.MAX_VALUE) {
            return Hit.NO_TIME;
        }
        int month = two(bytes, from + 5);
        long whole = millis(
                (int) year, month, two(bytes, from + 8), two(bytes, from + 11), two(bytes, from + 14), second, offset);
        return whole == Hit.NO_TIME ? whole : whole + fraction;
    }

    /// Seconds with or without decimals, or milli-, micro-, nanoseconds, told apart by their size (years 1973
    /// to 5138).
    static long epoch(byte[] bytes, int from, int to) {
        int dot = Scan.find(bytes, from, to, '.');
        long whole = Scan.digits(bytes, from, dot);
        if (whole < 0 && dot - from == 19) {
            whole = Scan.digits(bytes, from, dot - 6); // nanoseconds have 19 digits: milliseconds are enough
            return whole;
        }
        if (whole < 0) {
            return Hit.NO_TIME;
        }
        if (whole < 100_000_000_000L) {
            return whole < 100_000_000L ? Hit.NO_TIME : whole * 1000 + (dot < to ? fraction(bytes, dot + 1, to) : 0);
        }
        return whole < 100_000_000_000_000L ? whole : whole / 1000;
    }

    /// The first three digits as milliseconds.
    private static long fraction(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = 0; i < 3; i++) {
            int digit = from + i < to ? bytes[from + i] - '0' : 0;
            value = value * 10 + (digit >= 0 && digit <= 9 ? digit : 0);
        }
        return value;
    }

    private long millis(int year, int month, int day, int hour, int minute, int second, long offset) {
        try {
            var local = LocalDateTime.of(year, month, day, hour, minute, Math.min(second, 59));
            long seconds = offset == Long.MIN_VALUE
                    ? local.atZone(zone).toEpochSecond()
                    : local.toEpochSecond(ZoneOffset.UTC) - offset;
            return seconds * 1000;
        } catch (DateTimeException _) {
            return Hit.NO_TIME; // the 31st of February, hour 99
        }
    }

    /// Seconds east of Greenwich; `Long.MAX_VALUE` when it is no offset.
    private static long offset(byte[] bytes, int from, int to) {
        if (to - from == 1 && (bytes[from] == 'Z' || bytes[from] == 'z')) {
            return 0;
        }
        boolean colon = to - from == 6 && bytes[from + 3] == ':';
        if (to - from != 5 && !colon || bytes[from] != '+' && bytes[from] != '-') {
            return Long.MAX_VALUE;
        }
        int hours = two(bytes, from + 1);
        int minutes = two(bytes, to - 2);
        if (hours < 0 || hours > 18 || minutes < 0) {
            return Long.MAX_VALUE;
        }
        long seconds = hours * 3600L + minutes * 60L;
        return bytes[from] == '-' ? -seconds : seconds;
    }

    private static int month(byte[] bytes, int at) {
        for (int i = 0; i < 12; i++) {
            if (Scan.startsWith(bytes, at, at + 3, MONTHS.substring(i * 3, i * 3 + 3))) {
                return i + 1;
            }
        }
        return 0;
    }

    private static int two(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}
