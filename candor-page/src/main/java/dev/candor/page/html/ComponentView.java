package dev.candor.page.html;

import dev.candor.base.time.Durations;
import dev.candor.page.ComponentModel;
import dev.candor.page.ComponentStatus;
import dev.candor.page.Uptime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A component or group as the templates see it.
///
/// @param look CSS class of the state: `operational`, `unknown`, ...
/// @param label the state in words
/// @param note what goes with an unknown state, else empty
/// @param uptime `99.98 %`, empty without history
/// @param young for how long something is known when that is less than a day, `12 min`; else empty
/// @param formula the numbers behind it, in words
/// @param troubles days with trouble, newest first
/// @param open a group that should be unfolded
public record ComponentView(
        String id,
        String name,
        Optional<String> description,
        String look,
        String label,
        String note,
        List<BarView> bars,
        String uptime,
        String young,
        String formula,
        Uptime measured,
        List<String> troubles,
        List<ComponentView> children,
        boolean open) {

    static ComponentView of(ComponentModel component, PageTimes times) {
        List<ComponentView> children =
                component.children().stream().map(child -> of(child, times)).toList();
        ComponentStatus status = component.shownStatus();
        boolean fine = status == ComponentStatus.OPERATIONAL;
        boolean unknown = component.group() ? component.anyUnknown() && fine : component.unknown();
        Uptime measured = Uptime.of(component.days());
        List<Uptime> members = component.group()
                ? component.leaves().map(leaf -> Uptime.of(leaf.days())).toList()
                : List.of(measured);
        List<BarView> bars =
                component.days().stream().map(day -> BarView.of(day, times)).toList();
        return new ComponentView(
                component.id(),
                component.name(),
                component.description(),
                unknown ? "unknown" : status.wireName(),
                unknown ? (component.group() ? "Partly unknown" : "Unknown") : status.label(),
                component.unknown() && !component.group()
                        ? "Not being measured right now. " + lastKnown(component, status, times)
                        : "",
                bars,
                component.group()
                        ? Uptime.average(members).map(Uptime::percentText).orElse("")
                        : bars.isEmpty() ? "" : measured.text(),
                Uptime.young(members),
                bars.isEmpty() ? "" : formula(measured),
                measured,
                bars.reversed().stream()
                        .filter(BarView::trouble)
                        .map(BarView::tip)
                        .toList(),
                children,
                !fine || unknown || component.children().size() <= 6);
    }

    private static String lastKnown(ComponentModel component, ComponentStatus status, PageTimes times) {
        boolean ever = component.days().stream().anyMatch(day -> day.countedSeconds() > day.unknownSeconds());
        return ever
                ? "Last confirmed: " + status.label().toLowerCase(Locale.ROOT) + ", since "
                        + times.full(component.updatedAt()) + "."
                : "It was never measured before.";
    }

    public boolean group() {
        return !children.isEmpty();
    }

    /// What the row of bars says to somebody who cannot see it.
    public String barsInWords() {
        return "%s, last %d days: uptime %s%s, %s"
                .formatted(
                        name,
                        bars.size(),
                        uptime,
                        young.isEmpty() ? "" : " in " + young,
                        troubles.isEmpty()
                                ? "no day with trouble"
                                : troubles.size() + (troubles.size() == 1 ? " day" : " days") + " with trouble");
    }

    public List<ComponentView> leaves() {
        return group()
                ? children.stream().flatMap(child -> child.leaves().stream()).toList()
                : List.of(this);
    }

    private static String formula(Uptime measured) {
        String lost = measured.majorSeconds() == 0 && measured.partialSeconds() == 0
                ? "Nothing was lost in "
                : "Major outage " + words(measured.majorSeconds()) + ", partial outage "
                        + words(measured.partialSeconds()) + ", in ";
        String excluded =
                measured.unknownSeconds() == 0 ? "" : "; " + words(measured.unknownSeconds()) + " unknown, left out";
        return lost + words(measured.knownSeconds()) + " known" + excluded + ".";
    }

    static String words(long seconds) {
        return seconds <= 0 ? "0 s" : Durations.words(Duration.ofSeconds(seconds));
    }

    /// For the table of the uptime page.
    public String words(String part) {
        return switch (part) {
            case "major" -> words(measured.majorSeconds());
            case "partial" -> words(measured.partialSeconds());
            case "unknown" -> words(measured.unknownSeconds());
            default -> words(measured.knownSeconds());
        };
    }
}
