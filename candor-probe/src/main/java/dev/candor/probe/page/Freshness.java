package dev.candor.probe.page;

import dev.candor.probe.http.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Whether and how long a browser uses an answer again without asking (RFC 9111, sections 3, 4.2 and 5.2).
/// @param storable false when it must not be kept at all
/// @param lifetime from its arrival; zero when the server is to be asked each time
record Freshness(boolean storable, Duration lifetime) {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration LONGEST_GUESS = Duration.ofDays(1);

    static Freshness of(Headers headers, Instant now) {
        long maxAge = -1;
        boolean ask = false;
        for (String line : headers.all("Cache-Control")) {
            for (String part : line.split(",", 50)) {
                String directive = part.strip().toLowerCase(Locale.ROOT);
                if (directive.equals("no-store")) {
                    return new Freshness(false, Duration.ZERO);
                }
                ask |= directive.equals("no-cache") || directive.startsWith("no-cache=");
                if (directive.startsWith("max-age=")) {
                    maxAge = seconds(directive.substring(8).replace("\"", ""));
                }
            }
        }
        if (headers.all("Vary").stream().anyMatch(vary -> vary.indexOf('*') >= 0)) {
            return new Freshness(false, Duration.ZERO);
        }
        return new Freshness(true, ask ? Duration.ZERO : lifetime(headers, maxAge, now));
    }

    private static Duration lifetime(Headers headers, long maxAge, Instant now) {
        Instant date = date(headers, "Date").orElse(now);
        if (maxAge >= 0) {
            long age = headers.first("Age").map(text -> seconds(text.strip())).orElse(0L);
            return clamped(Duration.ofSeconds(maxAge - Math.max(0, age)), LONGEST);
        }
        if (headers.first("Expires").isPresent()) {
            return date(headers, "Expires")
                    .map(expires -> clamped(Duration.between(date, expires), LONGEST))
                    .orElse(Duration.ZERO);
        }
        return date(headers, "Last-Modified")
                .map(changed -> clamped(Duration.between(changed, date).dividedBy(10), LONGEST_GUESS))
                .orElse(Duration.ZERO);
    }

    private static Duration clamped(Duration duration, Duration most) {
        return duration.isNegative() ? Duration.ZERO : duration.compareTo(most) > 0 ? most : duration;
    }

    private static long seconds(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : 0;
    }

    private static Optional<Instant> date(Headers headers, String name) {
        return headers.first(name).flatMap(text -> {
            try {
                return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
            } catch (DateTimeException unreadable) {
                return Optional.empty();
            }
        });
    }
}
