package dev.candor.tell.page;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Component;
import dev.candor.catalog.Maintenance;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.catalog.Page;
import dev.candor.page.AffectedModel;
import dev.candor.page.ComponentModel;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentModel;
import dev.candor.page.IncidentPhase;
import dev.candor.page.IncidentTimes;
import dev.candor.page.MaintenanceModel;
import dev.candor.page.MaintenanceState;
import dev.candor.page.PageModel;
import dev.candor.page.PagePolicy;
import dev.candor.page.TimePrecision;
import dev.candor.page.UpdateModel;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.tell.commitment.CommitmentStore;
import dev.candor.tell.update.UpdateStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Reads everything a page shows from the ledger. Public views are types of their own: nothing internal can slip
/// through.
public final class PageModels {
    private static final int UPDATES = 5_000;

    private final ComponentStatusStore statuses;
    private final UpdateStore updates;
    private final IncidentStore incidents;
    private final MaintenanceStore maintenances;
    private final History history;
    private final boolean subscribable;
    private final CommitmentStore commitments = new CommitmentStore();

    /// @param subscribable whether readers can have mails
    public PageModels(
            ComponentStatusStore statuses,
            UpdateStore updates,
            IncidentStore incidents,
            MaintenanceStore maintenances,
            History history,
            boolean subscribable) {
        this.statuses = statuses;
        this.updates = updates;
        this.incidents = incidents;
        this.maintenances = maintenances;
        this.history = history;
        this.subscribable = subscribable;
    }

    /// @param url where readers find the page
    public PageModel read(
            Tx tx, Catalog catalog, Page page, PageStore.PageRow row, long sequence, URI url, Instant now) {
        List<ComponentModel> components = components(tx, page, now);
        var names = new LinkedHashMap<String, String>();
        page.components().forEach(component -> names.put(component.code(), component.name()));
        List<IncidentModel> shown = new ArrayList<>(incidents(tx, page, names, now));
        shown.addAll(history.imported(tx, page.slug()));
        List<MaintenanceModel> planned = maintenances.ofPage(tx, page.slug(), 200).stream()
                .map(PageModels::maintenance)
                .toList();
        Instant updatedAt = latest(components, shown, planned, now);
        return new PageModel(
                row.code(),
                page.slug(),
                page.name(),
                url,
                page.timeZone().getId(),
                updatedAt,
                now,
                sequence,
                components,
                shown,
                planned,
                new PagePolicy(page.staleAfter(), subscribable, page.support(), false),
                history.bulletins(tx, page.slug()));
    }

    private static Instant latest(
            List<ComponentModel> components,
            List<IncidentModel> incidents,
            List<MaintenanceModel> maintenances,
            Instant now) {
        Instant latest = Instant.EPOCH;
        for (ComponentModel leaf :
                components.stream().flatMap(ComponentModel::leaves).toList()) {
            latest = leaf.updatedAt().isAfter(latest) ? leaf.updatedAt() : latest;
        }
        for (IncidentModel incident : incidents) {
            latest = incident.updatedAt().isAfter(latest) ? incident.updatedAt() : latest;
        }
        for (MaintenanceModel maintenance : maintenances) {
            latest = maintenance.updatedAt().isAfter(latest) ? maintenance.updatedAt() : latest;
        }
        return latest.equals(Instant.EPOCH) ? now : latest;
    }

