package dev.candor.app.console;

import dev.candor.base.time.Durations;
import dev.candor.catalog.Page;
import dev.candor.learn.action.ActionItem;
import dev.candor.learn.figures.Figure;
import dev.candor.learn.figures.Figures;
import dev.candor.learn.postmortem.PostmortemStore;
import dev.candor.learn.similar.Similar;
import dev.candor.paging.alert.Alert;
import dev.candor.respond.Respond;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.repair.Repair;
import dev.candor.respond.suspect.Suspects;
import dev.candor.tell.update.UpdateStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// One incident with everything about it.
///
/// @param hint what has to be decided about it; empty when nothing has
/// @param pages those that show something of it, then the others
/// @param names component names by code
/// @param suspects what was changed before it
/// @param repairs what it left broken
/// @param commitments what was promised about it
/// @param corrections what was put right of its updates
/// @param similar past ones like it
/// @param actions what is to change because of it
/// @param cameBack what was to change before, and did not
/// @param measured what its timeline says of times
public record IncidentView(
        Incident incident,
        String hint,
        List<Alert> alerts,
        Respond.Story story,
        List<UpdateStore.Update> updates,
        List<Page> pages,
        Map<String, String> names,
        Optional<PostmortemStore.Postmortem> postmortem,
        List<String> people,
        String pagesUrl,
        String once,
        Suspects suspects,
        Figures measured,
        List<Repair> repairs,
        List<CommitmentLine> commitments,
        Map<UUID, List<UpdateStore.Correction>> corrections,
        List<Similar> similar,
        List<ActionItem> actions,
        List<ActionItem> cameBack) {
    /// Whether what has to be changed and repaired stands above the timeline: once there is some of it, or it is over.
    /// While it goes on and nothing is noted, what happens counts more.
    public boolean aftermathFirst() {
        return !incident.open() || !actions.isEmpty() || !cameBack.isEmpty() || !repairs.isEmpty();
    }

    /// A figure with its name, and the two facts it comes from.
    public record Shown(String name, String words, String facts) {}

    public List<Shown> figures() {
        return Stream.of(Figure.Kind.values())
                .map(kind -> measured.get(kind)
                        .map(figure -> new Shown(
                                kind.words(),
                                Durations.words(figure.length()),
                                figure.from().kind() + " at " + figure.from().at() + " to "
                                        + figure.until().kind() + " at "
                                        + figure.until().at()))
                        .orElseGet(() ->
                                new Shown(kind.words(), incident.open() ? "not yet" : "no facts", kind.meaning())))
                .toList();
    }

    private static final int MOST_ALERTS = 30;
    private static final int MOST_UPDATES = 5;
    private static final int MOST_SUSPECTS = 5;
    private static final int MOST_ACQUITTED = 10;

    /// What may have caused it, the likeliest first.
    public List<Suspects.Suspect> someSuspects() {
        return suspects.suspects().stream().limit(MOST_SUSPECTS).toList();
    }

    /// What cannot have.
    public List<Suspects.Acquitted> someAcquitted() {
        return suspects.acquitted().stream().limit(MOST_ACQUITTED).toList();
    }

    /// The first of its alerts; a storm has thousands.
    public List<Alert> someAlerts() {
        return alerts.stream().limit(MOST_ALERTS).toList();
    }

    /// The newest updates; all of them are on the page.
    public List<UpdateStore.Update> someUpdates() {
        return updates.stream().limit(MOST_UPDATES).toList();
    }

    public boolean isCorrected(UpdateStore.Update update) {
        return corrections.containsKey(update.id());
    }

    /// What an update says now.
    public String said(UpdateStore.Update update) {
        List<UpdateStore.Correction> all = corrections.getOrDefault(update.id(), List.of());
        return all.isEmpty() ? update.body() : all.getLast().body();
    }

    /// Nobody has it, or an alert of it waits for somebody.
    public boolean waiting() {
        return incident.open() && !incident.taken() || alerts.stream().anyMatch(Alert::needsSomebody);
    }

    public String name(String code) {
        return names.getOrDefault(code, code);
    }

    /// Where readers find it on a page.
    public String publicUrl(String page) {
        return pagesUrl + "/" + page + "/incidents/" + incident.code();
    }
}
