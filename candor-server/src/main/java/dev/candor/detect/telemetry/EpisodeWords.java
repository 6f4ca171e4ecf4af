package dev.candor.detect.telemetry;

import dev.candor.base.json.Json;
import dev.candor.detect.Severity;
import dev.candor.telemetry.detect.BurnState.Burning;
import dev.candor.telemetry.explain.Explain;
import dev.candor.telemetry.explain.Explanation;
import dev.candor.telemetry.window.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An episode in words, and as JSON for the console's bars. Pure.
///
/// @param explanation empty for a budget
record EpisodeWords(Severity severity, String summary, Map<String, @Nullable Object> explanation) {
    private static final int LONGEST = 1024;

    /// This share of all requests failing is critical.
    private static final double CRITICAL = 0.05;

    /// @param before usual times, merged; may be empty
    /// @param during the rise, merged
    static EpisodeWords rise(String service, Window before, Window during) {
        Explanation why = Explain.rise(before, during);
        String usual = before.requests() == 0 ? "" : ", usually " + percent(before.share());
        String summary = service + ": more requests fail than usual, " + percent(during.share()) + " of "
                + during.requests() + usual + ". " + why.sentence();
        return new EpisodeWords(
                during.share() >= CRITICAL ? Severity.CRITICAL : Severity.ERROR,
                cut(summary),
                json(before, during, why));
    }

    /// @param burning not empty
    static EpisodeWords budget(String service, double objective, List<Burning> burning, boolean page) {
        Burning worst = burning.stream()
                .max(java.util.Comparator.comparingDouble(Burning::burn))
                .orElseThrow();
        String summary = String.format(
                Locale.ROOT,
                "%s: the error budget of %s burns %.1f times too fast (%s): %d of %d requests failed.",
                service,
                percent(objective),
                worst.burn(),
                worst.rule(),
                worst.failures(),
                worst.requests());
        return new EpisodeWords(page ? Severity.ERROR : Severity.INFO, cut(summary), Map.of());
    }

    private static Map<String, @Nullable Object> json(Window before, Window during, Explanation why) {
        var causes = new ArrayList<Map<String, @Nullable Object>>();
        why.causes().forEach(cause -> {
            var values = new LinkedHashMap<String, @Nullable Object>();
            cause.values().forEach((dimension, of) -> values.put(dimension.word(), of));
            causes.add(Json.object(
                    "values", values,
                    "failures", cause.failures(),
                    "requests", cause.requests(),
                    "explains", cause.explains(),
                    "share", cause.share(),
                    "elsewhere", cause.elsewhere()));
        });
        var innocent = new ArrayList<Map<String, @Nullable Object>>();
        why.notGuilty()
                .forEach(one -> innocent.add(Json.object(
                        "dimension", one.dimension().word(),
                        "value", one.value(),
                        "traffic", one.traffic(),
                        "before", one.before(),
                        "of_rise", one.ofRise(),
                        "share", one.share())));
        return Json.object(
                "requests", during.requests(),
                "failures", during.failures(),
                "share", during.share(),
                "usual", before.share(),
                "causes", causes,
                "not_guilty", innocent,
                "sentence", why.sentence());
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
    }

    static String percent(double share) {
        double percent = share * 100;
        String form = percent == 0 || percent == 100
                ? "%.0f %%"
                : percent >= 10 && percent < 99 ? "%.0f %%" : percent >= 0.1 ? "%.1f %%" : "%.3f %%";
        return String.format(Locale.ROOT, form, percent);
    }
}
