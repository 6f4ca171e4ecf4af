package dev.candor.detect.vendor;

import dev.candor.base.time.Durations;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.http.GuardedResponse;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.HttpRequestSpec;
import dev.candor.probe.http.RedirectPolicy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Looks at a vendor's page through the guarded client, in the format that worked last or in one after the other.
final class PageFetch {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int LARGEST = 2 << 20;

    private final GuardedHttp http;
    private final Duration timeout;

    PageFetch(GuardedHttp http) {
        this(http, TIMEOUT);
    }

    /// @param timeout for each document
    PageFetch(GuardedHttp http, Duration timeout) {
        this.http = http;
        this.timeout = timeout;
    }

    /// What came of it.
    ///
    /// @param source the key of the source that could be read; empty when none could
    /// @param tags validators by address, for the next look
    /// @param unchanged everything is as it was: `read` is empty then
    record Fetched(Optional<Read> read, String source, Map<String, String> tags, boolean unchanged) {}

    /// One document.
    private sealed interface Document {
        record Bytes(byte[] bytes, String tag) implements Document {}

        record Same() implements Document {}

        /// @param final_ no other document of this page would be better
        record Missing(String because, boolean everywhere) implements Document {}
    }

    /// @param remembered key of the source that worked last; may be empty
    /// @param tags validators of the last report; empty to get everything anew
    Fetched fetch(Vendor vendor, String remembered, Map<String, String> tags, Instant now) {
        String because = "";
        for (Source source : Source.of(vendor, remembered)) {
            boolean known = source.key().equals(remembered);
            Fetched fetched = fetch(source, known ? tags : Map.of(), now);
            boolean everywhere = false;
            if (fetched.unchanged() || fetched.read().orElseThrow() instanceof Read.Said) {
                return fetched;
            }
            if (fetched.read().orElseThrow() instanceof Read.Unreadable(String why)) {
                everywhere = fetched.source().equals(EVERYWHERE);
                because = because.isEmpty() || everywhere ? why : because;
            }
            if (everywhere) {
                break; // their host does not answer: asking it for other documents tells nothing more
            }
        }
        return unreadable(because, "");
    }

    private static final String EVERYWHERE = "everywhere";

    private static Fetched unreadable(String because, String source) {
        return new Fetched(Optional.of(new Read.Unreadable(because)), source, Map.of(), false);
    }

    private Fetched fetch(Source source, Map<String, String> tags, Instant now) {
        Document main = document(source.main(), tags);
        Optional<Document> more = main instanceof Document.Missing
                ? Optional.empty()
                : source.more().map(url -> document(url, tags));
        boolean moreSame =
                more.isEmpty() || more.get() instanceof Document.Same || !tags.containsKey(key(source.more()));
        if (main instanceof Document.Same && moreSame && !(more.isPresent() && more.get() instanceof Document.Bytes)) {
            return new Fetched(Optional.empty(), source.key(), tags, true);
        }
        if (main instanceof Document.Same || (more.isPresent() && more.get() instanceof Document.Same)) {
            return fetch(source, Map.of(), now); // one of two changed: both are needed
        }
        return switch (main) {
            case Document.Missing(String because, boolean everywhere) ->
                unreadable(because, everywhere ? EVERYWHERE : "");
            case Document.Same _ -> throw new IllegalStateException("handled above");
            case Document.Bytes(byte[] bytes, String tag) -> {
                var fresh = new HashMap<String, String>();
                keep(fresh, source.main(), tag);
                Optional<byte[]> second = more.flatMap(document -> document instanceof Document.Bytes(var b, var t)
                        ? Optional.of(kept(fresh, source, t, b))
                        : Optional.empty());
                Read read = Reader.read(source.format(), bytes, second, now);
                yield read instanceof Read.Said
                        ? new Fetched(Optional.of(read), source.key(), Map.copyOf(fresh), false)
                        : new Fetched(Optional.of(read), "", Map.of(), false);
            }
        };
    }

    private static String key(Optional<URI> url) {
        return url.map(URI::toString).orElse("");
    }

    private static byte[] kept(Map<String, String> tags, Source source, String tag, byte[] bytes) {
        source.more().ifPresent(url -> keep(tags, url, tag));
        return bytes;
    }

    private static void keep(Map<String, String> tags, URI url, String tag) {
        if (!tag.isEmpty() && tag.length() <= 200) {
            tags.put(url.toString(), tag);
        }
    }

    private Document document(URI url, Map<String, String> tags) {
        HttpRequestSpec request;
        try {
            request = HttpRequestSpec.get(url)
                    .withTimeout(timeout)
                    .withRedirects(RedirectPolicy.follow())
                    .withLimits(LARGEST, LARGEST)
                    .withHeaders(List.of(
                            new Header("User-Agent", "candor-vendors"),
                            new Header(
                                    "Accept", "application/json, application/atom+xml, application/rss+xml, */*;q=0.1"),
                            new Header("Accept-Encoding", "gzip")));
            String tag = tags.getOrDefault(url.toString(), "");
            if (!tag.isEmpty()) {
                request = request.withHeader("If-None-Match", tag);
            }
        } catch (IllegalArgumentException wrong) {
            return new Document.Missing(String.valueOf(wrong.getMessage()), true);
        }
        return switch (http.send(request)) {
            case GuardedResponse.Answered answered -> judge(url, answered);
            case GuardedResponse.Failed failed ->
                switch (failed.reason()) {
                    case TOO_LARGE -> new Document.Missing("it is larger than 2 MiB", false);
                    case TIMEOUT ->
                        new Document.Missing("it did not answer in full within " + Durations.format(timeout), true);
                    default ->
                        new Document.Missing(
                                Plain.line(failed.detail(), 200),
                                failed.reason() != dev.candor.probe.Reason.BAD_RESPONSE);
                };
            case GuardedResponse.NotRun(String why) -> new Document.Missing("we could not look: " + why, true);
        };
    }

    private static Document judge(URI asked, GuardedResponse.Answered answered) {
        String from = String.valueOf(answered.url().getHost()).toLowerCase(Locale.ROOT);
        if (!from.equals(String.valueOf(asked.getHost()).toLowerCase(Locale.ROOT))) {
            return new Document.Missing(
                    "it leads to " + Plain.line(from, 100) + "; when that is theirs, make it the vendor's `page`",
                    false);
        }
        int status = answered.status();
        if (status == 304) {
            return new Document.Same();
        }
        if (status == 401 || status == 403) {
            return new Document.Missing("it answers " + status + ": it wants to know who asks", false);
        }
        if (status != 200) {
            return new Document.Missing("it answers " + status, status >= 500 || status == 429);
        }
        if (!answered.bodyReadable() || !answered.bodyComplete()) {
            return new Document.Missing(
                    answered.bodyReadable() ? "it is larger than 2 MiB" : "it is packed in a way we did not ask for",
                    false);
        }
        return new Document.Bytes(
                answered.body(), answered.headers().first("etag").orElse(""));
    }
}
