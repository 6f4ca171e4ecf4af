package dev.candor.detect.vendor;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where one way of writing a status page is found, and how its documents are read.
///
/// @param key remembered when it worked: `statuspage`, `incident.io/proxy`
/// @param main the document that must be there
/// @param more one that is read when it is there
record Source(String key, Vendor.Format format, URI main, Optional<URI> more) {
    /// Every place to look, the likeliest first. The one that worked last time (`remembered`, may be empty) comes
    /// before all others.
    static List<Source> of(Vendor vendor, String remembered) {
        String base = base(vendor.page());
        var all = new ArrayList<Source>();
        boolean itself = isDocument(vendor.page());
        Vendor.Format format = vendor.format();
        if (itself || format == Vendor.Format.RSS || format == Vendor.Format.ATOM) {
            if (itself || !path(vendor.page()).isEmpty()) {
                all.add(new Source("itself", format, vendor.page(), Optional.empty()));
            }
        }
        if (!itself) {
            add(
                    all,
                    vendor,
                    Vendor.Format.STATUSPAGE,
                    "statuspage",
                    base + "/api/v2/summary.json",
                    base + "/api/v2/incidents.json");
            add(
                    all,
                    vendor,
                    Vendor.Format.INCIDENT_IO,
                    "incident.io/proxy",
                    base + "/proxy/" + vendor.page().getHost(),
                    "");
            if (format == Vendor.Format.INCIDENT_IO) {
                add(
                        all,
                        vendor,
                        Vendor.Format.INCIDENT_IO,
                        "incident.io/v2",
                        base + "/api/v2/summary.json",
                        base + "/api/v2/incidents.json");
            }
            add(all, vendor, Vendor.Format.INSTATUS, "instatus", base + "/summary.json", base + "/components.json");
            add(all, vendor, Vendor.Format.ATOM, "atom", base + "/history.atom", "");
            add(all, vendor, Vendor.Format.RSS, "rss", base + "/history.rss", "");
        }
        all.sort((one, other) -> Boolean.compare(other.key.equals(remembered), one.key.equals(remembered)));
        return List.copyOf(all);
    }

    private static void add(
            List<Source> all, Vendor vendor, Vendor.Format format, String key, String main, String more) {
        if (vendor.format() == Vendor.Format.AUTO || vendor.format() == format) {
            all.add(new Source(
                    key, format, URI.create(main), more.isEmpty() ? Optional.empty() : Optional.of(URI.create(more))));
        }
    }

    private static String path(URI page) {
        return String.valueOf(page.getRawPath()).replaceAll("/+$", "").replace("null", "");
    }

    private static String base(URI page) {
        return page.getScheme() + "://" + page.getRawAuthority() + path(page);
    }

    private static boolean isDocument(URI page) {
        String path = path(page).toLowerCase(Locale.ROOT);
        return path.matches(".*(\\.(json|atom|rss|xml)|/feed|/rss|/atom|/proxy/[^/]+)");
    }
}
