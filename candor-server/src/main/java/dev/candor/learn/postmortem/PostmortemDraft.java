package dev.candor.learn.postmortem;

import dev.candor.base.time.Durations;
import dev.candor.learn.figures.Figure;
import dev.candor.learn.figures.Figures;
import dev.candor.platform.journal.Fact;
import dev.candor.respond.incident.Incident;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The first text of a postmortem: what the timeline knows, and prompts for what only people know.
///
/// Lines for the team alone carry `[internal]`, prompts carry `[to write]`. While one of the two is left the text is
/// not published: nobody's machine name reaches a page because somebody forgot to look.
public final class PostmortemDraft {
    public static final String INTERNAL = "[internal]";
    public static final String TO_WRITE = "[to write]";

    private static final int MOST_LINES = 60;
    private static final Set<String> PLAIN = Set.of(
            "evidence.first", "alert.triggered", "alert.acknowledged", "incident.mitigated", "incident.resolved");
    private static final Set<String> TEAM =
            Set.of("incident.note", "incident.relapsed", "incident.declared", "run.started", "run.ended", "page.gap");

    private PostmortemDraft() {}

    /// @param facts the timeline, in order
    /// @param components names readers know
    /// @param zone in which times are written
    public static String of(
            Incident incident, List<Fact> facts, Figures figures, List<String> components, ZoneId zone) {
        var text = new StringBuilder("## Summary\n\n");
        String what = incident.publicTitle().isEmpty() ? TO_WRITE + " What failed" : escaped(incident.publicTitle());
        text.append(what)
                .append(", on ")
                .append(moment(incident.startedAt(), zone))
                .append(".\n\n");
        text.append("## Impact\n\n");
        text.append("- Touched: ")
                .append(components.isEmpty() ? TO_WRITE + " what" : escaped(String.join(", ", components)))
                .append("\n");
        figures.length(Figure.Kind.MITIGATE)
                .or(() -> figures.length(Figure.Kind.RESOLVE))
                .ifPresent(length ->
                        text.append("- Lasted ").append(length(length)).append(", by what was measured\n"));
        text.append("- ").append(TO_WRITE).append(" Who could not do what, and how many they were\n\n");
        text.append("## Why\n\n").append(TO_WRITE).append(" Cause and trigger\n\n");
        text.append("## Timeline\n\nTimes are in ").append(name(zone)).append(".\n\n");
        timeline(text, facts, zone);
        text.append("\n## Figures\n\n");
        for (Figure.Kind kind : Figure.Kind.values()) {
            figures.get(kind)
                    .ifPresent(figure -> text.append("- ")
                            .append(length(figure.length()))
                            .append(" ")
                            .append(kind.words())
                            .append(" (")
                            .append(clock(figure.from().at(), zone))
                            .append(" to ")
                            .append(clock(figure.until().at(), zone))
                            .append(")\n"));
        }
        text.append("\n## What went well\n\n- ").append(TO_WRITE);
        text.append("\n\n## What went badly\n\n- ").append(TO_WRITE);
        text.append("\n\n## What we change\n\n- ").append(TO_WRITE).append(" What, who, until when\n");
        return text.toString();
    }

    private static void timeline(StringBuilder text, List<Fact> facts, ZoneId zone) {
        List<Fact> told = facts.stream()
                .filter(fact -> PLAIN.contains(fact.kind())
                        || TEAM.contains(fact.kind())
                        || fact.kind().equals("update.published"))
                .toList();
        for (Fact fact : told.subList(0, Math.min(MOST_LINES, told.size()))) {
            text.append("- ")
                    .append(clock(fact.at(), zone))
                    .append(" ")
                    .append(words(fact))
                    .append("\n");
        }
        if (told.size() > MOST_LINES) {
            text.append("- ")
                    .append(TO_WRITE)
                    .append(" and ")
                    .append(told.size() - MOST_LINES)
                    .append(" more\n");
        }
    }

    private static String words(Fact fact) {
        return switch (fact.kind()) {
            case "evidence.first" -> "The first bad measurement";
            case "alert.triggered" -> "The alert";
            case "alert.acknowledged" -> "Somebody had it";
            case "incident.mitigated" -> "The harm ended";
            case "incident.resolved" -> "Resolved";
            case "update.published" ->
                "We said: " + line(fact.text().replaceFirst("^On .{1,300}? \\([a-z_]+\\): ", ""));
            default -> INTERNAL + " " + escaped(fact.actor()) + ": " + line(fact.text());
        };
    }

    private static String line(String text) {
        String one = text.strip().replaceAll("\\s+", " ");
        return escaped(one.length() > 300 ? one.substring(0, 300) + " …" : one);
    }

    /// Foreign words carry no marks of their own.
    public static String escaped(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]<>#|~!])", "\\\\$1");
    }

    private static String length(java.time.Duration length) {
        return Durations.words(length);
    }

    private static String clock(Instant at, ZoneId zone) {
        return DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
                .withZone(zone)
                .format(at);
    }

    /// As people write it: `UTC`, `Europe/Berlin`.
    private static String name(ZoneId zone) {
        return zone.getId().equals("Etc/UTC") ? "UTC" : zone.getId();
    }

    private static String moment(Instant at, ZoneId zone) {
        return DateTimeFormatter.ofPattern("d MMMM yyyy 'at' HH:mm", Locale.ENGLISH)
                        .withZone(zone)
                        .format(at)
                + " " + name(zone);
    }

    /// What keeps a text from being published: prompts and lines for the team that are still in it.
    public static List<String> left(String body) {
        return List.of(INTERNAL, TO_WRITE).stream().filter(body::contains).toList();
    }
}
