package dev.candor.learn.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes an [ImportedIncident] of a [Draft]: parts postmortem from updates, finds statements, says of every field
/// what became of it.
final class Assembly {
    private static final int MAX_POST = 200_000;
    private static final int MAX_POSTS = 1_000;

    private Assembly() {}

    static ImportedIncident incident(Draft draft) {
        var notes = new ArrayList<Note>(draft.notes());
        List<Draft.Post> posts = limited(draft.posts(), notes).reversed();
        Optional<Draft.Post> postmortem =
                posts.reversed().stream().filter(p -> is(p, Phase.POSTMORTEM)).findFirst();
        List<Draft.Post> others =
                posts.stream().filter(p -> p != postmortem.orElse(null)).toList();
        var statements = new ArrayList<Statement>();
        for (int i = 0; i < others.size(); i++) {
            statements.addAll(StatementFinder.in(others.get(i).body(), "update " + (i + 1)));
        }
        postmortem.ifPresent(p -> statements.addAll(StatementFinder.in(p.body(), "postmortem")));
        Optional<ImportedTime> resolvedAt = others.reversed().stream()
                .filter(p -> is(p, Phase.RESOLVED) || is(p, Phase.COMPLETED))
                .findFirst()
                .flatMap(Draft.Post::at);
        String oldest = posts.isEmpty() ? "" : posts.getFirst().body();
        var incident = new ImportedIncident(
                IncidentKey.of(draft.organisation(), draft.title(), oldest),
                draft.title(),
                draft.organisation(),
                others.stream().map(p -> update(p, draft.flattened())).toList(),
                postmortem.map(p -> markdown(p.body(), draft.flattened(), notes)),
                postmortem.flatMap(Draft.Post::at),
                draft.components(),
                draft.startedAt(),
                resolvedAt,
                statements,
                List.of());
        fieldNotes(incident, posts, notes);
        notes.addAll(Contradictions.in(incident));
        return withNotes(incident, notes);
    }

    static ImportedIncident withNotes(ImportedIncident i, List<Note> notes) {
        return new ImportedIncident(
                i.key(),
                i.title(),
                i.organisation(),
                i.updates(),
                i.postmortemMarkdown(),
                i.postmortemAt(),
                i.affectedComponents(),
                i.startedAt(),
                i.resolvedAt(),
                i.statements(),
                notes);
    }

    static ImportedIncident withKey(ImportedIncident i, String key) {
        return new ImportedIncident(
                key,
                i.title(),
                i.organisation(),
                i.updates(),
                i.postmortemMarkdown(),
                i.postmortemAt(),
                i.affectedComponents(),
                i.startedAt(),
                i.resolvedAt(),
                i.statements(),
                i.notes());
    }

    private static boolean is(Draft.Post post, Phase phase) {
        return post.phase().equals(Optional.of(phase));
    }

    private static List<Draft.Post> limited(List<Draft.Post> posts, List<Note> notes) {
        if (posts.size() > MAX_POSTS) {
            notes.add(Note.lossy("updates", "only " + MAX_POSTS + " of " + posts.size() + " posts were taken"));
        }
        var limited = new ArrayList<Draft.Post>();
        for (Draft.Post post : posts.subList(0, Math.min(posts.size(), MAX_POSTS))) {
            String body = CleanText.cut(post.body(), MAX_POST);
            if (body.length() < post.body().length()) {
                notes.add(Note.lossy("text", "a post was cut after " + MAX_POST + " characters"));
            }
            limited.add(new Draft.Post(post.phase(), body, post.at()));
        }
        return limited;
    }

    private static ImportedUpdate update(Draft.Post post, boolean flattened) {
        return new ImportedUpdate(post.phase(), flattened ? FlatMarkdown.plain(post.body()) : post.body(), post.at());
    }

    private static String markdown(String body, boolean flattened, List<Note> notes) {
        if (!flattened) {
            return LineMarkdown.of(body);
        }
        var restored = FlatMarkdown.restore(body);
        restored.doubts().forEach(doubt -> notes.add(Note.uncertain("postmortem", doubt)));
        return restored.markdown();
    }

    private static void fieldNotes(ImportedIncident incident, List<Draft.Post> posts, List<Note> notes) {
        notes.add(Note.mapped("title", incident.title()));
        notes.add(incident.organisation()
                .map(name -> Note.mapped("organisation", name))
                .orElse(Note.notSaid("organisation", "the text does not say whose incident this is")));
        phaseNotes(posts, notes);
        timeNotes(incident, posts, notes);
        if (incident.startedAt().isEmpty()) {
            notes.add(Note.notSaid("started-at", "no field says when it began; times in the prose are statements"));
        }
        if (incident.resolvedAt().isEmpty()) {
            boolean resolved = posts.stream().anyMatch(p -> is(p, Phase.RESOLVED) || is(p, Phase.COMPLETED));
            notes.add(Note.notSaid(
                    "resolved-at", resolved ? "it was resolved, the text does not say when" : "no post says resolved"));
        }
        if (incident.affectedComponents().isEmpty()) {
            notes.add(Note.notSaid("affected-components", "none named"));
        } else {
            notes.add(Note.mapped(
                    "affected-components", incident.affectedComponents().size() + " named"));
        }
        notes.add(
                incident.postmortemMarkdown().isPresent()
                        ? Note.mapped("postmortem", "taken over as Markdown")
                        : Note.notSaid("postmortem", "no post says it is one"));
    }

    private static void phaseNotes(List<Draft.Post> posts, List<Note> notes) {
        long silent = posts.stream().filter(p -> p.phase().isEmpty()).count();
        if (posts.isEmpty()) {
            notes.add(Note.notSaid("updates", "there are no posts"));
        } else if (silent == 0) {
            notes.add(Note.mapped("phases", "of all " + posts.size() + " posts"));
        } else {
            notes.add(Note.notSaid("phases", silent + " of " + posts.size() + " posts do not say their phase"));
        }
    }

    private static void timeNotes(ImportedIncident incident, List<Draft.Post> posts, List<Note> notes) {
        long timed = posts.stream().filter(p -> p.at().isPresent()).count();
        if (!posts.isEmpty()) {
            notes.add(
                    timed == posts.size()
                            ? Note.mapped("times", "of all " + timed + " posts")
                            : Note.notSaid(
                                    "times", (posts.size() - timed) + " of " + posts.size() + " posts have no time"));
        }
        var zones = new LinkedHashSet<String>();
        Stream.concat(
                        posts.stream().flatMap(p -> p.at().stream()),
                        Stream.concat(incident.startedAt().stream(), times(incident)))
                .flatMap(time -> time.zone().stream())
                .forEach(zones::add);
        if (!zones.isEmpty()) {
            notes.add(Note.mapped(
                    "times",
                    String.join("; ", zones.stream().map(ZoneTable::reading).toList())));
        }
    }

    private static Stream<ImportedTime> times(ImportedIncident incident) {
        return incident.statements().stream().flatMap(statement -> switch (statement) {
            case Statement.Time time -> Stream.of(time.time());
            case Statement.Span span -> Stream.of(span.from(), span.to());
            case Statement.Length _, Statement.Severity _ -> Stream.of();
        });
    }
}
