package dev.candor.learn.postmortem;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// A published postmortem with what it said before at its end, so that nothing is changed in silence. Pure.
public final class Corrected {
    private static final int PARAGRAPHS = 20;
    private static final int LONGEST = 2_000;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Corrected() {}

    /// @param before what it said before, the oldest first
    /// @return Markdown
    public static String of(String body, List<PostmortemStore.Before> before) {
        if (before.isEmpty()) {
            return body;
        }
        var text = new StringBuilder(closed(body)).append("\n\n---\n");
        for (int i = before.size() - 1; i >= 0; i--) {
            String after = i + 1 < before.size() ? before.get(i + 1).body() : body;
            note(text, before.get(i).until(), gone(before.get(i).body(), after));
        }
        return text.toString();
    }

    private static void note(StringBuilder text, Instant at, List<String> gone) {
        text.append("\n**").append(gone.isEmpty() ? "Added to" : "Corrected").append(" on ");
        text.append(MINUTE.format(at)).append(" UTC.**");
        text.append(gone.isEmpty() ? "\n" : " Until then it said:\n");
        gone.forEach(paragraph -> text.append("\n> ")
                .append(closed(cut(paragraph)).replace("\n", "\n> "))
                .append("\n"));
    }

    /// Paragraphs that stood there and do not any more, in order; at most 20.
    private static List<String> gone(String before, String after) {
        var left = new HashSet<>(paragraphs(after));
        return paragraphs(before).stream()
                .filter(paragraph -> !left.contains(paragraph))
                .limit(PARAGRAPHS)
                .toList();
    }

    private static List<String> paragraphs(String text) {
        var paragraphs = new ArrayList<String>();
        Arrays.stream(text.split("\n\\s*\n"))
                .map(String::strip)
                .filter(paragraph -> !paragraph.isEmpty())
                .forEach(paragraphs::add);
        return paragraphs;
    }

    private static String cut(String paragraph) {
        return paragraph.length() > LONGEST ? paragraph.substring(0, LONGEST) + " …" : paragraph;
    }

    /// A fence that somebody left open would swallow what follows.
    private static String closed(String text) {
        long fences =
                text.lines().filter(line -> line.strip().startsWith("```")).count();
        return fences % 2 == 0 ? text : text + "\n```";
    }
}
