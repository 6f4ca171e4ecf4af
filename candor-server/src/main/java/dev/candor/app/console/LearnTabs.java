package dev.candor.app.console;

import java.util.List;

/// The screens behind the navigation's "Learn".
public record LearnTabs(String path, String name) {
    /// The navigation's entry.
    static final String SECTION = "/boxes";

    public static final List<LearnTabs> ALL = List.of(
            new LearnTabs("/boxes", "Two weeks"),
            new LearnTabs("/figures", "Figures"),
            new LearnTabs("/postmortems", "Postmortems"),
            new LearnTabs("/actions", "Action items"),
            new LearnTabs("/bulletins", "Bulletins"));
}
