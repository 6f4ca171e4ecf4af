package dev.candor.catalog;

import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Reading;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A public status page as configured.
///
/// @param slug its place under the page origin, and its key
/// @param url where readers find it, when that is not the page origin itself
/// @param automatic incidents are published without a person's click
public record Page(
        String name,
        String slug,
        Optional<String> host,
        Optional<URI> url,
        ZoneId timeZone,
        boolean automatic,
        Duration staleAfter,
        Optional<URI> support,
        List<Component> components) {
    public static final Kind<Page> KIND = new Kind<>("pages", "page", Page::read, Page::claims);

    private static List<Kind.Claim> claims(Page page) {
        var claims = new ArrayList<Kind.Claim>();
        claims.add(new Kind.Claim("slug", page.slug));
        page.host.ifPresent(host -> claims.add(new Kind.Claim("host", host.toLowerCase(Locale.ROOT))));
        return claims;
    }

    /// How incidents get onto a page.
    private enum Publish {
        REVIEW,
        AUTOMATIC
    }

    private static Page read(Reading in) {
        String name = in.name("name");
        String slug = in.text("slug", slugOf(name));
        if (!dev.candor.page.PageModel.validSlug(slug)) {
            in.problem(
                    "slug",
                    "a slug has lower-case letters, digits and dashes, at most 63, and is no path of a page (api, history …), found `"
                            + slug + "`");
            slug = "page";
        }
        String found = slug;
        List<Component> components = in.list("components", inner -> Component.read(inner, found));
        var names = new HashSet<String>();
        components.stream()
                .map(Component::name)
                .filter(one -> !one.isEmpty() && !names.add(one.toLowerCase(Locale.ROOT)))
                .findFirst()
                .ifPresent(twice -> in.problem(
                        "components",
                        "two components are called `" + twice + "` (capital and small letters make no difference)"));
        return new Page(
                name,
                slug,
                in.optionalText("host"),
                in.url("url"),
                in.zone("time-zone", ZoneId.of("Etc/UTC")),
                in.word("publish", Publish.class, Publish.REVIEW) == Publish.AUTOMATIC,
                in.duration("stale-after", Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofDays(1)),
                in.url("support-url"),
                components);
    }

    private static String slugOf(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "page" : slug.substring(0, Math.min(60, slug.length()));
    }

    /// The components of this page that show `service`.
    public List<Component> showing(String service) {
        return components.stream()
                .filter(component -> component.services().contains(service))
                .toList();
    }
}
