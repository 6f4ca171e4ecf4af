package dev.candor.page.kit;

import dev.candor.page.AffectedModel;
import dev.candor.page.BulletinModel;
import dev.candor.page.ComponentModel;
import dev.candor.page.ComponentStatus;
import dev.candor.page.DayBar;
import dev.candor.page.Impact;
import dev.candor.page.IncidentModel;
import dev.candor.page.IncidentPhase;
import dev.candor.page.IncidentTimes;
import dev.candor.page.MaintenanceModel;
import dev.candor.page.MaintenanceState;
import dev.candor.page.PageModel;
import dev.candor.page.PagePolicy;
import dev.candor.page.Phase;
import dev.candor.page.TimePrecision;
import dev.candor.page.UpdateModel;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.Function;

/// Reads what {@link ModelJson} wrote, and nothing else: a field that is missing or unknown is a mistake.
final class ModelReading {
    private static final int DEEPEST = 8;

    private ModelReading() {}

    /// @throws Fields.Wrong where it is not a model
    static PageModel page(Fields in) {
        if (!in.text("format").equals(ModelJson.FORMAT)) {
            throw new Fields.Wrong("the page is in another form than " + ModelJson.FORMAT + ": " + in.text("format"));
        }
        return new PageModel(
                in.text("id"),
                in.text("slug"),
                in.text("name"),
                URI.create(in.text("url")),
                in.text("time_zone"),
                in.instant("updated_at"),
                in.instant("rendered_at"),
                in.number("sequence"),
                in.list("components", inner -> component(inner, DEEPEST)),
                in.list("incidents", ModelReading::incident),
                in.list("maintenances", ModelReading::maintenance),
                in.object("policy", ModelReading::policy),
                in.list("bulletins", ModelReading::bulletin));
    }

    private static PagePolicy policy(Fields in) {
        return new PagePolicy(
                Duration.parse(in.text("stale_after")),
                in.flag("subscribable"),
                in.optionalText("support_url").map(URI::create),
                in.flag("hidden_from_search"));
    }

    static ComponentStatus status(Fields in, String name) {
        return in.word(name, ComponentStatus.values(), ComponentStatus::wireName);
    }

    private static ComponentModel component(Fields in, int deeper) {
        if (deeper == 0) {
            throw new Fields.Wrong("groups are nested too deeply");
        }
        return new ComponentModel(
                in.text("id"),
                in.text("name"),
                in.optionalText("description"),
                status(in, "status"),
                in.flag("unknown"),
                in.instant("created_at"),
                in.instant("updated_at"),
                Math.toIntExact(Math.clamp(in.number("position"), 0, 1_000_000)),
                in.optionalText("group"),
                in.list("children", inner -> component(inner, deeper - 1)),
                in.list("days", ModelReading::day),
                in.optionalText("start_date").map(LocalDate::parse));
    }

    private static DayBar day(Fields in) {
        return new DayBar(
                LocalDate.parse(in.text("date")),
                status(in, "worst"),
                in.number("counted_seconds"),
                in.number("unknown_seconds"),
                in.number("partial_seconds"),
                in.number("major_seconds"),
                in.texts("incidents"));
    }

    private static IncidentModel incident(Fields in) {
        return new IncidentModel(
                in.text("id"),
                in.text("name"),
                incidentPhase(in),
                in.word("impact", Impact.values(), Impact::wireName),
                in.object("times", ModelReading::times),
                in.instant("updated_at"),
                in.list("updates", inner -> update(inner, ModelReading::incidentPhase)),
                in.texts("components"),
                in.optionalText("postmortem"),
                in.optionalInstant("next_update_by"),
                in.flag("imported"));
    }

    static IncidentPhase incidentPhase(Fields in) {
        return in.word("phase", IncidentPhase.values(), IncidentPhase::wireName);
    }

    private static MaintenanceState workPhase(Fields in) {
        return in.word("phase", MaintenanceState.values(), MaintenanceState::wireName);
    }

    private static IncidentTimes times(Fields in) {
        return new IncidentTimes(
                in.optionalInstant("created_at"),
                in.optionalInstant("started_at"),
                in.optionalInstant("monitoring_at"),
                in.optionalInstant("resolved_at"),
                in.word("precision", TimePrecision.values(), word -> word.name().toLowerCase(Locale.ROOT)),
                in.optionalText("source"));
    }

    private static UpdateModel update(Fields in, Function<Fields, ? extends Phase> phase) {
        return new UpdateModel(
                in.text("id"),
                phase.apply(in),
                in.text("markdown"),
                in.optionalInstant("posted_at"),
                in.optionalInstant("edited_at"),
                in.list(
                        "affected",
                        inner -> new AffectedModel(
                                inner.text("component"),
                                inner.text("name"),
                                status(inner, "before"),
                                status(inner, "after"))),
                in.flag("deliver_notifications"),
                in.list(
                        "earlier",
                        inner -> new UpdateModel.Earlier(
                                inner.text("markdown"), inner.instant("until"), inner.text("why"))));
    }

    private static MaintenanceModel maintenance(Fields in) {
        return new MaintenanceModel(
                in.text("id"),
                in.text("name"),
                in.word("state", MaintenanceState.values(), MaintenanceState::wireName),
                in.instant("scheduled_for"),
                in.instant("scheduled_until"),
                in.instant("created_at"),
                in.instant("updated_at"),
                in.optionalInstant("started_at"),
                in.optionalInstant("completed_at"),
                in.list("updates", inner -> update(inner, ModelReading::workPhase)),
                in.texts("components"));
    }

    private static BulletinModel bulletin(Fields in) {
        return new BulletinModel(in.text("week"), in.text("markdown"), in.instant("published_at"));
    }
}
