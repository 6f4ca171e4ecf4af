package dev.candor.catalog;

import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Reading;

/// Who owns services together.
public record Team(String name) {
    public static final Kind<Team> KIND = new Kind<>("teams", "team", Team::read);

    private static Team read(Reading in) {
        return new Team(in.name("name"));
    }
}
