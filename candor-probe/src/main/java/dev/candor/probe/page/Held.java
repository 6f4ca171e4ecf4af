package dev.candor.probe.page;

import dev.candor.probe.Measurements;
import dev.candor.probe.http.GuardedResponse;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.Headers;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One answer in a visitor's cache.
/// @param lifetime how long it may be used from `since` on
/// @param validators the headers that ask whether it is still good; empty when there are none
/// @param body of pages and style sheets; of the others nothing is kept
/// @param digests of the body, where an integrity attribute asked for one
record Held(
        Duration lifetime,
        Instant since,
        List<Header> validators,
        Headers headers,
        byte[] body,
        Map<String, String> digests) {
    private static final int LONGEST_VALIDATOR = 1000;
    private static final int PER_ENTRY = 200;

    static List<Header> validators(Headers headers) {
        var validators = new ArrayList<Header>(2);
        headers.first("ETag").filter(Held::isPlain).ifPresent(tag -> validators.add(new Header("If-None-Match", tag)));
        headers.first("Last-Modified")
                .filter(Held::isPlain)
                .ifPresent(date -> validators.add(new Header("If-Modified-Since", date)));
        return List.copyOf(validators);
    }

    private static boolean isPlain(String text) {
        return text.length() <= LONGEST_VALIDATOR && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    boolean isFresh(Instant now, Duration longest) {
        Duration usable = lifetime.compareTo(longest) > 0 ? longest : lifetime;
        return now.isBefore(since.plus(usable));
    }

    /// The server said that it is still good.
    Held confirmed(Headers said, Instant now) {
        boolean saysHowLong =
                said.first("Cache-Control").isPresent() || said.first("Expires").isPresent();
        Duration next = saysHowLong ? Freshness.of(said, now).lifetime() : lifetime;
        List<Header> asking = validators(said);
        return new Held(next, now, asking.isEmpty() ? validators : asking, headers, body, digests);
    }

    /// As if it came from the server just now.
    GuardedResponse.Answered answer(URI url, Measurements measured) {
        return new GuardedResponse.Answered(url, 200, headers, body, true, true, measured);
    }

    /// How much memory it takes, about.
    long weight() {
        long weight = PER_ENTRY + body.length + headers.toString().length();
        for (Header validator : validators) {
            weight += validator.value().length();
        }
        return weight;
    }
}
