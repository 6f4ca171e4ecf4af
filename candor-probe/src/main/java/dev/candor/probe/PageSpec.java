package dev.candor.probe;

import dev.candor.probe.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A page with everything a browser would load for it.
/// @param document the page itself, with its assertions and the deadline of one visit, everything together
/// @param extraMandatoryHosts hosts besides the page's own whose assets must work; other hosts are only reported
/// @param maxAssets how many assets are looked at, 1 to 1000; leaving some out is reported
/// @param cache whether a new visitor looks, a returning one, or both
/// @param maxBytes how many bytes of assets are loaded together, up to 500 MB
public record PageSpec(
        HttpSpec document, List<String> extraMandatoryHosts, int maxAssets, long maxBytes, PageCache cache)
        implements ProbeSpec {
    public static final int USUAL_ASSETS = 200;
    public static final long USUAL_BYTES = 50_000_000;

    public PageSpec {
        extraMandatoryHosts = extraMandatoryHosts.stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (maxAssets < 1 || maxAssets > 1000) {
            throw new IllegalArgumentException("max-assets must be 1 to 1000, was " + maxAssets);
        }
        if (maxBytes < 1 || maxBytes > 500_000_000) {
            throw new IllegalArgumentException("max-bytes must be 1 byte to 500 MB, was " + maxBytes);
        }
        if (!document.method().equals("GET")) {
            throw new IllegalArgumentException("a page is loaded with GET, not " + document.method());
        }
        if (document.asked().transport().version() == HttpVersion.HTTP_2) {
            throw new IllegalArgumentException("a page is loaded over HTTP/1.1; use kind http to demand HTTP/2");
        }
    }

    /// As a new visitor, with the usual limits: 200 assets, 50 MB.
    public static PageSpec of(HttpSpec document) {
        return new PageSpec(document, List.of(), USUAL_ASSETS, USUAL_BYTES, PageCache.COLD);
    }

    public PageSpec withCache(PageCache other) {
        return new PageSpec(document, extraMandatoryHosts, maxAssets, maxBytes, other);
    }

    @Override
    public String host() {
        return document.host();
    }

    @Override
    public Duration timeout() {
        return cache == PageCache.BOTH ? document.timeout().multipliedBy(2) : document.timeout();
    }
}
