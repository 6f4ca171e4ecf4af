package dev.candor.detect.monitor;

import dev.candor.catalog.Location;
import dev.candor.catalog.document.Reading;
import java.util.HashSet;
import java.util.List;

/// From where a monitor looks.
///
/// @param locations 1 to 20, each once
/// @param quorum how many of them must fail to see it before it is down
public record Places(List<String> locations, int quorum) {
    /// From this machine only.
    public static final Places HERE = new Places(List.of(Location.MAIN), 1);

    private static final int MOST = 20;

    public Places {
        locations = List.copyOf(locations);
    }

    public boolean areSeveral() {
        return locations.size() > 1 || !locations.contains(Location.MAIN);
    }

    static Places read(Reading in) {
        List<String> names = in.referencesBut(Location.MAIN, "locations", Location.KIND.plural());
        if (names.isEmpty()) {
            if (in.has("quorum")) {
                in.problem("quorum", "counts locations; list them in `locations`");
            }
            return HERE;
        }
        if (names.size() > MOST || new HashSet<>(names).size() < names.size()) {
            in.problem("locations", "are 1 to " + MOST + " different names");
            return HERE;
        }
        int quorum = in.number("quorum", names.size() / 2 + 1, 1, names.size());
        return new Places(names, quorum);
    }
}
