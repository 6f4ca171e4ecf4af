package dev.candor.platform.screen;

import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Principal;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.auth.Role;
import java.time.Instant;
import java.util.List;

/// What every screen has around it: who looks, where they are, what they may do, what time it is.
///
/// @param section path of the navigation's current entry
/// @param needing how many alerts wait for somebody
/// @param notice what was just done, shown once; may be empty
public record Shell(Principal principal, String title, String section, long needing, String notice, Instant now) {
    /// An entry of the navigation.
    public record Place(String path, String name, String icon, Resource resource) {}

    private static final List<Place> PLACES = List.of(
            new Place("/", "Overview", "overview", Resource.OVERVIEW),
            new Place("/alerts", "Alerts", "alerts", Resource.ALERTS),
            new Place("/incidents", "Incidents", "incidents", Resource.INCIDENTS),
            new Place("/monitors", "Monitors", "monitors", Resource.MONITORS),
            new Place("/services", "Services", "services", Resource.SERVICES),
            new Place("/changes", "Changes", "changes", Resource.CHANGES),
            new Place("/vendors", "Vendors", "vendors", Resource.MONITORS),
            new Place("/pages", "Pages", "pages", Resource.PAGES),
            new Place("/maintenances", "Maintenance", "maintenance", Resource.MAINTENANCES),
            new Place("/runbooks", "Runbooks", "play", Resource.RUNBOOKS),
            new Place("/boxes", "Learn", "learn", Resource.INCIDENTS),
            new Place("/people", "People", "people", Resource.PEOPLE),
            new Place("/proof", "Proof", "check", Resource.MONITORS),
            new Place("/deliveries", "Deliveries", "deliveries", Resource.DELIVERIES),
            new Place("/settings", "Settings", "settings", Resource.SETTINGS));

    /// What this person may look at.
    public List<Place> places() {
        return PLACES.stream()
                .filter(place -> principal.may(place.resource(), Action.READ))
                .toList();
    }

    /// The four for the thumb.
    public List<Place> thumb() {
        return PLACES.subList(0, 4);
    }

    /// The others.
    public List<Place> others() {
        return places().stream().skip(4).toList();
    }

    public boolean mayAct(Resource resource) {
        return principal.may(resource, Action.ACT);
    }

    public boolean mayWrite(Resource resource) {
        return principal.may(resource, Action.WRITE);
    }

    public boolean mayRead(Resource resource) {
        return principal.may(resource, Action.READ);
    }

    /// Whether a link to `path` would be answered.
    public boolean mayOpen(String path) {
        return switch (path.replaceAll("\\?.*", "")) {
            case "/settings" -> mayRead(Resource.SETTINGS);
            case "/monitors/new" -> mayWrite(Resource.MONITORS);
            case "/channels" -> mayRead(Resource.CHANNELS);
            default -> !path.endsWith("/edit") || mayEdit(path);
        };
    }

    private boolean mayEdit(String path) {
        return path.startsWith("/services/")
                ? mayWrite(Resource.SERVICES)
                : path.startsWith("/people/") ? mayWrite(Resource.PEOPLE) : mayWrite(Resource.PAGES);
    }

    public String person() {
        return principal.actor();
    }

    public String role() {
        return principal instanceof Principal.Signed signed ? signed.role().word() : Role.VIEWER.word();
    }

    public String style() {
        return ScreenAssets.style();
    }

    public String script() {
        return ScreenAssets.script();
    }
}
