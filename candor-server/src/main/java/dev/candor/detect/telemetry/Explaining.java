package dev.candor.detect.telemetry;

import dev.candor.catalog.Objective;
import dev.candor.catalog.Service;
import dev.candor.platform.db.DatabaseException;
import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Puts an episode into words by what is stored of the time before it and since.
final class Explaining {
    private static final Duration BEFORE = Duration.ofHours(1);

    /// A rise builds up: the minutes right before it are not "before".
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final Duration LONG = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(6);
    private static final int VALUES = 300;

    private final WindowStore windows;

    Explaining(WindowStore windows) {
        this.windows = windows;
    }

    EpisodeWords rise(String service, Episode episode, Instant now) {
        Instant started = episode.startedAt();
        Instant from = started.isBefore(now.minus(LONGEST)) ? now.minus(LONGEST) : started;
        boolean isLong = from.isBefore(now.minus(LONG));
        Window during = Window.merge(
                between(service, isLong ? WindowStore.Span.MINUTE : WindowStore.Span.WINDOW, from, now), VALUES);
        Window before = Window.merge(
                between(service, WindowStore.Span.MINUTE, started.minus(BEFORE), started.minus(MARGIN)), VALUES);
        return EpisodeWords.rise(service, before, during);
    }

    EpisodeWords budget(Service service, Judged judged, Episode episode) {
        boolean page = !episode.dedupKey().endsWith("-slowly");
        var burning = judged.burn().burning().stream()
                .filter(one -> one.page() == page)
                .toList();
        return EpisodeWords.budget(
                service.name(),
                service.objective().map(Objective::target).orElse(Objective.USUAL.target()),
                burning,
                page);
    }

    private List<Window> between(String service, WindowStore.Span span, Instant from, Instant until) {
        try {
            return windows.between(service, span, from, until);
        } catch (DatabaseException away) {
            return windows.recent(service, span, from, until);
        }
    }
}
