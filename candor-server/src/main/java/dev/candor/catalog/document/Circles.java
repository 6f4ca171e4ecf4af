package dev.candor.catalog.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds documents that refer to themselves, directly or over others of their kind. Pure.
final class Circles {
    /// Document `from` refers to another of its kind.
    ///
    /// @param checked read now, and not only known from before: only such links are reported
    record Link(String from, Reading.Reference to, boolean checked) {}

    private final Map<String, List<Link>> links = new HashMap<>();
    private final Set<String> left = new HashSet<>();
    private final List<Problem> found = new ArrayList<>();

    private Circles() {}

    /// One problem for each circle that a checked link closes, at the place of that link: `a -> b -> a`.
    ///
    /// @param links all of one kind
    static List<Problem> in(List<Link> links) {
        var circles = new Circles();
        links.forEach(link -> circles.links
                .computeIfAbsent(link.from(), _ -> new ArrayList<>())
                .add(link));
        links.stream().filter(Link::checked).forEach(link -> circles.walk(link.from()));
        return List.copyOf(circles.found);
    }

    /// Depth first, with a stack of its own: a chain of documents may be longer than the thread's stack is deep.
    private void walk(String start) {
        var way = new ArrayList<Link>();
        var on = new ArrayDeque<Iterator<Link>>();
        var entered = new HashSet<String>();
        if (left.contains(start)) {
            return;
        }
        on.push(linksOf(start));
        entered.add(start);
        while (!on.isEmpty()) {
            if (!on.getFirst().hasNext()) {
                on.pop();
                String done = way.isEmpty() ? start : way.removeLast().to().name();
                entered.remove(done);
                left.add(done);
                continue;
            }
            Link link = on.getFirst().next();
            String next = link.to().name();
            if (entered.contains(next)) {
                report(way, link);
            } else if (!left.contains(next)) {
                way.add(link);
                entered.add(next);
                on.push(linksOf(next));
            }
        }
    }

    private Iterator<Link> linksOf(String name) {
        return links.getOrDefault(name, List.of()).iterator();
    }

    /// @param closing leads back to a document that is on the way already
    private void report(List<Link> way, Link closing) {
        var circle = new ArrayList<Link>();
        circle.add(closing);
        for (int i = way.size() - 1;
                !circle.getFirst().from().equals(closing.to().name());
                i--) {
            circle.addFirst(way.get(i));
        }
        int at = 0;
        while (at < circle.size() && !circle.get(at).checked()) {
            at++;
        }
        if (at == circle.size()) {
            return; // it was there before
        }
        Link first = circle.get(at);
        var names = new StringBuilder("`" + first.from());
        for (int i = 0; i < circle.size(); i++) {
            names.append(" -> ")
                    .append(circle.get((at + i) % circle.size()).to().name());
        }
        found.add(new Problem(
                first.to().place(),
                first.to().path(),
                circle.size() == 1
                        ? names + "`: nothing may refer to itself"
                        : "goes round in a circle: " + names + "`"));
    }
}
