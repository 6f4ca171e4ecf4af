package dev.candor.page;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every page a server has, at one moment. Never changes; publishing makes a new one.
final class Sites {
    private final Map<String, Site> bySlug;
    private final Map<String, Site> byHost = new HashMap<>();
    private final @Nullable Site first;

    private Sites(Map<String, Site> bySlug, @Nullable Site first) {
        this.bySlug = bySlug;
        this.first = first;
        bySlug.values().forEach(site -> site.host().ifPresent(host -> byHost.putIfAbsent(host, site)));
    }

    static Sites none() {
        return new Sites(Map.of(), null);
    }

    /// A page, and where in it a request points.
    record Place(Site site, String path, boolean missingSlash) {}

    /// @param first this page also answers under `/`; the very first page does in any case
    Sites with(Site site, boolean first) {
        var sites = new LinkedHashMap<>(bySlug);
        sites.put(site.snapshot().slug(), site);
        boolean leads = first
                || this.first == null
                || this.first.snapshot().slug().equals(site.snapshot().slug());
        return new Sites(sites, leads ? site : this.first);
    }

    Sites without(String slug) {
        var sites = new LinkedHashMap<>(bySlug);
        sites.remove(slug);
        boolean led = first != null && first.snapshot().slug().equals(slug);
        return new Sites(sites, led ? sites.values().stream().findFirst().orElse(null) : first);
    }

    Optional<Site> site(String slug) {
        return Optional.ofNullable(bySlug.get(slug));
    }

    Iterable<Site> all() {
        return bySlug.values();
    }

    Optional<Site> first() {
        return Optional.ofNullable(first);
    }

    /// The page's own host wins, then `/{slug}/`, then the first page. Empty only when there is no page at all.
    Optional<Place> find(@Nullable String host, String path) {
        String below = path.startsWith("/") ? path.substring(1) : path;
        Site own = host == null ? null : byHost.get(host.toLowerCase(Locale.ROOT));
        if (own != null && (own.answer(below) != null || Forward.dynamic(below))) {
            return Optional.of(new Place(own, below, false));
        }
        int slash = below.indexOf('/');
        Site named = bySlug.get(slash < 0 ? below : below.substring(0, slash));
        if (named != null) {
            return Optional.of(new Place(named, slash < 0 ? "" : below.substring(slash + 1), slash < 0));
        }
        Site fallback = own != null ? own : first;
        return fallback == null ? Optional.empty() : Optional.of(new Place(fallback, below, false));
    }
}
