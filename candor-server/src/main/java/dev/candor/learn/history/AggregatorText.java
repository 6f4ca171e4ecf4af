package dev.candor.learn.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of an aggregator's page about one vendor: reports headed `Report: "TITLE"` and "Last update", then posts,
/// newest first, each under its phase in lower case on a line of its own.
final class AggregatorText {
    private static final Pattern REPORT = Pattern.compile("Report: [\"“](.{0,500})[\"”]");
    private static final Pattern VENDOR = Pattern.compile(
            "(?:Historical record of incidents for (\\S.{0,199})|Is (\\S.{0,199}?) Down Right Now\\?.*)");
    private static final String LAST_UPDATE = "Last update";

    private AggregatorText() {}

    static boolean recognises(List<String> lines) {
        return lines.stream().anyMatch(line -> REPORT.matcher(line.strip()).matches());
    }

    static List<Draft> read(List<String> lines) {
        var drafts = new ArrayList<Draft>();
        Optional<String> vendor = vendor(lines);
        int from = -1;
        for (int i = 0; i <= lines.size(); i++) {
            if (i == lines.size() || REPORT.matcher(lines.get(i).strip()).matches()) {
                if (from >= 0) {
                    drafts.add(incident(lines.subList(from, i), vendor));
                }
                from = i;
            }
        }
        return drafts;
    }

    private static Optional<String> vendor(List<String> lines) {
        for (String line : lines) {
            Matcher match = VENDOR.matcher(line.strip());
            if (match.matches()) {
                return Optional.of((match.group(1) == null ? match.group(2) : match.group(1)).strip());
            }
            if (REPORT.matcher(line.strip()).matches()) {
                break;
            }
        }
        return Optional.empty();
    }

    private static Draft incident(List<String> lines, Optional<String> vendor) {
        Matcher title = REPORT.matcher(lines.getFirst().strip());
        String words = title.matches() ? title.group(1).strip() : "";
        var notes = new ArrayList<Note>();
        if (words.isEmpty()) {
            notes.add(Note.notSaid("title", "the report has no title"));
        }
        var posts = new ArrayList<Draft.Post>();
        Optional<Phase> phase = Optional.empty();
        var body = new ArrayList<String>();
        boolean blankBefore = true;
        for (String line : lines.subList(1, lines.size())) {
            String bare = line.strip();
            Optional<Phase> heading = blankBefore ? phase(bare) : Optional.empty();
            if (heading.isPresent()) {
                close(phase, body, posts, notes);
                phase = heading;
            } else if (!bare.equals(LAST_UPDATE)) {
                body.add(line);
            }
            blankBefore = bare.isEmpty() || bare.equals(LAST_UPDATE);
        }
        close(phase, body, posts, notes);
        return new Draft(words, vendor, posts, List.of(), Optional.empty(), true, notes);
    }

    /// Phases stand in lower case; "Resolved" inside a post is a word of the post.
    private static Optional<Phase> phase(String line) {
        return line.equals(line.toLowerCase(Locale.ROOT)) ? Phase.of(line) : Optional.empty();
    }

    private static void close(Optional<Phase> phase, List<String> body, List<Draft.Post> posts, List<Note> notes) {
        String text = String.join("\n", body).replaceAll("\n{3,}", "\n\n").strip();
        body.clear();
        if (phase.isPresent()) {
            if (text.isEmpty()) {
                notes.add(Note.notSaid("updates", "the post \"" + phase.get().wire() + "\" has no words"));
            }
            posts.add(new Draft.Post(phase, text, Optional.empty()));
        } else if (!text.isEmpty()) {
            posts.add(new Draft.Post(Optional.empty(), text, Optional.empty()));
        }
    }
}
