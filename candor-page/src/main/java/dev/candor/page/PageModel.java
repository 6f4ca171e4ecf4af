package dev.candor.page;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Everything a page shows, given by the server. Rendering it twice gives the same bytes.
///
/// @param id 12 characters
/// @param slug lower-case letters, digits and dashes, at most 63; names the page in paths
/// @param url where the public finds it, without a slash at the end (`https://status.shop.example`)
/// @param timeZone an IANA name (`Etc/UTC`, `Europe/Berlin`); days are cut there
/// @param updatedAt last change of anything on the page
/// @param renderedAt when this model was read from the ledger: the page's "as of"
/// @param sequence grows with every snapshot of this page; an older one is refused everywhere
/// @param components in the order shown; groups hold their members
/// @param incidents newest first, all history kept, open ones too
/// @param maintenances by `scheduledFor`, newest first
/// @param bulletins newest week first
public record PageModel(
        String id,
        String slug,
        String name,
        URI url,
        String timeZone,
        Instant updatedAt,
        Instant renderedAt,
        long sequence,
        List<ComponentModel> components,
        List<IncidentModel> incidents,
        List<MaintenanceModel> maintenances,
        PagePolicy policy,
        List<BulletinModel> bulletins) {

    private static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern ID = Pattern.compile("[a-z0-9]{1,40}");
    private static final Set<String> TAKEN = Set.of(
            "api",
            "assets",
            "bulletin",
            "bulletins",
            "history",
            "incidents",
            "index",
            "manifest",
            "subscribe",
            "unsubscribe",
            "uptime");

    public PageModel {
        components = List.copyOf(components);
        incidents = List.copyOf(incidents);
        maintenances = List.copyOf(maintenances);
        bulletins = List.copyOf(bulletins);
        if (!validSlug(slug)) {
            throw new IllegalArgumentException("not a slug for a page: " + slug);
        }
        ZoneId.of(timeZone);
        // Ids become file names and paths.
        Stream.concat(
                        incidents.stream().map(IncidentModel::id),
                        maintenances.stream().map(MaintenanceModel::id))
                .filter(each -> !ID.matcher(each).matches())
                .findFirst()
                .ifPresent(wrong -> {
                    throw new IllegalArgumentException("an id has lower-case letters and digits only: " + wrong);
                });
    }

    /// A page without bulletins.
    public PageModel(
            String id,
            String slug,
            String name,
            URI url,
            String timeZone,
            Instant updatedAt,
            Instant renderedAt,
            long sequence,
            List<ComponentModel> components,
            List<IncidentModel> incidents,
            List<MaintenanceModel> maintenances,
            PagePolicy policy) {
        this(
                id,
                slug,
                name,
                url,
                timeZone,
                updatedAt,
                renderedAt,
                sequence,
                components,
                incidents,
                maintenances,
                policy,
                List.of());
    }

    /// Whether a page may be called this: the form, and not one of the paths a page itself has.
    public static boolean validSlug(String slug) {
        return SLUG.matcher(slug).matches() && !TAKEN.contains(slug);
    }

    public ZoneId zone() {
        return ZoneId.of(timeZone);
    }

    /// Components that are not groups, in the order shown.
    public List<ComponentModel> leaves() {
        return components.stream().flatMap(ComponentModel::leaves).toList();
    }

    /// The same by id, in the same order.
    public Map<String, ComponentModel> leavesById() {
        var byId = new LinkedHashMap<String, ComponentModel>();
        leaves().forEach(leaf -> byId.put(leaf.id(), leaf));
        return byId;
    }

    public List<IncidentModel> openIncidents() {
        return incidents.stream().filter(IncidentModel::open).toList();
    }

    public List<MaintenanceModel> activeMaintenances() {
        return maintenances.stream().filter(each -> each.state().active()).toList();
    }

    /// Soonest first.
    public List<MaintenanceModel> upcomingMaintenances() {
        return maintenances.stream()
                .filter(each -> each.state() == MaintenanceState.SCHEDULED)
                .sorted(java.util.Comparator.comparing(MaintenanceModel::scheduledFor))
                .toList();
    }

    /// `Shop status`, also when the page is already called so.
    public String title() {
        return nameWithoutStatus() + " status";
    }

    /// The name without the word that every status page would repeat.
    public String nameWithoutStatus() {
        String bare = name.replaceFirst("(?i)[\\s-]+status$", "");
        return bare.isBlank() ? name : bare;
    }
}
