package dev.candor.learn.history;

import dev.candor.catalog.Code;
import dev.candor.learn.bulletin.BulletinStore;
import dev.candor.learn.postmortem.Corrected;
import dev.candor.learn.postmortem.PostmortemStore;
import dev.candor.page.BulletinModel;
import dev.candor.page.Impact;
import dev.candor.page.IncidentModel;
import dev.candor.page.IncidentPhase;
import dev.candor.page.IncidentTimes;
import dev.candor.page.TimePrecision;
import dev.candor.page.UpdateModel;
import dev.candor.platform.db.Tx;
import dev.candor.tell.page.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Imported incidents and published postmortems as pages show them.
public final class HistoryOnPages implements History {
    private final HistoryStore store;
    private final PostmortemStore postmortems;
    private final BulletinStore bulletins;

    public HistoryOnPages(HistoryStore store, PostmortemStore postmortems, BulletinStore bulletins) {
        this.store = store;
        this.postmortems = postmortems;
        this.bulletins = bulletins;
    }

    @Override
    public List<IncidentModel> imported(Tx tx, String page) {
        return store.list(tx, page).stream().map(HistoryOnPages::model).toList();
    }

    @Override
    public List<BulletinModel> bulletins(Tx tx, String page) {
        return bulletins.published(tx, page).stream()
                .map(one -> new BulletinModel(
                        one.week().toString(), one.body(), one.publishedAt().orElseThrow()))
                .toList();
    }

    @Override
    public Optional<String> postmortem(Tx tx, UUID incident) {
        return postmortems.published(tx, incident).map(body -> Corrected.of(body, postmortems.before(tx, incident)));
    }

    private static IncidentModel model(HistoryStore.Stored stored) {
        Map<String, @Nullable Object> document = stored.document();
        Optional<String> postmortem = text(document, "postmortem");
        List<UpdateModel> updates = updates(stored, document);
        Optional<Instant> firstWord =
                updates.isEmpty() ? Optional.empty() : updates.getLast().postedAt();
        Optional<Instant> resolved = time(document, "resolved_at");
        return new IncidentModel(
                stored.code(),
                text(document, "title").orElse("Untitled"),
                postmortem.isPresent() ? IncidentPhase.POSTMORTEM : IncidentPhase.RESOLVED,
                Impact.NONE,
                new IncidentTimes(
                        firstWord,
                        time(document, "started_at"),
                        Optional.empty(),
                        resolved,
                        TimePrecision.MINUTE,
                        Optional.of(source(document))),
                resolved.or(() -> firstWord).orElse(Instant.EPOCH),
                updates,
                List.of(),
                postmortem,
                Optional.empty(),
                true);
    }

    private static String source(Map<String, @Nullable Object> document) {
        var words = new StringBuilder("Imported from a published report");
        text(document, "organisation").ifPresent(name -> words.append(" of ").append(name));
        words.append('.');
        if (document.get("affected") instanceof List<?> affected && !affected.isEmpty()) {
            words.append(" It affected ")
                    .append(String.join(
                            ", ", affected.stream().map(String::valueOf).toList()))
                    .append('.');
        }
        text(document, "started_words")
                .filter(_ -> time(document, "started_at").isEmpty())
                .ifPresent(when ->
                        words.append(" The report dates it \"").append(when).append("\"."));
        return words.toString();
    }

    /// Newest first. A post without a phase of its own stands under the last one said, as the report has it: what was
    /// not said is not shown as said.
    private static List<UpdateModel> updates(HistoryStore.Stored stored, Map<String, @Nullable Object> document) {
        var updates = new ArrayList<UpdateModel>();
        if (document.get("updates") instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof Map<?, ?> update) {
                    IncidentPhase phase = phase(update.get("phase"), i + 1 == list.size());
                    Optional<Instant> at = update.get("at") instanceof String text
                            ? Optional.of(Instant.parse(text))
                            : Optional.empty();
                    String body = String.valueOf(update.get("text"));
                    updates.addFirst(new UpdateModel(
                            Code.of("history", stored.key(), Integer.toString(i)),
                            phase,
                            body,
                            at,
                            Optional.empty(),
                            List.of(),
                            false));
                }
            }
        }
        return updates;
    }

    private static IncidentPhase phase(@Nullable Object word, boolean last) {
        if (word instanceof String text) {
            for (IncidentPhase phase : IncidentPhase.values()) {
                if (phase.wireName().equals(text.toLowerCase(Locale.ROOT))) {
                    return phase;
                }
            }
        }
        return last ? IncidentPhase.RESOLVED : IncidentPhase.INVESTIGATING;
    }

    private static Optional<String> text(Map<String, @Nullable Object> document, String key) {
        return document.get(key) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Instant> time(Map<String, @Nullable Object> document, String key) {
        return text(document, key).map(Instant::parse);
    }
}
