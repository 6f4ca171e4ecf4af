package dev.candor.page.html;

import dev.candor.page.AffectedModel;
import dev.candor.page.TimePrecision;
import dev.candor.page.UpdateModel;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// One public word as the templates see it.
///
/// @param html safe HTML
/// @param at for people; `time not recorded` when it is not
/// @param machineAt for machines, empty when not known exactly
/// @param edited when it was changed afterwards, for people; may be empty
/// @param machineEdited the same for machines
/// @param earlier what was said before it was corrected, the newest first
/// @param changes `Checkout: major outage, before operational`
public record UpdateView(
        String id,
        String phase,
        String look,
        String html,
        String at,
        String machineAt,
        String edited,
        String machineEdited,
        List<Earlier> earlier,
        List<String> changes) {

    /// @param html safe HTML
    /// @param until for people
    /// @param machineUntil for machines
    /// @param why may be empty
    public record Earlier(String html, String until, String machineUntil, String why) {}

    static UpdateView of(UpdateModel update, PageTimes times, TimePrecision precision) {
        boolean exact = precision.compareTo(TimePrecision.MINUTE) <= 0;
        return new UpdateView(
                update.id(),
                update.phase().label(),
                update.phase().wireName(),
                Markdown.html(update.markdown(), 4),
                update.postedAt().map(at -> times.full(at, precision)).orElse("time not recorded"),
                exact ? update.postedAt().map(Instant::toString).orElse("") : "",
                update.editedAt().map(times::full).orElse(""),
                update.editedAt().map(Instant::toString).orElse(""),
                update.earlier().stream()
                        .map(one -> new Earlier(
                                Markdown.html(one.markdown(), 4),
                                times.full(one.until()),
                                one.until().toString(),
                                one.why()))
                        .toList(),
                update.affected().stream().map(UpdateView::change).toList());
    }

    private static String change(AffectedModel affected) {
        return affected.before() == affected.after()
                ? affected.name() + ": " + affected.after().label().toLowerCase(Locale.ROOT)
                : affected.name() + ": " + affected.before().label().toLowerCase(Locale.ROOT) + " → "
                        + affected.after().label().toLowerCase(Locale.ROOT);
    }
}
