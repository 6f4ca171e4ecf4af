package dev.candor.tell.hand;

import dev.candor.catalog.Catalogs;
import dev.candor.page.kit.HandWord;
import dev.candor.platform.db.Tx;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.tell.page.ComponentStatusStore;
import dev.candor.tell.update.UpdateStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What keeps words from elsewhere from being words of this page: names that something else has, components it never
/// had.
final class WordClashes {
    private final Catalogs catalogs;
    private final IncidentStore incidents;
    private final UpdateStore updates;
    private final ComponentStatusStore statuses;

    WordClashes(Catalogs catalogs, IncidentStore incidents, UpdateStore updates, ComponentStatusStore statuses) {
        this.catalogs = catalogs;
        this.incidents = incidents;
        this.updates = updates;
        this.statuses = statuses;
    }

    /// Why not, of the first word that cannot be taken in; empty when all can.
    ///
    /// @param taken public ids of the page that no incident may have
    Optional<String> first(Tx tx, String page, List<HandWord> words, Set<String> taken) {
        return words.stream()
                .flatMap(word -> of(tx, page, word, taken).stream())
                .findFirst();
    }

    private Optional<String> of(Tx tx, String page, HandWord word, Set<String> taken) {
        Optional<Incident> known = incidents.byCode(tx, word.incident());
        List<UpdateStore.Update> named = updates.named(tx, word.id(), word.code());
        if (!named.isEmpty()) {
            boolean same = named.stream()
                    .allMatch(update -> update.id().equals(word.id())
                            && update.code().equals(word.code())
                            && update.page().equals(page)
                            && known.filter(incident -> incident.id().equals(update.incident()))
                                    .isPresent());
            return same ? Optional.empty() : Optional.of("The word " + word.code() + " has the id of another word");
        }
        if (known.isPresent() && !updates.last(tx, known.get().id()).containsKey(page)) {
            return Optional.of(
                    "The word " + word.code() + " is about an incident that is not on this page: " + word.incident());
        }
        if (known.isEmpty() && taken.contains(word.incident())) {
            return Optional.of("The word " + word.code() + " names an incident, and on this page that is something"
                    + " else: " + word.incident());
        }
        return word.components().keySet().stream()
                .filter(code -> !knows(tx, page, code))
                .findFirst()
                .map(code -> "The word " + word.code() + " is about a component this page never had: " + code);
    }

    /// Also one that was taken off the page since: it was true when it was said.
    private boolean knows(Tx tx, String slug, String code) {
        boolean there = catalogs.current()
                .pageWithSlug(slug)
                .filter(page ->
                        page.components().stream().anyMatch(each -> each.code().equals(code)))
                .isPresent();
        return there || statuses.first(tx, slug, code).isPresent();
    }
}
