package dev.candor.catalog;

import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Reading;
import java.util.List;

/// A place from which monitors look, where a probe agent runs. This machine itself is the location {@link #MAIN},
/// which needs no document.
///
/// @param keys what agents there show; whoever has one can report for this place and reads what its monitors ask
public record Location(String name, String description, List<String> keys) {
    /// Where Candor itself runs.
    public static final String MAIN = "main";

    public static final Kind<Location> KIND = new Kind<>(
            "locations",
            "location",
            Location::read,
            location -> location.keys().stream()
                    .map(key -> new Kind.Claim("keys", key))
                    .toList());

    private static Location read(Reading in) {
        String name = in.name("name");
        if (name.equals(MAIN)) {
            in.problem("name", "`main` is where Candor itself runs; it needs no document");
        }
        List<String> keys = in.texts("keys");
        for (String key : keys) {
            if (!key.matches("[A-Za-z0-9_-]{16,128}")) {
                in.problem(
                        "keys",
                        "a key has 16 to 128 letters, digits, `-` or `_`, found one with " + key.length()
                                + " characters");
            }
        }
        return new Location(name, in.text("description", ""), keys);
    }
}
