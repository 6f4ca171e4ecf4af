package dev.candor.lab.d22;

import dev.candor.lab.parts.Inbox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which alerts a provider has heard of, and whether in the right order.
final class Arrived {
    /// So many messages are under way to one receiver at once: they may overtake each other.
    static final int AT_ONCE = 4;

    private static final Pattern NAME = Pattern.compile("lamp-([0-9]+)-is-out");

    private Arrived() {}

    /// Numbers of alerts in the order in which they first arrived.
    static List<Integer> in(Inbox inbox) {
        return List.copyOf(new LinkedHashSet<>(all(inbox)));
    }

    /// Messages that told again of an alert they had told of.
    static int repeated(Inbox inbox) {
        return all(inbox).size() - in(inbox).size();
    }

    private static List<Integer> all(Inbox inbox) {
        var numbers = new ArrayList<Integer>();
        for (Inbox.Letter letter : inbox.letters()) {
            Matcher name = NAME.matcher(letter.text());
            if (name.find()) {
                numbers.add(Integer.parseInt(name.group(1)));
            }
        }
        return numbers;
    }

    /// The worst first, and of those the newest.
    static List<Integer> wanted(List<Sent> sent) {
        return sent.stream()
                .sorted(Comparator.comparingInt(Sent::severity)
                        .thenComparing(Comparator.comparingInt(Sent::number).reversed()))
                .map(Sent::number)
                .toList();
    }

    /// By how many places the message that is farthest from its place is away from it. Those that found out that the
    /// provider is back, at most as many as are under way at once, are out of the count: somebody had to try.
    static int farthestFrom(List<Integer> wanted, List<Integer> arrived) {
        int best = Integer.MAX_VALUE;
        for (int first = 0; first <= Math.min(AT_ONCE, arrived.size()); first++) {
            List<Integer> rest = arrived.subList(first, arrived.size());
            var places = new ArrayList<>(wanted);
            places.retainAll(rest);
            int farthest = 0;
            for (int i = 0; i < rest.size(); i++) {
                farthest = Math.max(farthest, Math.abs(i - places.indexOf(rest.get(i))));
            }
            best = Math.min(best, farthest);
        }
        return best;
    }
}
