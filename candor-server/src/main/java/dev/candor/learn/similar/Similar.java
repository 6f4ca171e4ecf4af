package dev.candor.learn.similar;

import dev.candor.respond.incident.Incident;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A past incident like another one, and why it is thought so.
///
/// @param why in words: `same service, 2 same components, words: timeout, pool`
public record Similar(Incident incident, double score, String why) {
    /// The most that are shown.
    public static final int MOST = 5;

    private static final double LEAST = 2;
    private static final int WORDS = 200;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]{3,}");
    private static final Set<String> EMPTY =
            Set.of("the", "and", "was", "for", "not", "with", "expected", "answered", "status", "instead", "alert");

    /// The past ones most like `now`, the likeliest first. Pure.
    ///
    /// @param past any incidents; `now` itself and those later than it are left out
    public static List<Similar> to(Incident now, List<Incident> past) {
        Set<String> words = words(now);
        return past.stream()
                .filter(one -> one.number() < now.number())
                .map(one -> of(now, words, one))
                .filter(one -> one.score() >= LEAST)
                .sorted(Comparator.comparingDouble(Similar::score)
                        .thenComparing(one -> one.incident().number())
                        .reversed())
                .limit(MOST)
                .toList();
    }

    private static Similar of(Incident now, Set<String> words, Incident past) {
        var why = new ArrayList<String>();
        double score = 0;
        if (now.service().equals(past.service())) {
            score += 2;
            why.add("same service");
        }
        long components = past.components().keySet().stream()
                .filter(now.components()::containsKey)
                .count();
        if (components > 0) {
            score += Math.min(components, 2);
            why.add(components == 1 ? "a same component" : components + " same components");
        }
        Set<String> theirs = words(past);
        List<String> shared = words.stream().filter(theirs::contains).sorted().toList();
        if (!shared.isEmpty()) {
            var either = new HashSet<>(words);
            either.addAll(theirs);
            score += 4.0 * shared.size() / either.size();
            why.add("words: " + String.join(", ", shared.subList(0, Math.min(5, shared.size()))));
        }
        return new Similar(past, score, String.join("; ", why));
    }

    private static Set<String> words(Incident incident) {
        var words = new HashSet<String>();
        Matcher word = WORD.matcher((incident.title() + " " + incident.publicTitle()).toLowerCase(Locale.ROOT));
        while (words.size() < WORDS && word.find()) {
            if (!EMPTY.contains(word.group())) {
                words.add(word.group());
            }
        }
        return words;
    }
}
