package dev.candor.telemetry.format;

import dev.candor.telemetry.line.Scan;

/// Text between quotes.
final class Quoted {
    private Quoted() {}

    /// The closing quote at or after `from`, or `to`. A quote behind an odd number of backslashes is text
    /// (Apache
    /// writes `\"`; nginx writes `\x22` and has none).
    static int end(byte[] bytes, int from, int to) {
        int at = Scan.find(bytes, from, to, '"');
        while (at < to && escaped(bytes, from, at)) {
            at = Scan.find(bytes, at + 1, to, '"');
        }
        return at;
    }

    private static boolean escaped(byte[] bytes, int from, int at) {
        int i = at - 1;
        while (i >= from && bytes[i] == '\\') {
            i--;
        }
        return (at - i & 1) == 0;
    }
}
