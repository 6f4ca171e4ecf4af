package dev.candor.learn.history;

import dev.candor.learn.history.ImportedTime.When;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a report contradicts itself. Nothing is corrected: both sides stay as written, and a note names them.
final class Contradictions {
    private static final Duration AHEAD = Duration.ofHours(3);
    private static final Pattern FUTURE = Pattern.compile(
            "\\b(?:will|expect\\w*|eta|until|next|by|scheduled|plan\\w*|aim\\w*)\\b|'ll\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern OUTAGE = Pattern.compile(
            "\\b(?:outage|down|downtime|unresponsive|unavailable|disruption)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern PROMISE = Pattern.compile(
            "post[ -]?mortem[^.]{0,60}\\bwill follow|\\b(?:will|'ll)\\b[^.]{0,80}post[ -]?mortem|post[ -]?mortem[^.]{0,40}\\bto come",
            Pattern.CASE_INSENSITIVE);

    private Contradictions() {}

    static List<Note> in(ImportedIncident incident) {
        var notes = new ArrayList<Note>();
        postedBeforeTold(incident, notes);
        resolveTimes(incident, notes);
        outageLengths(incident, notes);
        if (incident.postmortemMarkdown().isEmpty()
                && incident.updates().stream()
                        .anyMatch(u -> PROMISE.matcher(u.text()).find())) {
            notes.add(Note.notSaid("postmortem", "a post promises one, no post says it is that one"));
        }
        return notes;
    }

    /// A post that says "resolved" cannot tell of a time later than itself.
    private static void postedBeforeTold(ImportedIncident incident, List<Note> notes) {
        for (int i = 0; i < incident.updates().size(); i++) {
            ImportedUpdate update = incident.updates().get(i);
            Optional<Instant> posted = update.at().flatMap(ImportedTime::instant);
            boolean past = update.phase().equals(Optional.of(Phase.RESOLVED));
            if (!past || posted.isEmpty()) {
                continue;
            }
            String where = "update " + (i + 1);
            incident.statements().stream()
                    .filter(s -> s.where().equals(where)
                            && !FUTURE.matcher(s.quote()).find())
                    .flatMap(s -> s instanceof Statement.Time t
                            ? Optional.of(t.time()).stream()
                            : Optional.<ImportedTime>empty().stream())
                    .filter(told -> ahead(told, posted.get()))
                    .findFirst()
                    .ifPresent(told -> notes.add(Note.contradiction(
                            "times",
                            "posted " + update.at().get().words() + ", before " + told.words()
                                    + " that the same post tells of")));
        }
    }

    /// Whether a time of day with a zone, placed as near as possible to `posted`, lies after it by up to three hours.
    private static boolean ahead(ImportedTime told, Instant posted) {
        if (!(told.when() instanceof When.TimeOfDay(LocalTime time, Optional<ZoneOffset> offset)) || offset.isEmpty()) {
            return told.instant().filter(posted::isBefore).isPresent();
        }
        OffsetDateTime here = posted.atOffset(offset.get());
        Duration after = Duration.between(here.toLocalTime(), time);
        if (after.compareTo(Duration.ofHours(-12)) < 0) {
            after = after.plusDays(1);
        }
        return after.isPositive() && after.compareTo(AHEAD) <= 0;
    }

    /// "Time To Resolve: 60min" beside "between 10:18 and 11:20".
    private static void resolveTimes(ImportedIncident incident, List<Note> notes) {
        var spans = incident.statements().stream()
                .flatMap(s ->
                        s instanceof Statement.Span span ? length(span).stream() : Optional.<Duration>empty().stream())
                .toList();
        for (Statement statement : incident.statements()) {
            if (statement instanceof Statement.Length length
                    && length.label().filter(Contradictions::isTimeToResolve).isPresent()
                    && spans.size() == 1
                    && !spans.getFirst().equals(length.atMost())
                    && !length.approximate()) {
                notes.add(Note.contradiction(
                        "statements",
                        "\"" + length.label().get() + ": " + length.words() + "\", but the stated span is "
                                + spans.getFirst().toMinutes() + " min"));
            }
        }
    }

    private static boolean isTimeToResolve(String label) {
        return label.toLowerCase(Locale.ROOT).startsWith("time to resol");
    }

    private static Optional<Duration> length(Statement.Span span) {
        if (span.from().when() instanceof When.TimeOfDay(LocalTime from, var a)
                && span.to().when() instanceof When.TimeOfDay(LocalTime to, var b)
                && a.equals(b)
                && to.isAfter(from)) {
            return Optional.of(Duration.between(from, to));
        }
        return Optional.empty();
    }

    /// Postmortem and updates that each give one length of the outage, but not the same.
    private static void outageLengths(ImportedIncident incident, List<Note> notes) {
        var told = incident.statements().stream()
                .flatMap(s -> s instanceof Statement.Length l
                        ? Optional.of(l).stream()
                        : Optional.<Statement.Length>empty().stream())
                .filter(l -> OUTAGE.matcher(l.quote()).find()
                        && !FUTURE.matcher(l.quote()).find())
                .toList();
        var inPostmortem =
                told.stream().filter(l -> l.where().equals("postmortem")).toList();
        var inUpdates =
                told.stream().filter(l -> !l.where().equals("postmortem")).toList();
        if (inPostmortem.size() == 1
                && inUpdates.size() == 1
                && !inPostmortem.getFirst().atMost().equals(inUpdates.getFirst().atMost())) {
            notes.add(Note.contradiction(
                    "statements",
                    "the outage lasted \"" + inPostmortem.getFirst().words() + "\" in the postmortem, \""
                            + inUpdates.getFirst().words() + "\" in an update"));
        }
    }
}
