package dev.candor.telemetry.route;

import dev.candor.telemetry.line.Scan;
import java.nio.charset.StandardCharsets;

/// A route's name, ready for tables: made once per template, not per request.
///
/// @param hash `Scan.hash` of `bytes`
/// @param bytes `text` in UTF-8, cut at 128 bytes
public record RouteName(String text, byte[] bytes, int hash) {
    private static final int LONGEST = 128;

    public static final RouteName NONE = new RouteName("", new byte[0], 0);

    /// More templates than a service may have, or a path that leads nowhere.
    public static final RouteName OTHER = of("(other)");

    public static RouteName of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(LONGEST, bytes.length);
        String cut = length < bytes.length ? new String(bytes, 0, length, StandardCharsets.UTF_8) : text;
        byte[] kept = cut.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(LONGEST, kept.length);
        return new RouteName(cut, kept, Scan.hash(kept, 0, end));
    }
}