    private List<ComponentModel> components(Tx tx, Page page, Instant now) {
        var top = new ArrayList<ComponentModel>();
        var groups = new LinkedHashMap<String, List<ComponentModel>>();
        var order = new ArrayList<String>();
        for (Component component : page.components()) {
            if (component.group().isPresent()) {
                String group = component.group().get();
                if (!groups.containsKey(group)) {
                    order.add("group/" + group);
                }
                String groupCode = dev.candor.catalog.Code.of("group", page.slug(), group);
                List<ComponentModel> members = groups.computeIfAbsent(group, _ -> new ArrayList<>());
                members.add(component(tx, page, component, members.size() + 1, Optional.of(groupCode), now));
            } else {
                order.add("component/" + top.size());
                top.add(component(tx, page, component, order.size(), Optional.empty(), now));
            }
        }
        var shown = new ArrayList<ComponentModel>();
        for (String entry : order) {
            if (entry.startsWith("component/")) {
                shown.add(top.get(Integer.parseInt(entry.substring("component/".length()))));
            } else {
                String group = entry.substring("group/".length());
                List<ComponentModel> members = java.util.Objects.requireNonNull(groups.get(group));
                Instant createdAt = members.stream()
                        .map(ComponentModel::createdAt)
                        .min(Instant::compareTo)
                        .orElse(now);
                shown.add(ComponentModel.of(
                                dev.candor.catalog.Code.of("group", page.slug(), group),
                                group,
                                createdAt,
                                shown.size() + 1)
                        .with(members));
            }
        }
        return shown;
    }

    private ComponentModel component(
            Tx tx, Page page, Component component, int position, Optional<String> group, Instant now) {
        List<ComponentStatusStore.Interval> intervals =
                statuses.since(tx, page.slug(), component.code(), now.minus(Duration.ofDays(DayBars.DAYS + 1)));
        Instant createdAt = statuses.first(tx, page.slug(), component.code()).orElse(now);
        ComponentStatus confirmed = ComponentStatus.OPERATIONAL;
        Instant confirmedAt = createdAt;
        boolean unknown = true;
        for (ComponentStatusStore.Interval interval : intervals) {
            unknown = interval.unknown();
            if (!interval.unknown() && (interval.status() != confirmed || confirmedAt.equals(createdAt))) {
                confirmed = interval.status();
                confirmedAt = interval.from();
            }
        }
        return new ComponentModel(
                component.code(),
                component.name(),
                Optional.of(component.description()).filter(text -> !text.isBlank()),
                confirmed,
                unknown,
                createdAt,
                confirmedAt,
                position,
                group,
                List.of(),
                DayBars.of(intervals, page.timeZone(), now),
                Optional.of(createdAt.atZone(page.timeZone()).toLocalDate()));
    }

    private List<IncidentModel> incidents(Tx tx, Page page, Map<String, String> names, Instant now) {
        var byIncident = new LinkedHashMap<UUID, List<UpdateStore.Update>>();
        for (UpdateStore.Update update : updates.ofPage(tx, page.slug(), UPDATES)) {
            byIncident
                    .computeIfAbsent(update.incident(), _ -> new ArrayList<>())
                    .add(update);
        }
        Map<UUID, List<UpdateStore.Correction>> corrections = updates.correctionsOfPage(tx, page.slug());
        var models = new ArrayList<IncidentModel>();
        byIncident.forEach((id, said) -> incidents
                .find(tx, id)
                .ifPresent(incident -> models.add(incident(tx, page, incident, said, corrections, names))));
        models.sort(java.util.Comparator.comparing(
                        (IncidentModel model) -> model.times().begin().orElse(now))
                .reversed());
        return models;
    }

    private IncidentModel incident(
            Tx tx,
            Page page,
            Incident incident,
            List<UpdateStore.Update> said,
            Map<UUID, List<UpdateStore.Correction>> corrections,
            Map<String, String> names) {
        Optional<String> postmortem = history.postmortem(tx, incident.id());
        IncidentPhase phase = said.getFirst().phase();
        Instant first = said.getLast().displayAt();
        Optional<Instant> monitoring = firstWith(said, IncidentPhase.MONITORING);
        Optional<Instant> resolved = firstWith(said, IncidentPhase.RESOLVED);
        var shown = new ArrayList<UpdateModel>();
        Map<String, ComponentStatus> before = shownBefore(tx, page, incident, said.getLast());
        for (UpdateStore.Update update : said.reversed()) {
            UpdateModel model = update(update, names, before);
            for (UpdateStore.Correction one : corrections.getOrDefault(update.id(), List.of())) {
                model = model.corrected(one.body(), one.at(), one.why());
            }
            shown.addFirst(model);
            before.putAll(update.components());
        }
        return new IncidentModel(
                incident.code(),
                incident.publicTitle(),
                postmortem.isPresent() && !phase.open() ? IncidentPhase.POSTMORTEM : phase,
                incident.impact(),
                new IncidentTimes(
                        Optional.of(first),
                        Optional.of(incident.startedAt()),
                        monitoring,
                        phase.open() ? Optional.empty() : resolved,
                        TimePrecision.SECOND,
                        Optional.empty()),
                changedAt(said, shown),
                shown,
                incident.components().keySet().stream()
                        .filter(names::containsKey)
                        .toList(),
                postmortem,
                phase.open() ? commitments.nextUpdateBy(tx, incident.id(), page.slug()) : Optional.empty(),
                false);
    }

