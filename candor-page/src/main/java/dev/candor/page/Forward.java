package dev.candor.page;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// What a finished page cannot answer itself: subscribing, and whatever else the server adds below a page. Given by
/// the server; an edge node or a page alone has none and says so.
///
/// Asked on a virtual thread, at most 64 at a time; it may block, but not for longer than 10 seconds.
public interface Forward {
    /// Paths that are never part of a snapshot, below the page's root.
    static boolean dynamic(String path) {
        return path.equals("subscribe")
                || path.startsWith("subscribe/")
                || path.equals("unsubscribe")
                || path.startsWith("unsubscribe/")
                || path.equals("reports")
                || path.equals("api/v2/subscribers.json")
                || path.startsWith("api/v2/subscribers/");
    }

    Answer answer(Asked asked);

    /// @param slug the page
    /// @param path below the page's root, without a leading slash: `subscribe/confirm`
    /// @param query as sent, not decoded; empty when there is none
    /// @param headers names in lower case; of a header sent twice the first
    /// @param body at most 64 KiB
    record Asked(
            String slug,
            String method,
            String path,
            String query,
            Map<String, String> headers,
            byte[] body,
            String remoteAddress) {

        public Optional<String> header(String lowerCaseName) {
            return Optional.ofNullable(headers.get(lowerCaseName));
        }
    }

    /// Security headers are added to it, and override none it names.
    record Answer(int status, Map<String, String> headers, byte[] body) {
        public static Answer html(int status, String html) {
            return new Answer(
                    status,
                    Map.of("Content-Type", "text/html; charset=utf-8", "Cache-Control", "no-store"),
                    html.getBytes(StandardCharsets.UTF_8));
        }

        public static Answer json(int status, String json) {
            return new Answer(
                    status,
                    Map.of("Content-Type", "application/json; charset=utf-8", "Cache-Control", "no-store"),
                    json.getBytes(StandardCharsets.UTF_8));
        }

        /// @param path relative to the page's root, or absolute
        public static Answer seeOther(String path) {
            return new Answer(303, Map.of("Location", path), new byte[0]);
        }
    }
}
