package dev.candor.app.console;

import dev.candor.catalog.Component;
import dev.candor.catalog.Page;
import dev.candor.page.ComponentStatus;
import dev.candor.page.html.Markdown;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.update.Draft;
import java.util.List;
import java.util.Map;

/// An update being written: the fields, and how readers will see it.
///
/// @param promises what is promised with it
/// @param look the page as readers would see it; empty until somebody asks
/// @param readers how many subscribers get it by mail
/// @param wrong why it was not published; may be empty
public record UpdateView(
        Incident incident,
        Page page,
        List<Page> pages,
        Draft draft,
        PromiseForm promises,
        String look,
        long readers,
        String wrong,
        String once) {
    public boolean preview() {
        return !look.isEmpty();
    }

    /// The update's words as safe HTML.
    public String html() {
        return Markdown.html(draft.body(), 4);
    }

    public List<Component> components() {
        return page.components();
    }

    public boolean has(Component component, ComponentStatus status) {
        return draft.components().get(component.code()) == status;
    }

    /// Names and states of what it touches, for the preview.
    public List<Map.Entry<String, ComponentStatus>> affected() {
        return page.components().stream()
                .filter(component -> draft.components().containsKey(component.code()))
                .map(component -> Map.entry(
                        component.name(),
                        draft.components().getOrDefault(component.code(), ComponentStatus.OPERATIONAL)))
                .toList();
    }

    public String phaseLook() {
        return switch (draft.phase()) {
            case INVESTIGATING -> "critical";
            case IDENTIFIED -> "major";
            case MONITORING -> "maintenance";
            case RESOLVED, POSTMORTEM -> "good";
        };
    }
}