    private static Instant changedAt(List<UpdateStore.Update> newestFirst, List<UpdateModel> shown) {
        return shown.stream()
                .flatMap(model -> model.editedAt().stream())
                .reduce(newestFirst.getFirst().displayAt(), (one, other) -> one.isAfter(other) ? one : other);
    }

    /// What the page showed of the components before the first update about them. What Candor says by itself comes
    /// with the failure that the page is about to show: before that means before the failure.
    private Map<String, ComponentStatus> shownBefore(Tx tx, Page page, Incident incident, UpdateStore.Update first) {
        boolean byItself =
                first.author().equals(Journal.CANDOR) && incident.startedAt().isBefore(first.displayAt());
        Instant at = byItself ? incident.startedAt() : first.displayAt();
        var shown = new LinkedHashMap<String, ComponentStatus>();
        first.components()
                .keySet()
                .forEach(code ->
                        statuses.before(tx, page.slug(), code, at).ifPresent(status -> shown.put(code, status)));
        return shown;
    }

    private static Optional<Instant> firstWith(List<UpdateStore.Update> newestFirst, IncidentPhase phase) {
        return newestFirst.stream()
                .filter(update -> update.phase() == phase)
                .map(UpdateStore.Update::displayAt)
                .findFirst();
    }

    private static UpdateModel update(
            UpdateStore.Update update, Map<String, String> names, Map<String, ComponentStatus> before) {
        var affected = new ArrayList<AffectedModel>();
        update.components().forEach((code, status) -> {
            String name = names.get(code);
            if (name != null) {
                affected.add(
                        new AffectedModel(code, name, before.getOrDefault(code, ComponentStatus.OPERATIONAL), status));
            }
        });
        return UpdateModel.of(update.code(), update.phase(), update.body(), update.displayAt())
                .affecting(affected);
    }

    private static MaintenanceModel maintenance(Maintenance maintenance) {
        return new MaintenanceModel(
                maintenance.code(),
                maintenance.name(),
                MaintenanceState.valueOf(maintenance.state().name()),
                maintenance.scheduledFor(),
                maintenance.scheduledUntil(),
                maintenance.createdAt(),
                maintenance.updatedAt(),
                maintenance.startedAt(),
                maintenance.completedAt(),
                words(maintenance),
                maintenance.components());
    }

    /// Its updates follow from what happened to it.
    private static List<UpdateModel> words(Maintenance maintenance) {
        var words = new ArrayList<UpdateModel>();
        words.add(word(
                maintenance,
                MaintenanceState.SCHEDULED,
                "We plan this work: " + maintenance.name() + ".",
                maintenance.createdAt()));
        maintenance
                .startedAt()
                .ifPresent(at ->
                        words.addFirst(word(maintenance, MaintenanceState.IN_PROGRESS, "The work has begun.", at)));
        maintenance
                .completedAt()
                .ifPresent(
                        at -> words.addFirst(word(maintenance, MaintenanceState.COMPLETED, "The work is done.", at)));
        return words;
    }

    private static UpdateModel word(Maintenance maintenance, MaintenanceState state, String text, Instant at) {
        return UpdateModel.of(
                dev.candor.catalog.Code.of("maintenance", maintenance.code(), state.wireName()), state, text, at);
    }
}
