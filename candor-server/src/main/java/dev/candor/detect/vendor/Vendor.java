package dev.candor.detect.vendor;

import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Reading;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// Somebody we depend on, and the page on which they say how they are.
///
/// @param page address of their status page, or of a feed or JSON document itself
/// @param hosts which of the hosts we watch are theirs
/// @param components names on their page that matter to us; empty for all
public record Vendor(
        String name,
        URI page,
        Format format,
        Duration every,
        List<HostPattern> hosts,
        List<String> components,
        Tell tell) {
    public static final Kind<Vendor> KIND = new Kind<>("vendors", "vendor", Vendor::read);

    private static final int MOST = 100;
    private static final URI NOWHERE = URI.create("https://status.invalid/");

    /// How a page is written.
    public enum Format {
        AUTO,
        STATUSPAGE,
        INCIDENT_IO,
        INSTATUS,
        RSS,
        ATOM;

        /// As the configuration says it: `incident.io`.
        public String word() {
            return this == INCIDENT_IO ? "incident.io" : name().toLowerCase(Locale.ROOT);
        }

        static Format of(String word) {
            for (Format format : values()) {
                if (format.word().equals(word)) {
                    return format;
                }
            }
            return AUTO;
        }
    }

    /// What the trouble they report is for us: nothing, an alert that is only shown, or one that pages.
    public enum Tell {
        NEVER,
        INFO,
        WARNING
    }

    private static Vendor read(Reading in) {
        String name = in.name("name");
        if (!in.has("page")) {
            in.problem("page", "is missing: the address of the vendor's status page");
        }
        URI page = in.url("page").orElse(NOWHERE);
        if (page.getRawFragment() != null) {
            in.problem("page", "an address of a page has no part behind #");
        }
        Format format =
                Format.of(in.oneOf("format", "auto", "auto", "statuspage", "incident.io", "instatus", "rss", "atom"));
        return new Vendor(
                name,
                page,
                format,
                in.duration("every", Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofDays(1)),
                hosts(in),
                components(in),
                in.word("tell", Tell.class, Tell.INFO));
    }

    private static List<HostPattern> hosts(Reading in) {
        List<String> texts = in.texts("hosts");
        few(in, "hosts", texts);
        return texts.stream()
                .flatMap(text -> {
                    var pattern = HostPattern.of(text);
                    if (pattern.isEmpty()) {
                        in.problem(
                                "hosts",
                                "a host is written `api.vendor.example` or `*.vendor.example`, with a port if only that one counts, found `"
                                        + text + "`");
                    }
                    return pattern.stream();
                })
                .toList();
    }

    private static List<String> components(Reading in) {
        List<String> names = in.texts("components");
        few(in, "components", names);
        var seen = new HashSet<String>();
        for (String name : names) {
            if (name.isBlank() || name.length() > 255) {
                in.problem("components", "a component's name has 1 to 255 characters");
            } else if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                in.problem("components", "`" + name + "` stands here twice");
            }
        }
        return names;
    }

    private static void few(Reading in, String key, List<String> items) {
        if (items.size() > MOST) {
            in.problem(key, "at most " + MOST + " are possible, found " + items.size());
        }
    }

    /// Whether a monitor that looks at `host`, as `ProbeSpec.host()` gives it, looks at this vendor.
    public boolean owns(String host) {
        return hosts.stream().anyMatch(pattern -> pattern.matches(host));
    }

    /// Whether a component of this name matters to us.
    public boolean watches(String component) {
        return components.isEmpty() || components.stream().anyMatch(component::equalsIgnoreCase);
    }
}
