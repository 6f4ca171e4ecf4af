package dev.candor.page.feed;

import dev.candor.page.ComponentModel;
import dev.candor.page.Headline;
import dev.candor.page.IncidentModel;
import dev.candor.page.MaintenanceModel;
import dev.candor.page.PageModel;
import dev.candor.page.SnapshotFile;
import dev.candor.page.UpdateModel;
import dev.candor.page.Uptime;
import dev.candor.page.html.Markdown;
import dev.candor.page.html.PageTimes;
import java.time.Duration;

/// The page as Markdown text: for terminals, chat and everything that reads but does not browse.
public final class PlainPage {
    private static final Duration RECENT = Duration.ofDays(14);

    private final PageModel page;
    private final PageTimes times;
    private final StringBuilder text = new StringBuilder();

    private PlainPage(PageModel page) {
        this.page = page;
        this.times = new PageTimes(page.zone());
    }

    public static SnapshotFile file(PageModel page) {
        return SnapshotFile.text("index.md", "text/markdown", new PlainPage(page).render());
    }

    private String render() {
        Headline headline = Headline.of(page);
        line("# " + page.name() + ": " + headline.title());
        line("");
        line((headline.detail().isEmpty() ? "" : headline.detail() + " ") + "As of " + times.full(page.renderedAt())
                + ".");
        page.openIncidents().forEach(this::open);
        if (!page.activeMaintenances().isEmpty() || !page.upcomingMaintenances().isEmpty()) {
            line("\n## Maintenance\n");
            page.activeMaintenances().forEach(this::maintenance);
            page.upcomingMaintenances().forEach(this::maintenance);
        }
        line("\n## Components\n");
        page.components().forEach(component -> component(component, ""));
        line("\n## Past incidents (14 days)\n");
        long before = text.length();
        page.incidents().stream()
                .filter(incident -> !incident.open())
                .filter(incident -> incident.times()
                        .begin()
                        .filter(at -> at.isAfter(page.renderedAt().minus(RECENT)))
                        .isPresent())
                .forEach(this::past);
        if (text.length() == before) {
            line("None.");
        }
        line("\nAll of it: " + page.url() + "/history");
        return text.toString();
    }

    private void open(IncidentModel incident) {
        line("\n## Open: " + oneLine(incident.name()));
        line("");
        line(incident.phase().label() + ", " + incident.impact().label().toLowerCase(java.util.Locale.ROOT) + ". "
                + page.url() + "/incidents/" + incident.id());
        incident.nextUpdateBy()
                .ifPresent(at -> line(
                        page.renderedAt().isAfter(at)
                                ? "\nThe next update was promised for " + times.full(at) + " and is overdue."
                                : "\nNext update by " + times.full(at) + "."));
        for (UpdateModel update : incident.updates()) {
            line("");
            line("**" + update.phase().label() + "**, "
                    + update.postedAt().map(times::full).orElse("time not recorded") + ": "
                    + Markdown.plain(update.markdown()));
            update.earlier()
                    .forEach(earlier -> line("Corrected " + times.full(earlier.until()) + "; until then it said: "
                            + Markdown.plain(earlier.markdown())));
        }
    }

    private void maintenance(MaintenanceModel maintenance) {
        line("- " + oneLine(maintenance.name()) + ": " + maintenance.state().label() + ", "
                + times.full(maintenance.scheduledFor()) + " to " + times.full(maintenance.scheduledUntil()));
    }

    private void component(ComponentModel component, String indent) {
        String state = component.shownStatus().label();
        if (component.group()) {
            line(indent + "- **" + oneLine(component.name()) + "**: " + state);
            component.children().forEach(child -> component(child, indent + "  "));
            return;
        }
        String shown = component.unknown() ? "Unknown (last confirmed: " + state + ")" : state;
        Uptime measured = Uptime.of(component.days());
        String uptime = component.days().isEmpty()
                ? ""
                : ", uptime "
                        + (measured.young().isEmpty() ? component.days().size() + " days" : "in " + measured.young())
                        + ": " + measured.text();
        line(indent + "- " + oneLine(component.name()) + ": " + shown + uptime);
    }

    private void past(IncidentModel incident) {
        line("- " + incident.times().begin().map(times::full).orElse("") + ": " + oneLine(incident.name()) + " ("
                + incident.phase().label() + ")");
    }

    private static String oneLine(String name) {
        return Xml.allowed(name).replaceAll("\\s+", " ");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
