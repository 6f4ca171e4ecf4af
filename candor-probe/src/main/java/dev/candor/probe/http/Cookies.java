package dev.candor.probe.http;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/// The cookies of one visitor, for as long as one run lasts; each goes only where it came from.
final class Cookies {
    private static final int MOST = 100;
    private static final int LONGEST = 8192;

    private final CookieManager manager = new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);

    /// The value of the header `Cookie` for this address; empty when nothing is held for it.
    synchronized String of(URI url) {
        try {
            String held = manager.get(url, java.util.Map.of()).getOrDefault("Cookie", List.of()).stream()
                    .filter(one -> one.chars().allMatch(c -> c >= ' ' && c < 127))
                    .collect(Collectors.joining("; "));
            return held.length() > LONGEST ? "" : held;
        } catch (IOException | IllegalArgumentException unusable) {
            return "";
        }
    }

    /// Takes what an answer sets. What cannot be read is left out, as browsers do.
    synchronized void keep(URI url, Headers headers) {
        for (String line : headers.all("Set-Cookie")) {
            if (line.length() > LONGEST || manager.getCookieStore().getCookies().size() >= MOST) {
                continue;
            }
            try {
                manager.put(url, java.util.Map.of("Set-Cookie", List.of(line)));
            } catch (IOException | IllegalArgumentException unreadable) {
                continue;
            }
        }
        // Without this, the JDK writes cookies of RFC 2965 with `$Version`, which no server expects any more.
        for (HttpCookie cookie : manager.getCookieStore().getCookies()) {
            cookie.setVersion(0);
        }
    }
}
