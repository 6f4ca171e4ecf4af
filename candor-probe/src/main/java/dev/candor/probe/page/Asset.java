package dev.candor.probe.page;

import java.net.URI;

/// Something a page loads.
/// @param referrer the document or style sheet that asks for it
/// @param integrity the `integrity` attribute, empty when there is none
/// @param depth 0 when the page itself asks for it, 1 when a style sheet of the page does, and so on
public record Asset(URI url, AssetKind kind, URI referrer, String integrity, int depth) {
    /// `/app.js (from /index.html)`; other origins with their full address.
    public String name() {
        return shown(url, referrer) + " (from " + shown(referrer, referrer) + ")";
    }

    private static String shown(URI uri, URI page) {
        String text = uri.toString();
        String origin = uri.getScheme() + "://" + uri.getRawAuthority();
        if (origin.equals(page.getScheme() + "://" + page.getRawAuthority())) {
            text = text.substring(origin.length());
        }
        text = text.isEmpty() ? "/" : text;
        return text.length() <= 160 ? text : text.substring(0, 160) + "…";
    }
}
