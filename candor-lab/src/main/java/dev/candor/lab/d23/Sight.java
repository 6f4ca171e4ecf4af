package dev.candor.lab.d23;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one reader saw at one moment.
///
/// @param copy who was asked
/// @param at when the answer was there
/// @param sequence of the snapshot; -1 when it was not said
/// @param asOf what the page says it is from; empty when it does not
/// @param word whether the words said by hand stood there
record Sight(URI copy, Instant at, int status, long sequence, Optional<Instant> asOf, boolean word) {
    private static final Pattern AS_OF =
            Pattern.compile("As of <time datetime=\"([0-9TZ:.-]{10,40})\" data-form=\"clock\">");

    /// @param sequence as the header has it
    /// @param words what was said by hand
    static Sight of(URI copy, Instant at, int status, Optional<String> sequence, String body, String words) {
        Matcher asOf = AS_OF.matcher(body);
        return new Sight(
                copy,
                at,
                status,
                sequence.filter(text -> text.matches("[0-9]{1,18}"))
                        .map(Long::parseLong)
                        .orElse(-1L),
                asOf.find() ? Optional.of(Instant.parse(asOf.group(1))) : Optional.empty(),
                body.contains(words));
    }

    /// Nobody answered.
    static Sight nothing(URI copy, Instant at) {
        return new Sight(copy, at, 0, -1, Optional.empty(), false);
    }

    /// Answered with a page that says how old it is.
    boolean answered() {
        return status == 200 && sequence >= 0 && asOf.isPresent();
    }

    /// How old the page was for its reader.
    Duration age() {
        return asOf.map(from -> Duration.between(from, at)).orElse(Duration.ZERO);
    }

    /// What all of them together come to, each copy's in the order seen.
    ///
    /// @param older answers with a lower number than one before from the same copy
    /// @param forgot answers without the word, after one with it from the same copy
    record Sum(int requests, int failed, int older, int forgot, Duration longestAge) {}

    static Sum sum(List<Sight> sights) {
        Map<URI, Long> highest = new HashMap<>();
        Set<URI> told = new HashSet<>();
        int failed = 0;
        int older = 0;
        int forgot = 0;
        Duration longest = Duration.ZERO;
        for (Sight sight : sights) {
            if (!sight.answered()) {
                failed++;
                continue;
            }
            older += sight.sequence() < highest.getOrDefault(sight.copy(), -1L) ? 1 : 0;
            highest.merge(sight.copy(), sight.sequence(), Math::max);
            forgot += told.contains(sight.copy()) && !sight.word() ? 1 : 0;
            if (sight.word()) {
                told.add(sight.copy());
            }
            longest = sight.age().compareTo(longest) > 0 ? sight.age() : longest;
        }
        return new Sum(sights.size(), failed, older, forgot, longest);
    }

    /// When the last of the copies first showed the word; empty while one does not.
    static Optional<Instant> everywhere(List<Sight> sights, List<URI> copies) {
        var first = new ArrayList<Instant>();
        for (URI copy : copies) {
            sights.stream()
                    .filter(sight -> sight.copy().equals(copy) && sight.word())
                    .map(Sight::at)
                    .findFirst()
                    .ifPresent(first::add);
        }
        return first.size() < copies.size() ? Optional.empty() : first.stream().max(Instant::compareTo);
    }
}
