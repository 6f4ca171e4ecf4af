package dev.candor.app.console;

import dev.candor.base.time.Durations;
import dev.candor.catalog.Page;
import dev.candor.learn.postmortem.PostmortemStore;
import dev.candor.paging.alert.Alert;
import dev.candor.platform.journal.Fact;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.update.UpdateStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One incident with everything about it.
///
/// @param pages those that show something of it, then the others
/// @param names component names by code
public record IncidentView(
        Incident incident,
        List<Alert> alerts,
        List<Fact> timeline,
        List<UpdateStore.Update> updates,
        List<Page> pages,
        Map<String, String> names,
        Optional<PostmortemStore.Postmortem> postmortem,
        List<String> people,
        String pagesUrl) {
    /// A figure with its name.
    public record Figure(String name, String words) {}

    public List<Figure> figures() {
        return List.of(
                new Figure("to detect", words(Optional.of(incident.timeToDetect()))),
                new Figure("to acknowledge", words(incident.timeToAcknowledge())),
                new Figure("to mitigate", words(incident.timeToMitigate())),
                new Figure("to resolve", words(incident.timeToResolve())));
    }

    private static String words(Optional<Duration> duration) {
        return duration.map(Durations::words).orElse("not yet");
    }

    public boolean waiting() {
        return alerts.stream().anyMatch(Alert::needsSomebody);
    }

    public String name(String code) {
        return names.getOrDefault(code, code);
    }

    /// Where readers find it on a page.
    public String publicUrl(String page) {
        return pagesUrl + "/" + page + "/incidents/" + incident.code();
    }
}
