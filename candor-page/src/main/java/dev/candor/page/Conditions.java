package dev.candor.page;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Which form of a file a reader wants, and whether it has it already (RFC 9110, 12.5.3 and 13).
final class Conditions {
    private Conditions() {}

    /// `gzip`, `gzip;q=0.5`, `*`, but not `gzip;q=0`.
    ///
    /// @param accepted the `Accept-Encoding` field, null when not sent
    static boolean acceptsGzip(@Nullable String accepted) {
        if (accepted == null) {
            return false;
        }
        // What browsers and proxies send, without taking it apart.
        if (accepted.equals("gzip") || accepted.startsWith("gzip, ")) {
            return true;
        }
        for (String each : accepted.split(",", 20)) {
            String[] parts = each.split(";", 2);
            String coding = parts[0].strip();
            if (coding.equalsIgnoreCase("gzip") || coding.equals("*")) {
                String weight = parts.length == 2 ? parts[1].replace(" ", "") : "";
                return !weight.matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    /// RFC 9110, 13.1: If-None-Match decides alone when it is there.
    static boolean unchanged(PreparedAnswer answer, @Nullable String ifNoneMatch, @Nullable String ifModifiedSince) {
        if (ifNoneMatch != null) {
            return answer.matches(ifNoneMatch);
        }
        if (ifModifiedSince == null) {
            return false;
        }
        try {
            Instant known = DateTimeFormatter.RFC_1123_DATE_TIME.parse(ifModifiedSince, Instant::from);
            return known.getEpochSecond() >= answer.since().getEpochSecond();
        } catch (DateTimeParseException ignored) {
            return false; // a date we cannot read is no condition
        }
    }
}
