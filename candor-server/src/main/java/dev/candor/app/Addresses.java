package dev.candor.app;

import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/// Where people and readers find us: as configured, else where we listen, which may be picked at the start.
final class Addresses {
    private final Settings settings;
    private final Supplier<URI> console;
    private final Supplier<URI> pages;

    /// @param console where the console listens; asked only after its start
    /// @param pages where the pages are served; may throw before their start
    Addresses(Settings settings, Supplier<URI> console, Supplier<URI> pages) {
        this.settings = settings;
        this.console = console;
        this.pages = pages;
    }

    /// Without a slash at the end.
    String console() {
        return settings.consoleUrl()
                .map(Object::toString)
                .orElseGet(() -> console.get().toString())
                .replaceAll("/$", "");
    }

    /// Without a slash at the end.
    String pages() {
        return settings.pagesUrl()
                .map(Object::toString)
                .orElseGet(this::pageServer)
                .replaceAll("/$", "");
    }

    private String pageServer() {
        try {
            return pages.get().toString();
        } catch (RuntimeException notStarted) {
            return (settings.tls().isEmpty() ? "http://" : "https://")
                    + settings.pageListen().getHostString() + ":"
                    + settings.pageListen().getPort();
        }
    }

    /// The console's configured address as browsers name it in `Origin`.
    Optional<String> consoleOrigin() {
        return settings.consoleUrl().map(url -> url.getScheme() + "://" + url.getAuthority());
    }
}
