package dev.candor.page;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/// What every answer of a page origin says about itself. Nothing inline, nothing from elsewhere.
final class SecurityHeaders {
    static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final List<HttpField> ALWAYS = List.of(
            new PreEncodedHttpField("Content-Security-Policy", POLICY),
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("X-Frame-Options", "DENY"),
            new PreEncodedHttpField("Referrer-Policy", "strict-origin-when-cross-origin"),
            new PreEncodedHttpField("Permissions-Policy", "camera=(), geolocation=(), microphone=()"));

    private static final List<HttpField> OPEN = List.of(
            new PreEncodedHttpField("Access-Control-Allow-Origin", "*"),
            new PreEncodedHttpField("Access-Control-Expose-Headers", "Candor-Snapshot, ETag"),
            new PreEncodedHttpField("Cross-Origin-Resource-Policy", "cross-origin"));

    private static final HttpField OWN = new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin");

    private SecurityHeaders() {}

    /// Machines elsewhere may read the API, the feeds, the badge and the snapshot; HTML stays on its own origin.
    static boolean openToAll(String path) {
        return path.startsWith("api/")
                || path.endsWith(".svg")
                || path.endsWith(".json")
                || path.endsWith(".atom")
                || path.endsWith(".rss")
                || path.endsWith(".ics")
                || path.endsWith(".sig")
                || path.endsWith(".md");
    }

    static void addTo(HttpFields.Mutable headers, boolean openToAll) {
        ALWAYS.forEach(headers::add);
        if (openToAll) {
            OPEN.forEach(headers::add);
        } else {
            headers.add(OWN);
        }
    }

    /// For answers made elsewhere: only what they do not say themselves.
    static void addMissing(HttpFields.Mutable headers) {
        for (HttpField field : ALWAYS) {
            if (!headers.contains(field.getName())) {
                headers.add(field);
            }
        }
    }
}
