package dev.candor.catalog.change;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Something that was changed, once however often it is reported.
///
/// @param number for people; 0 until it is stored
/// @param service what it belongs to; empty when its sender does not know
/// @param labels what it touches, by name (`customer`, `region`, `host`, `route`, `version`), in order of name
/// @param who made it; may be empty
/// @param source who reported it: `api`, `cli`, `github`, `gitlab`, `pagerduty`
/// @param link where there is more; may be empty
/// @param key names it within its service: what comes with the same key is the same change
/// @param note what is odd about it, in words: a clock that cannot be right; may be empty
/// @param endedAt empty while it is under way
/// @param receivedAt when we heard of it first
public record ChangeEvent(
        UUID id,
        long number,
        ChangeKind kind,
        String summary,
        String service,
        Map<String, List<String>> labels,
        String who,
        String source,
        String link,
        String key,
        Outcome outcome,
        String note,
        Instant startedAt,
        Optional<Instant> endedAt,
        Instant receivedAt) {
    public static final int LONGEST_SUMMARY = 300;
    public static final int LONGEST_NAME = 100;
    public static final int LONGEST_LINK = 2000;
    public static final int LONGEST_KEY = 255;

    public ChangeEvent {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        startedAt = startedAt.truncatedTo(ChronoUnit.MILLIS); // as it is stored
        endedAt = endedAt.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
        receivedAt = receivedAt.truncatedTo(ChronoUnit.MILLIS);
        if (endedAt.isPresent() && endedAt.get().isBefore(startedAt)) {
            endedAt = Optional.of(startedAt);
        }
    }

    public boolean running() {
        return endedAt.isEmpty();
    }

    /// Its name in the journal.
    public String subject() {
        return subject(id);
    }

    public static String subject(UUID id) {
        return "change/" + id;
    }

    /// One line: what, which, who.
    public String words() {
        return kind.word() + (service.isEmpty() ? "" : " of " + service) + ": " + summary
                + (who.isEmpty() ? "" : " (" + who + ")");
    }

    /// The same change after it was reported once more. Reports may come twice and in any order: an end is never taken
    /// back, only that it was rolled back later counts.
    ///
    /// @param said the report; its own id and number do not matter
    public ChangeEvent also(ChangeEvent said) {
        boolean stays = said.outcome == Outcome.RUNNING || outcome == Outcome.ROLLED_BACK;
        return new ChangeEvent(
                id,
                number,
                said.kind == ChangeKind.OTHER ? kind : said.kind,
                said.summary.isBlank() ? summary : said.summary,
                service,
                together(labels, said.labels),
                who.isEmpty() ? said.who : who,
                source,
                said.link.isEmpty() ? link : said.link,
                key,
                stays ? outcome : said.outcome,
                note.isEmpty() ? said.note : note,
                said.startedAt.isBefore(startedAt) ? said.startedAt : startedAt,
                endedAt.or(said::endedAt),
                receivedAt);
    }

    /// The same change, ended.
    public ChangeEvent ended(Outcome how, Instant at) {
        return also(new ChangeEvent(
                id,
                number,
                ChangeKind.OTHER,
                "",
                service,
                Map.of(),
                "",
                source,
                "",
                key,
                how,
                "",
                startedAt,
                Optional.of(at),
                receivedAt));
    }

    private static Map<String, List<String>> together(Map<String, List<String>> one, Map<String, List<String>> other) {
        var all = new TreeMap<String, List<String>>(one);
        other.forEach((name, values) -> {
            var union = new LinkedHashSet<String>(all.getOrDefault(name, List.of()));
            union.addAll(values);
            all.put(name, new ArrayList<>(union).subList(0, Math.min(union.size(), Labels.MOST_VALUES)));
        });
        while (all.size() > Labels.MOST) {
            all.pollLastEntry();
        }
        return all;
    }
}
