package dev.candor.lab.run;

import dev.candor.lab.run.Sightings.Said;
import dev.candor.lab.run.Sightings.Told;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Whom an alert about failing requests blames, and whom it finds not guilty, as its reader sees it.
public final class Blame {
    private Blame() {}

    /// Every value of a dimension (`customer`, `upstream`, `client` ...) that stands among the causes.
    public static Set<String> blamed(Said said, String dimension) {
        var names = new TreeSet<String>();
        for (Map<?, ?> cause : list(said, "causes")) {
            if (cause.get("values") instanceof Map<?, ?> values && values.get(dimension) instanceof List<?> of) {
                of.forEach(name -> names.add(String.valueOf(name)));
            }
        }
        return names;
    }

    /// Every value of a dimension that is said to have no part in it.
    public static Set<String> notGuilty(Said said, String dimension) {
        var names = new TreeSet<String>();
        for (Map<?, ?> one : list(said, "not_guilty")) {
            if (dimension.equals(one.get("dimension"))) {
                names.add(String.valueOf(one.get("value")));
            }
        }
        return names;
    }

    private static List<Map<?, ?>> list(Said said, String key) {
        @Nullable Object found = said.detail().get("explanation") instanceof Map<?, ?> why ? why.get(key) : null;
        return found instanceof List<?> all
                ? all.stream()
                        .<Map<?, ?>>mapMulti((one, to) -> {
                            if (one instanceof Map<?, ?> map) {
                                to.accept(map);
                            }
                        })
                        .toList()
                : List.of();
    }

    /// Everything the alerts said until a moment, in the order it was said.
    public static List<Said> until(Sightings seen, Instant moment) {
        return seen.told().stream()
                .map(Told::said)
                .flatMap(List::stream)
                .filter(said -> !said.at().isAfter(moment))
                .toList();
    }

    /// When exactly these were blamed, and each of them stood in the words, for the first time.
    public static Optional<Instant> exactlyAt(Sightings seen, String dimension, Set<String> expected) {
        return seen.told().stream()
                .map(Told::said)
                .flatMap(List::stream)
                .filter(said -> blamed(said, dimension).equals(expected)
                        && expected.stream().allMatch(said.words()::contains))
                .map(Said::at)
                .min(Instant::compareTo);
    }
}
