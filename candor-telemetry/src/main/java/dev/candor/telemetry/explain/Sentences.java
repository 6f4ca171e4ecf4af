package dev.candor.telemetry.explain;

import dev.candor.telemetry.explain.Explanation.Cause;
import dev.candor.telemetry.explain.Explanation.NotGuilty;
import dev.candor.telemetry.window.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The explanation in words.
final class Sentences {
    private static final int VALUES_SHOWN = 10;

    private Sentences() {}

    static String of(Window during, List<Cause> causes, List<NotGuilty> innocent) {
        var sentences = new ArrayList<String>();
        if (during.failures() == 0) {
            sentences.add("Nothing failed.");
        } else if (causes.isEmpty()) {
            sentences.add("The failures are spread: no route, host, upstream, customer, client or region stands out.");
        } else {
            Cause first = causes.getFirst();
            boolean many = first.values().values().stream().anyMatch(values -> values.size() > 1);
            sentences.add("%s %s %s of the failures (%d of %d); %s of these requests fail, elsewhere %s."
                    .formatted(
                            capital(words(first)),
                            many ? "explain" : "explains",
                            percent(first.explains()),
                            first.failures(),
                            during.failures(),
                            percent(first.share()),
                            percent(first.elsewhere())));
            sameFailures(causes).ifPresent(sentences::add);
        }
        for (NotGuilty one : innocent) {
            String rise = one.ofRise() < 0.005 ? "none of the rise" : "only " + percent(one.ofRise()) + " of the rise";
            sentences.add("%s %s has %s of the traffic and %s."
                    .formatted(capital(one.dimension().word()), one.value(), percent(one.traffic()), rise));
        }
        return String.join(" ", sentences);
    }

    /// Told another way: a store that refuses is the cause, its customers are who is hit.
    private static Optional<String> sameFailures(List<Cause> causes) {
        var said = new HashSet<List<String>>();
        causes.getFirst().values().values().forEach(values -> said.add(sorted(values)));
        var others = new ArrayList<String>();
        for (Cause cause : causes.subList(1, causes.size())) {
            if (said.addAll(
                    cause.values().values().stream().map(Sentences::sorted).toList())) {
                others.add(words(cause));
            }
        }
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("The same failures: " + String.join("; ", others) + ".");
    }

    private static List<String> sorted(List<String> values) {
        return values.stream().sorted().toList();
    }

    /// "upstream n7, n12 and n31", "route /pay with customer dora".
    static String words(Cause cause) {
        var parts = new ArrayList<String>();
        cause.values().forEach((dimension, values) -> parts.add(dimension.word() + " " + list(values)));
        return String.join(" with ", parts);
    }

    private static String list(List<String> values) {
        if (values.size() == 1) {
            return values.getFirst();
        }
        if (values.size() > VALUES_SHOWN) {
            return String.join(", ", values.subList(0, VALUES_SHOWN)) + " and " + (values.size() - VALUES_SHOWN)
                    + " more";
        }
        return String.join(", ", values.subList(0, values.size() - 1)) + " and " + values.getLast();
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    static String percent(double share) {
        double percent = share * 100;
        String form = percent == 0 || percent >= 10 ? "%.0f %%" : percent >= 0.1 ? "%.1f %%" : "%.3f %%";
        return String.format(Locale.ROOT, form, percent);
    }
}
