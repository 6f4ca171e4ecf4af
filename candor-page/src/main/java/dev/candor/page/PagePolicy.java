package dev.candor.page;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What the owner of a page decided about it.
///
/// @param staleAfter a page older than this greys itself in the browser; between 30 seconds and a day. Whoever
/// renders must render again at least every third of it, also when nothing changed
/// @param subscribable the page shows a form that posts `email` to `subscribe` (see [Forward])
/// @param supportUrl `https:` or `mailto:`, where customers get help
/// @param hiddenFromSearch asks search engines to stay away
public record PagePolicy(
        Duration staleAfter, boolean subscribable, Optional<URI> supportUrl, boolean hiddenFromSearch) {
    public PagePolicy {
        if (staleAfter.compareTo(Duration.ofSeconds(30)) < 0 || staleAfter.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("stale-after must be between 30s and 1d, was " + staleAfter);
        }
    }

    public static PagePolicy usual() {
        return new PagePolicy(Duration.ofMinutes(5), true, Optional.empty(), false);
    }
}
